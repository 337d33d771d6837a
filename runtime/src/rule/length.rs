//! The rules `non_empty` and `length`: how many characters or items a value has.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::RangeBounds;

use crate::endpoint::{Bounds, RuleFact};

use super::Rule;
use super::range_facts::range_facts;

/// A value that has a length: text, a list, a set or a map.
///
/// Implement it for your own collection to make `non_empty` and `length` work on it.
pub trait Measured {
    /// Returns what to count.
    fn measure(&self) -> Measure<'_>;
}

/// What the length of a value counts.
#[derive(Clone, Copy, Debug)]
pub enum Measure<'a> {
    /// The characters of this text: Unicode scalar values, as JSON Schema counts them.
    Text(&'a str),
    /// This number of items.
    Items(usize),
}

impl Measure<'_> {
    /// Returns the number of characters or items.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Text(text) => text.chars().count(),
            Self::Items(items) => items,
        }
    }

    /// Whether the length is zero.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Items(items) => items == 0,
        }
    }

    /// The unit of the length, in the singular and in the plural.
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

/// The value is not empty: it has at least one character or item.
#[derive(Clone, Copy, Debug)]
pub struct NonEmpty;

/// Returns the rule `non_empty`.
#[must_use]
pub const fn non_empty() -> NonEmpty {
    NonEmpty
}

impl NonEmpty {
    /// Describes the rule as data.
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
        if value.measure().is_empty() { Err("must not be empty".into()) } else { Ok(()) }
    }

    fn quotes_value(&self) -> bool {
        false
    }
}

/// The length is in a range.
#[derive(Clone, Copy, Debug)]
pub struct Length<R>(R);

/// Returns the rule `length(1..=64)`.
///
/// It checks the number of characters of a text, or of items of a list, a set or a map.
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
        Err(message(length, measure.unit(), self.bounds()))
    }

    fn quotes_value(&self) -> bool {
        false
    }

    fn message_for_secret(&self, value: &T) -> Option<Cow<'static, str>> {
        Some(demand(value.measure().unit(), self.bounds()).into())
    }
}

impl<R: RangeBounds<usize>> Length<R> {
    fn bounds(&self) -> Bounds<usize> {
        Bounds::new(self.0.start_bound().cloned(), self.0.end_bound().cloned())
    }
}

#[cold]
fn message(length: usize, units: (&str, &str), bounds: Bounds<usize>) -> Cow<'static, str> {
    let demand = demand(units, bounds);
    match length {
        0 => format!("{demand}, but is empty").into(),
        _ if bounds.max() == Some(0) => format!("{demand}, but has {length} {}", unit(units, length)).into(),
        _ => format!("{demand}, but has {length}").into(),
    }
}

fn unit<'u>((one, many): (&'u str, &'u str), count: usize) -> &'u str {
    if count == 1 { one } else { many }
}

/// What the rule demands, without what the value has.
#[cold]
fn demand(units: (&str, &str), bounds: Bounds<usize>) -> String {
    let unit = |count| unit(units, count);
    let allowed = match (bounds.min(), bounds.max()) {
        (_, Some(0)) => return "must be empty".to_owned(),
        (min, None) => format!("at least {min} {}", unit(min)),
        (0, Some(max)) => format!("at most {max} {}", unit(max)),
        (min, Some(max)) if min == max => format!("exactly {min} {}", unit(min)),
        (min, Some(max)) => format!("{min} to {max} {}", unit(max)),
    };
    format!("must have {allowed}")
}
