//! The JSON type of a parameter's values.

use std::fmt;

/// The JSON type of a parameter's value, as far as its Rust type determines it.
///
/// ```
/// use api_request::endpoint::{JsonType, Param};
///
/// const IDS: Param = Param::query("ids", "ids").with_json_type(JsonType::List(&JsonType::Integer));
///
/// assert_eq!(IDS.json_type().as_str(), Some("array"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonType {
    /// Unknown.
    ///
    /// Outside the standard library, only the type's `Serialize` implementation determines it.
    #[default]
    Unknown,
    /// A string.
    Text,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An array with items of this type.
    List(&'static Self),
    /// An object.
    Object,
}

impl JsonType {
    /// The `type` in JSON Schema; `None` if it is unknown.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::Text => Some("string"),
            Self::Integer => Some("integer"),
            Self::Number => Some("number"),
            Self::Boolean => Some("boolean"),
            Self::List(_) => Some("array"),
            Self::Object => Some("object"),
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str().unwrap_or("unknown"))
    }
}
