//! Rules over the length of a text, a list, a set or a map.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::RangeBounds;

use crate::endpoint::{Bounds, RuleFact};

use super::Rule;
use super::range_facts::range_facts;

/// What has a length: text, a list, a set or a map, and a collection of your own.
pub trait Measured {
    /// What is counted.
    fn measure(&self) -> Measure<'_>;
}

/// What the length of a value is.
#[derive(Clone, Copy, Debug)]
pub enum Measure<'a> {
    /// The characters of a text: Unicode scalar values, as JSON Schema counts them.
    Text(&'a str),
    /// So many items.
    Items(usize),
}

impl Measure<'_> {
    /// How many there are.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Text(text) => text.chars().count(),
            Self::Items(items) => items,
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Items(items) => items == 0,
        }
    }

    /// What is counted: one of it, and many.
    const fn unit(self) -> (&'static str, &'static str) {
        match self {
            Self::Text(_) => ("character", "characters"),
            Self::Items(_) => ("item", "items"),
        }
    }
}

impl Measured for Measure<'_> {
    fn measure(&self) -> Measure<'_> {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl Measured for str {
    fn measure(&self) -> Measure<'_> {
        Measure::Text(self)
    }
}

macro_rules! measured {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Measured for $type {
            fn measure(&self) -> Measure<'_> {
                Measure::Items(self.len())
            }
        }
    )*};
}

measured! {
    [T] [T];
    [T] VecDeque<T>;
    [T] BTreeSet<T>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
}

/// The value is not empty: a text of at least one character, a list, a set or a map of at least one item.
#[derive(Clone, Copy, Debug)]
pub struct NonEmpty;

/// The rule `non_empty`.
#[must_use]
pub const fn non_empty() -> NonEmpty {
    NonEmpty
}

impl NonEmpty {
    /// The rule as data.
    #[must_use]
    pub const fn fact(&self) -> RuleFact {
        RuleFact::NonEmpty
    }
}

#[diagnostic::do_not_recommend]
impl<T: Measured + ?Sized> Rule<T> for NonEmpty {
    fn code(&self) -> &'static str {
        "non_empty"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        if value.measure().is_empty() { Err("it is empty".into()) } else { Ok(()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

/// The length is in a range of `usize`.
#[derive(Clone, Copy, Debug)]
pub struct Length<R>(R);

/// The rule `length(1..=64)`: that many characters of a text, items of a list, a set or a map.
#[must_use]
pub const fn length<R>(range: R) -> Length<R> {
    Length(range)
}

range_facts! { [] Length<usize>, Length }

#[diagnostic::do_not_recommend]
impl<T: Measured + ?Sized, R: RangeBounds<usize>> Rule<T> for Length<R> {
    fn code(&self) -> &'static str {
        "length"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        let measure = value.measure();
        let length = measure.length();
        if self.0.contains(&length) {
            return Ok(());
        }
        let bounds = Bounds::new(self.0.start_bound().cloned(), self.0.end_bound().cloned());
        Err(message(length, measure.unit(), bounds))
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

#[cold]
fn message(length: usize, (one, many): (&str, &str), bounds: Bounds<usize>) -> Cow<'static, str> {
    let unit = |count| if count == 1 { one } else { many };
    let are = |count| if count == 1 { "is" } else { "are" };
    // Whoever has none is told of what.
    let of = |count: usize| if length == 0 { format!("{count} {}", unit(count)) } else { count.to_string() };
    let has = if length == 0 { "is empty".to_owned() } else { format!("has {length} {}", unit(length)) };
    let allowed = match (bounds.min(), bounds.max()) {
        (min, None) => format!("at least {} {} needed", of(min), are(min)),
        (0, Some(max)) => format!("at most {} {} allowed", of(max), are(max)),
        (min, Some(max)) if min == max => format!("exactly {} {} allowed", of(min), are(min)),
        (min, Some(max)) => format!("{min} to {} are allowed", of(max)),
    };
    format!("it {has}, and {allowed}").into()
}
