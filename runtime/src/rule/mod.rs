//! Rules over single values: the trait [`Rule`] and the built-in rules.
//!
//! A rule of one word in `#[api(validate(..))]` is the function of that name in this module. Each function returns a value that
//! implements [`Rule`], and most describe it as data, a [`RuleFact`]. The chapter [validation](crate::guide::validation) explains how to
//! use them.

mod checked;
#[cfg(feature = "email")]
mod email;
mod items;
mod length;
mod number;
mod one_of;
#[cfg(feature = "pattern")]
mod pattern;
mod range_facts;
mod text;
#[cfg(feature = "url")]
mod url;

use std::borrow::Cow;
use std::fmt::Display;

pub use crate::endpoint::{Bounds, Choice, Choices, Number, RuleFact};
pub use checked::Checked;
#[cfg(feature = "email")]
pub use email::email;
pub use items::Items;
pub use length::{Measure, Measured, length, non_empty};
pub use number::range;
pub use one_of::one_of;
#[cfg(feature = "pattern")]
pub use pattern::pattern;
pub use text::{ascii, uuid};
#[cfg(feature = "url")]
pub use url::url;

/// The types and the bounds of the built-in rules.
///
/// You need them only to name the type of a rule in a `static`.
pub mod types {
    pub use super::length::{Length, NonEmpty};
    pub use super::number::{InRange, Numeric};
    pub use super::one_of::{OneOf, Selectable};
    pub use super::text::{Ascii, Uuid};
    pub use crate::endpoint::rule::Stated;

    #[cfg(feature = "email")]
    pub use super::email::Email;
    #[cfg(feature = "pattern")]
    pub use super::pattern::Pattern;
    #[cfg(feature = "url")]
    pub use super::url::Url;
}

/// A rule over values of type `T`.
///
/// A function `fn(&T) -> Result<(), impl Display>` is a rule. If your rule has operands, implement the trait for a type that contains
/// them:
///
/// ```
/// use std::borrow::Cow;
/// use api_request::rule::Rule;
///
/// struct MaxWords(usize);
///
/// impl Rule<str> for MaxWords {
///     fn code(&self) -> &'static str {
///         "max_words"
///     }
///
///     fn check(&self, value: &str) -> Result<(), Cow<'static, str>> {
///         match value.split_whitespace().count() {
///             words if words <= self.0 => Ok(()),
///             words => Err(format!("must have at most {} words, but has {words}", self.0).into()),
///         }
///     }
/// }
///
/// assert!(MaxWords(2).check("two words").is_ok());
/// ```
///
/// In `#[api(validate(..))]` you name your own rule by its path. The last segment of the path is then its code.
#[diagnostic::on_unimplemented(
    message = "this rule cannot check `{T}`",
    label = "not a rule over `{T}`",
    note = "write your own rule as `fn(&{T}) -> Result<(), impl Display>`, or as a value that implements `Rule<{T}>`"
)]
pub trait Rule<T: ?Sized> {
    /// Returns a short name for programs, which does not change between releases.
    fn code(&self) -> &'static str;

    /// Checks the value.
    ///
    /// # Errors
    ///
    /// Fails with a message for people if the value violates the rule: `must have at most 2 words, but has 3`.
    fn check(&self, value: &T) -> Result<(), Cow<'static, str>>;

    /// Whether the message may quote the value, which is the default.
    ///
    /// Such a message is not shown for a secret.
    fn quotes_value(&self) -> bool {
        true
    }

    /// The message for a secret value that violates the rule.
    ///
    /// Return one only if it tells nothing of the value, not even its length or a position.
    ///
    /// The default is `None`. Then a secret is told the message of [`check`](Self::check), or only the rule if that
    /// [may quote the value](Self::quotes_value).
    fn message_for_secret(&self, value: &T) -> Option<Cow<'static, str>> {
        let _ = value;
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized, D: Display, F: Fn(&T) -> Result<(), D>> Rule<T> for F {
    fn code(&self) -> &'static str {
        "custom"
    }

    fn check(&self, value: &T) -> Result<(), Cow<'static, str>> {
        self(value).map_err(|message| message.to_string().into())
    }
}
