//! A violation: one rule that one parameter violates.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::endpoint::{Param, Place};
use crate::shown;

/// One rule that one parameter violates.
pub struct Violation {
    pub(super) param: &'static Param,
    /// Begins with the fields of the groups that contain it.
    pub(super) field: Cow<'static, str>,
    pub(super) rule: &'static str,
    pub(super) message: Cow<'static, str>,
    /// What replaces the message if the value turns out to contain a secret.
    pub(super) for_secret: Option<Cow<'static, str>>,
}

impl Violation {
    /// Returns the Rust name of the field, after the groups that contain it: `page.limit`.
    ///
    /// It is empty for a check of the whole request.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the wire name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.param.name()
    }

    /// Returns the place where the value would have been sent.
    #[must_use]
    pub fn place(&self) -> Place {
        self.param.place()
    }

    /// Returns the code of the rule, which does not change between releases.
    ///
    /// It is the name of a built-in rule, such as `uuid`, or the last segment of the path to your own rule.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.rule
    }

    /// Returns a message for people, on one line.
    ///
    /// It never quotes a secret.
    ///
    /// Line breaks, and characters that hide or reorder text, are escaped in it: a rule of your own may quote the value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { param, field, message, .. } = self;
        match (param.place(), param.name()) {
            (Place::Request, _) if field.is_empty() => f.write_str(message),
            (Place::Request, _) => write!(f, "`{field}`: {message}"),
            (place @ Place::Body, _) | (place, "") => write!(f, "`{field}` ({place}): {message}"),
            (place, name) => write!(f, "`{field}` ({place} `{}`): {message}", shown::escaped(name.into())),
        }
    }
}

/// Serialises as an object of five strings: `field`, `name`, `place`, `rule` and `message`.
impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Violation", 5)?;
        object.serialize_field("field", self.field())?;
        object.serialize_field("name", self.name())?;
        object.serialize_field("place", self.place().as_str())?;
        object.serialize_field("rule", self.rule())?;
        object.serialize_field("message", self.message())?;
        object.end()
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Violation")
            .field("field", &self.field())
            .field("name", &self.name())
            .field("place", &self.place())
            .field("rule", &self.rule())
            .field("message", &self.message())
            .finish()
    }
}
