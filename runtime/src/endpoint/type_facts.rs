//! The facts of a field's type that the derive asks the compiler for.

#[cfg(feature = "openapi")]
use super::JsonType;

#[allow(missing_docs, reason = "hidden, only the derive creates it")]
/// The facts of a field's type.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub optional: bool,
    pub secret: bool,
    #[cfg(feature = "openapi")]
    pub kind: JsonType,
    #[cfg(feature = "openapi")]
    pub list: JsonType,
}

impl Facts {
    /// The facts of a type that the derive did not see.
    pub(crate) const UNASKED: Self = Self {
        optional: false,
        secret: false,
        #[cfg(feature = "openapi")]
        kind: JsonType::Unknown,
        #[cfg(feature = "openapi")]
        list: JsonType::Unknown,
    };
}

#[cfg(feature = "openapi")]
impl Facts {
    /// The JSON type. A list is known to be a list even if its items are unknown.
    pub(crate) const fn json_type(self) -> JsonType {
        if matches!(self.kind, JsonType::Unknown) { self.list } else { self.kind }
    }
}
