//! One rule that one parameter breaks.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::endpoint::{Param, Place};

/// One rule that one parameter breaks.
pub struct Violation {
    pub(super) param: &'static Param,
    /// With those of the groups that it is in.
    pub(super) field: Cow<'static, str>,
    pub(super) rule: &'static str,
    pub(super) message: Cow<'static, str>,
}

impl Violation {
    /// The field, as Rust spells it, with those of the groups that it is in: `page.limit`.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        self.param.name()
    }

    /// Where the value would have gone.
    #[must_use]
    pub fn place(&self) -> Place {
        self.param.place()
    }

    /// The rule's code, which does not change between releases: `uuid`, or the last segment of a path of your own.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.rule
    }

    /// What is wrong, for a person. Of a secret it never says the value.
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
            (place, name) => write!(f, "`{field}` ({place} `{name}`): {message}"),
        }
    }
}

/// An object of five texts: `field`, `name`, `place`, `rule` and `message`.
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
