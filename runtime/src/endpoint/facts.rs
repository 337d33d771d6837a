//! What the derive asks of a field's type.

#[cfg(feature = "openapi")]
use super::JsonType;

#[allow(missing_docs, reason = "hidden, and made by the derive only")]
/// What is asked of a field's type.
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
    /// Those of a type that nobody has asked.
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
    /// A list is one, whatever its items are.
    pub(crate) const fn json_type(self) -> JsonType {
        if matches!(self.kind, JsonType::Unknown) { self.list } else { self.kind }
    }
}
