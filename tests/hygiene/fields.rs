//! Named, tuple and unit structs; fields with awkward names, attributes and types.

use ::renamed::{ApiRequest, NoContent};
use ::std::option::Option;
use ::std::string::String;

/// A request without parameters.
#[derive(ApiRequest)]
#[api(get = "/unit", response = NoContent, debug, crate = ::renamed)]
pub struct Unit;

/// The same, with parentheses.
#[derive(ApiRequest)]
#[api(get = "/empty", response = NoContent, debug, crate = ::renamed)]
pub struct EmptyTuple();

/// The same, with braces.
#[derive(ApiRequest)]
#[api(get = "/empty", response = NoContent, debug, crate = ::renamed)]
pub struct EmptyNamed {}

/// Fields without names.
#[derive(ApiRequest)]
#[api(post = "/tuple", debug, crate = ::renamed)]
pub struct Tuple(
    /// In the query.
    #[api(query = "a")]
    pub u8,
    /// Of the body.
    #[api(property = "b", secret, validate(non_empty))]
    pub String,
    /// Nowhere.
    #[api(skip)]
    pub u8,
);

/// Names that an expansion may have taken for itself.
#[allow(clippy::pub_underscore_fields, reason = "it is the runtime's alias in an expansion")]
#[derive(ApiRequest)]
#[api(post = "/names/{self_}/{r}/{type}", debug, crate = ::renamed)]
pub struct Awkward {
    /// As the method's parameter.
    #[api(validate(non_empty))]
    pub out: String,
    /// Almost a keyword.
    pub self_: u8,
    /// As the runtime's alias.
    pub __p: u8,
    /// A keyword.
    pub r#type: u8,
    /// As the formatter.
    #[api(requires(this))]
    pub f: Option<u8>,
    /// As the closure's parameter.
    #[api(requires = f)]
    pub this: Option<u8>,
    /// One letter.
    pub r: u8,
    /// As a function of the runtime.
    pub placeholder: u8,
}

/// Fields that come and go, and a field that ought to.
#[derive(ApiRequest)]
#[api(get = "/attributes/{kept}", response = NoContent, debug, crate = ::renamed)]
pub struct Attributes {
    #[cfg(any())]
    pub gone: Missing,
    /// Still here.
    #[cfg(not(any()))]
    pub kept: u8,
    /// Use another.
    #[deprecated(note = "use `kept`")]
    #[api(query, validate(non_empty))]
    pub old: Option<String>,
}

/// A type that is seen in this module only.
#[derive(Debug, ::serde::Serialize)]
struct Private(u8);

/// A private field of a private type.
#[derive(ApiRequest)]
#[api(get = "/private", response = NoContent, debug, crate = ::renamed)]
pub struct Hides {
    private: Private,
}

impl Hides {
    /// The only way to one.
    #[must_use]
    pub fn new(value: u8) -> Self {
        Self { private: Private(value) }
    }
}
