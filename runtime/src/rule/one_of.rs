//! The rule `one_of`: the value is one of the listed values.

use std::borrow::Cow;

use crate::endpoint::rule::{Joined, Shown, Stated};
use crate::endpoint::{Choices, RuleFact};

use super::Rule;

/// A value that `one_of` can check: text, or any [`Numeric`](super::types::Numeric).
pub trait Selectable {
    /// The type of the allowed values.
    type Value: Stated;

    /// Whether the value equals this allowed value.
    fn is(&self, value: &Self::Value) -> bool;
}

#[diagnostic::do_not_recommend]
impl Selectable for str {
    type Value = &'static str;

    fn is(&self, value: &&'static str) -> bool {
        self == *value
    }
}

/// The value is one of the listed values.
#[derive(Clone, Copy, Debug)]
pub struct OneOf<'a, T>(&'a [T]);

/// Returns the rule `one_of("a", "b")`: one of these texts or numbers.
///
/// Text is compared case-sensitively.
#[must_use]
pub const fn one_of<T>(values: &[T]) -> OneOf<'_, T> {
    OneOf(values)
}

impl<T: Stated> OneOf<'static, T> {
    /// Describes the rule as data.
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
        let one_of = if self.0.len() == 1 { "" } else { "one of " };
        Err(format!("must be {one_of}{}", Joined(|| self.0.iter().map(Shown))).into())
    }

    fn quotes_value(&self) -> bool {
        false
    }
}
