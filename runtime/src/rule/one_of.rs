//! The rule that a value is one of a few.

use std::borrow::Cow;

use crate::endpoint::rule::{Joined, Shown, Stated};
use crate::endpoint::{Choices, RuleFact};

use super::Rule;

/// What can be compared with the values that `one_of` allows: text, and every [`Numeric`](super::types::Numeric).
pub trait Selectable {
    /// The type of the values that are allowed.
    type Value: Stated;

    /// Whether it is this one.
    fn is(&self, value: &Self::Value) -> bool;
}

#[diagnostic::do_not_recommend]
impl Selectable for str {
    type Value = &'static str;

    fn is(&self, value: &&'static str) -> bool {
        self == *value
    }
}

/// The value is one of these.
#[derive(Clone, Copy, Debug)]
pub struct OneOf<'a, T>(&'a [T]);

/// The rule `one_of("a", "b")`: one of these texts or numbers, in this spelling.
#[must_use]
pub const fn one_of<T>(values: &[T]) -> OneOf<'_, T> {
    OneOf(values)
}

impl<T: Stated> OneOf<'static, T> {
    /// The rule as data.
    #[must_use]
    pub const fn fact(&'static self) -> RuleFact {
        RuleFact::OneOf(Choices::new(&self.0))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Selectable + ?Sized> Rule<T> for OneOf<'_, T::Value> {
    fn code(&self) -> &'static str {
        "one_of"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        if self.0.iter().any(|one| value.is(one)) {
            return Ok(());
        }
        Err(format!("it is none of {}", Joined(|| self.0.iter().map(Shown))).into())
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
