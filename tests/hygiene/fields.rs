//! Named, tuple and unit structs; fields with awkward names, attributes and types.

use ::renamed::{ApiRequest, NoContent};
use ::std::option::Option;
use ::std::string::String;

/// A request without parameters.
#[derive(ApiRequest)]
#[api(get = "/unit", response = NoContent, debug, crate = ::renamed)]
pub struct Unit;

/// A request without parameters, with parentheses.
#[derive(ApiRequest)]
#[api(get = "/empty", response = NoContent, debug, crate = ::renamed)]
pub struct EmptyTuple();

/// A request without parameters, with braces.
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
    /// Not sent.
    #[api(skip)]
    pub u8,
);

/// Names that the expansion might use itself.
#[allow(clippy::pub_underscore_fields, reason = "the expansion uses this name for the runtime")]
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

/// Fields that exist only under a `cfg`, and a deprecated field.
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

/// A type that is private to this module.
#[derive(Debug, ::serde::Serialize)]
struct Private(u8);

/// A private field of a private type.
#[derive(ApiRequest)]
#[api(get = "/private", response = NoContent, debug, crate = ::renamed)]
pub struct Hides {
    private: Private,
}

impl Hides {
    /// Creates a request.
    #[must_use]
    pub fn new(value: u8) -> Self {
        Self { private: Private(value) }
    }
}

/// Names that are common in other editions and languages.
#[allow(non_snake_case, reason = "the API uses this name")]
#[derive(ApiRequest)]
#[api(get = "/users/{userId}/{gen}", response = NoContent, strict, debug, crate = ::renamed)]
pub struct Spelled {
    /// In camel case.
    #[api(path)]
    pub userId: u64,
    /// A keyword of this edition.
    #[api(path)]
    pub r#gen: u8,
}

/// A deprecated type.
#[derive(Debug, ::serde::Serialize)]
#[deprecated]
pub struct Old(u8);

/// A field with a deprecated type, whose warning the user has allowed.
#[allow(deprecated, reason = "until the next release")]
#[derive(ApiRequest)]
#[api(get = "/old/{old}", response = NoContent, debug, crate = ::renamed)]
pub struct OfOld {
    /// Old.
    pub old: Old,
}

/// Every key that changes how values are written.
#[derive(ApiRequest)]
#[api(
    post = "/{rest:+}/{id:?}?fixed=1",
    header("X-Fixed" = "1"),
    query("also" = 2),
    property("third" = true),
    debug,
    crate = ::renamed
)]
pub struct Written {
    /// Segments.
    pub rest: ::std::vec::Vec<u8>,
    /// The last one.
    pub id: Option<u8>,
    /// A cookie.
    #[api(cookie, style = cookie, explode = false)]
    pub value: ::std::vec::Vec<u8>,
    /// JSON.
    #[api(query, style = json)]
    pub to: Option<u8>,
    /// By a function.
    #[api(query, serialize_with = plain)]
    pub out: u8,
    /// A key.
    #[api(header = "Idempotency-Key", idempotency_key)]
    pub key: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn plain<S: ::serde::Serializer>(value: &u8, to: S) -> ::std::result::Result<S::Ok, S::Error> {
    to.serialize_u8(*value)
}

/// A bound, as a constant.
pub const MOST: ::core::primitive::usize = 3;

/// Every rule, with fields and operands whose names the expansion might use itself.
#[allow(non_snake_case, clippy::pub_underscore_fields, reason = "the expansion uses such names")]
#[derive(ApiRequest)]
#[api(post = "/rules", debug, crate = ::renamed)]
pub struct Ruled<'a, const N: ::core::primitive::usize> {
    /// As an item of a list.
    #[api(validate(non_empty, length(1..=MOST), each(length(..=N), ascii, self::no_tab)))]
    pub __item: ::std::vec::Vec<&'a str>,
    /// As the static of a pattern.
    #[api(validate(pattern("^a"), pattern("b$"), uuid, url, email))]
    pub PATTERN: Option<&'a str>,
    /// As an end.
    #[api(validate(range(1..), range(Self::FIRST..=Self::LAST)))]
    pub first: Option<&'a u64>,
    /// As the other one.
    #[api(validate(range(0.5..1.5), one_of(0.5, 1.0)))]
    pub last: Option<f32>,
    /// Of lists.
    #[api(query, style = json, validate(each(each(one_of("a", "b")))))]
    pub out: Option<::std::vec::Vec<::std::vec::Vec<String>>>,
}

impl<const N: ::core::primitive::usize> Ruled<'_, N> {
    const FIRST: u64 = 1;
    const LAST: u64 = 9;
}

fn no_tab(text: &str) -> ::std::result::Result<(), &'static str> {
    if text.contains('\t') { ::std::result::Result::Err("it has a tab") } else { ::std::result::Result::Ok(()) }
}
