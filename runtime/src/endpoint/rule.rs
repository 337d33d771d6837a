//! Validation rules as data, for the table of an endpoint and its OpenAPI schema.

use std::fmt;
use std::ops::Bound;

/// A validation rule as data, in the `ENDPOINT` of a request.
///
/// `Display` writes it as you write it in `validate(..)`. Each built-in rule returns its own with `fact()`:
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
    /// The number of characters or items is within these bounds.
    ///
    /// JSON Schema calls them `minLength` and `maxLength`, `minItems` and `maxItems`, or `minProperties` and `maxProperties`.
    Length(Bounds<usize>),
    /// A number within these bounds: `minimum` or `exclusiveMinimum`, `maximum` or `exclusiveMaximum`.
    Range(Bounds<Number>),
    /// Text with a match of this regular expression: `pattern`.
    Pattern(&'static str),
    /// One of these values: `enum`.
    OneOf(Choices),
    /// ASCII text.
    Ascii,
    /// A UUID: `format: uuid`.
    Uuid,
    /// An absolute URL: `format: uri`.
    Url,
    /// An email address: `format: email`.
    Email,
    /// Rules for each item of a list or set, or each value of a map.
    ///
    /// They go into `items` or `additionalProperties`.
    Each(&'static [Self]),
    /// A rule that only has a code: your own rule, or a cross-field rule.
    Own(&'static str),
}

impl RuleFact {
    /// The code of the rule, as in [`Violation::rule`](crate::validate::Violation::rule).
    ///
    /// For [`Each`](Self::Each) it is `each`, which no violation has: violations carry the code of the rule inside.
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

/// Displays items separated by commas.
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

/// Displays a value with its `Debug`, which quotes text and distinguishes `1.0` from `1`.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a, T>(pub(crate) &'a T);

impl<T: fmt::Debug> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The bounds of a range.
///
/// `Display` writes them in Rust syntax, such as `1..=3600`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<T> {
    start: Bound<T>,
    end: Bound<T>,
}

impl<T: Copy> Bounds<T> {
    pub(crate) const fn new(start: Bound<T>, end: Bound<T>) -> Self {
        Self { start, end }
    }

    /// The lower bound.
    ///
    /// It is never `Excluded`, because Rust has no such range.
    #[must_use]
    pub const fn start(&self) -> Bound<T> {
        self.start
    }

    /// The upper bound.
    #[must_use]
    pub const fn end(&self) -> Bound<T> {
        self.end
    }
}

impl Bounds<usize> {
    /// The minimum length.
    #[must_use]
    pub const fn min(&self) -> usize {
        match self.start {
            Bound::Included(start) => start,
            Bound::Excluded(start) => start.saturating_add(1),
            Bound::Unbounded => 0,
        }
    }

    /// The maximum length; `None` if it is unlimited.
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

/// A number in a rule.
///
/// `Display` writes it as JSON, except for infinity, which JSON lacks: that is `inf`.
#[derive(Clone, Copy)]
pub struct Number(&'static dyn Stated);

/// A value that a rule may contain: text, or a number.
///
/// The `Debug` output of a number distinguishes `1.0` from `1`.
pub trait Stated: fmt::Debug + Send + Sync + 'static {
    /// Returns the value as data.
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

    /// Returns an iterator over the values, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = Choice> {
        (0..).map_while(|index| self.0.get(index))
    }
}

impl fmt::Debug for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A value that `one_of` allows.
///
/// `Display` writes it in Rust syntax.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// Text.
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
