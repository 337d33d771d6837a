//! The user's own types with the names of everything that an expansion uses.

use ::renamed::{ApiRequest, ApiResponse};

/// Not the runtime's.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Client;
/// Not `core`'s.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Option;
/// Not `core`'s.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Result;
/// Not `alloc`'s.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct String;
/// Not the runtime's.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Error;
/// Not a trait.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Send;
/// Not the runtime's.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Violations;
/// Not the runtime's.
#[derive(Debug, ::serde::Serialize, ::serde::Deserialize)]
pub struct Encoder;

/// Not `http`'s.
#[derive(ApiRequest)]
#[api(post = "/request", response = Reply, error = Error, debug, crate = ::renamed)]
pub struct Request {
    /// The user's own.
    pub client: Client,
    /// The user's own.
    pub option: Option,
    /// The user's own.
    #[api(query)]
    pub string: ::std::option::Option<::std::string::String>,
    /// The user's own.
    #[api(requires = string)]
    pub result: ::std::option::Option<Result>,
    /// The user's own.
    pub send: Send,
}

/// A response type in the same module.
#[derive(Debug, ApiResponse)]
#[api(crate = ::renamed)]
pub enum Reply {
    /// The user's own.
    #[api(status = 200)]
    Ok(Result),
    /// The user's own.
    #[api(status = "4XX")]
    Err(Error),
    /// The user's own.
    #[api(default)]
    None,
}

/// A library that re-exports the runtime.
pub mod sdk {
    pub use ::renamed as http;
}

/// A request of a user of that library.
#[derive(ApiRequest)]
#[api(head = "/reexported", debug, crate = crate::names::sdk::http)]
pub struct Reexported;
