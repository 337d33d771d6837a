//! What a rule states, as data: for an endpoint's table, and for whoever writes an OpenAPI schema of it.

use std::fmt;
use std::ops::Bound;

/// What a rule states, in `ENDPOINT`. `Display` writes it as one does in `validate(..)`.
///
/// Each built-in rule tells its own:
///
/// ```
/// use api_request::rule::{RuleFact, length, non_empty};
///
/// const TEXT: &[RuleFact] = &[non_empty().fact(), length(..=64).fact(), RuleFact::Pattern("^[a-z]"), RuleFact::Own("iban")];
///
/// assert_eq!(TEXT[1].code(), "length");
/// assert_eq!(TEXT[1].to_string(), "length(..=64)");
/// assert!(matches!(TEXT[1], RuleFact::Length(bounds) if bounds.max() == Some(64)));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum RuleFact {
    /// At least one character or item: JSON Schema's `minLength`, `minItems` or `minProperties` of 1.
    NonEmpty,
    /// So many characters or items: `minLength` and `maxLength`, `minItems` and `maxItems`, `minProperties` and `maxProperties`.
    Length(Bounds<usize>),
    /// A number between these: `minimum` or `exclusiveMinimum`, `maximum` or `exclusiveMaximum`.
    Range(Bounds<Number>),
    /// The text has a match of this regular expression: `pattern`.
    Pattern(&'static str),
    /// One of these: `enum`.
    OneOf(Choices),
    /// ASCII text.
    Ascii,
    /// A UUID: `format: uuid`.
    Uuid,
    /// An absolute URL: `format: uri`.
    Url,
    /// An email address: `format: email`.
    Email,
    /// Rules that each item of a list or a set, or each value of a map, keeps: they go into `items` or `additionalProperties`.
    Each(&'static [Self]),
    /// A rule of which nothing is known but its code: one of your own, or one between fields.
    Own(&'static str),
}

impl RuleFact {
    /// The rule's code, as [`Violation::rule`](crate::validate::Violation::rule) has it; of `each(..)`, whose violations have the
    /// codes of the rules within it, that word.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NonEmpty => "non_empty",
            Self::Length(_) => "length",
            Self::Range(_) => "range",
            Self::Pattern(_) => "pattern",
            Self::OneOf(_) => "one_of",
            Self::Ascii => "ascii",
            Self::Uuid => "uuid",
            Self::Url => "url",
            Self::Email => "email",
            Self::Each(_) => "each",
            Self::Own(code) => code,
        }
    }
}

impl fmt::Display for RuleFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())?;
        match self {
            Self::Length(bounds) => write!(f, "({bounds})"),
            Self::Range(bounds) => write!(f, "({bounds})"),
            Self::Pattern(pattern) if pattern.contains('\\') && !pattern.contains('"') => write!(f, "(r\"{pattern}\")"),
            Self::Pattern(pattern) => write!(f, "({pattern:?})"),
            Self::OneOf(choices) => write!(f, "({})", Joined(|| choices.iter())),
            Self::Each(rules) => write!(f, "({})", Joined(|| rules.iter())),
            _ => Ok(()),
        }
    }
}

/// Items with commas between them.
pub(crate) struct Joined<F>(pub(crate) F);

impl<I: Iterator<Item: fmt::Display>, F: Fn() -> I> fmt::Display for Joined<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

/// A value by its `Debug`, which has quotes around text and tells `1.0` from `1`.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a, T>(pub(crate) &'a T);

impl<T: fmt::Debug> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The ends of a range. `Display` writes it as Rust does: `1..=3600`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T> {
    start: Bound<T>,
    end: Bound<T>,
}

impl<T: Copy> Bounds<T> {
    pub(crate) const fn new(start: Bound<T>, end: Bound<T>) -> Self {
        Self { start, end }
    }

    /// Where it begins; never excluded, as no range of Rust is.
    #[must_use]
    pub const fn start(&self) -> Bound<T> {
        self.start
    }

    /// Where it ends.
    #[must_use]
    pub const fn end(&self) -> Bound<T> {
        self.end
    }
}

impl Bounds<usize> {
    /// The least length.
    #[must_use]
    pub const fn min(&self) -> usize {
        match self.start {
            Bound::Included(start) => start,
            Bound::Excluded(start) => start.saturating_add(1),
            Bound::Unbounded => 0,
        }
    }

    /// The greatest length, if there is one.
    #[must_use]
    pub const fn max(&self) -> Option<usize> {
        match self.end {
            Bound::Included(end) => Some(end),
            Bound::Excluded(end) => Some(end.saturating_sub(1)),
            Bound::Unbounded => None,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Bounds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Bound::Included(start) | Bound::Excluded(start) = &self.start {
            write!(f, "{start}")?;
        }
        match &self.end {
            Bound::Included(end) => write!(f, "..={end}"),
            Bound::Excluded(end) => write!(f, "..{end}"),
            Bound::Unbounded => f.write_str(".."),
        }
    }
}

/// A number that a rule states. `Display` writes it as JSON does, but for an infinity, which JSON does not have: `inf`.
#[derive(Clone, Copy)]
pub struct Number(&'static dyn Stated);

/// A value that a rule may state: text, or a number, whose `Debug` tells `1.0` from `1`.
pub trait Stated: fmt::Debug + Send + Sync + 'static {
    /// The value as data.
    fn choice(&'static self) -> Choice;
}

impl Stated for &'static str {
    fn choice(&'static self) -> Choice {
        Choice::Text(self)
    }
}

impl Number {
    pub(crate) const fn new<T: Stated>(number: &'static T) -> Self {
        Self(number)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The values that `one_of` allows.
#[derive(Clone, Copy)]
pub struct Choices(&'static dyn List);

/// A list of values of one type.
trait List: Send + Sync {
    fn get(&self, index: usize) -> Option<Choice>;
}

impl<T: Stated> List for &'static [T] {
    fn get(&self, index: usize) -> Option<Choice> {
        <[T]>::get(self, index).map(Stated::choice)
    }
}

impl Choices {
    pub(crate) const fn new<T: Stated>(list: &'static &'static [T]) -> Self {
        Self(list)
    }

    /// Each of them, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = Choice> {
        (0..).map_while(|index| self.0.get(index))
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A value that `one_of` allows. `Display` writes it as one does in Rust.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// A text.
    Text(&'static str),
    /// A number.
    Number(Number),
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => number.fmt(f),
        }
    }
}
