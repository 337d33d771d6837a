//! Groups of parameters of every kind, in fields whose names the expansion might use itself.

use ::renamed::{ApiParams, ApiRequest, Secret};
use ::std::collections::BTreeMap;
use ::std::option::Option;
use ::std::string::String;
use ::std::vec::Vec;

/// Fields with names that the expansion uses.
#[derive(ApiParams)]
#[api(crate = ::renamed, debug)]
pub struct Awkward<'out> {
    /// The user's own.
    #[api(query)]
    pub out: &'out str,
    /// The user's own.
    #[api(header = "X-Clash", serialize_with = ::serde::Serialize::serialize)]
    pub clash: u8,
    /// The user's own.
    pub r#match: Option<u8>,
    /// The user's own.
    #[api(skip)]
    pub field_0: u8,
}

/// Variants of every shape.
#[derive(ApiParams)]
#[api(crate = ::renamed, rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Choice<'a, T, const N: usize> {
    /// One field.
    LoginId(#[api(query, secret, validate(non_empty))] String),
    /// Several fields.
    #[api(query("fixed" = 1))]
    Named {
        /// The user's own.
        #[api(query)]
        self_: T,
        /// The user's own.
        #[api(header = "X-Out", requires = f)]
        out: Option<&'a str>,
        /// The user's own.
        #[api(property, validate(crate::groups::fine))]
        f: Option<u8>,
        /// The user's own.
        #[api(skip)]
        skipped: (),
    },
    /// A group.
    Group(#[api(flatten)] Awkward<'a>),
    /// Several fields without names.
    Tuple(#[api(query = "a")] Vec<u8>, #[api(header = "X-B")] Secret<u8>, #[api(skip)] [u8; N]),
    /// None.
    None,
}

/// One field, of any type.
#[derive(ApiParams)]
#[api(crate = ::renamed, debug)]
pub struct One<T>(
    /// The user's own.
    #[api(query = "one")]
    pub T,
);

/// Accepts any value.
///
/// # Errors
///
/// Never fails.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub fn fine(_: &u8) -> ::std::result::Result<(), &'static str> {
    ::std::result::Result::Ok(())
}

/// Every kind of group in one request.
#[derive(ApiRequest)]
#[api(put = "/groups/{out}", crate = ::renamed, debug)]
pub struct Grouped<'a, T, G> {
    /// The user's own.
    pub out: u8,
    /// The user's own.
    #[api(flatten)]
    pub choice: Choice<'a, T, 2>,
    /// The user's own.
    #[api(flatten)]
    pub generic: Option<G>,
    /// The user's own.
    #[api(flatten, query)]
    pub map: BTreeMap<String, Vec<T>>,
    /// The user's own.
    #[api(flatten, header_prefix = "X-Map-")]
    pub headers: Option<BTreeMap<u8, bool>>,
}
