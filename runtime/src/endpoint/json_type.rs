//! What the type of a parameter says of its values.

use std::fmt;

/// What the value of a parameter is: as far as its Rust type says so, and by the names of JSON Schema.
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
    /// Not known: of a type that is not the standard library's, only its `Serialize` decides.
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
    /// An array, and what its items are.
    List(&'static Self),
    /// An object.
    Object,
}

impl JsonType {
    /// JSON Schema's name for it, its `type`; `None` if it is not known.
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
