//! Replies: enums with generics, by status.

use ::renamed::ApiResponse;
use ::renamed::reply::Text;
use ::serde::Deserialize;
use ::std::vec::Vec;

/// A page of anything.
#[derive(Debug, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
}

/// A generic reply.
#[derive(Debug, ApiResponse)]
#[api(crate = ::renamed)]
pub enum Found<T, U = ::std::string::String> {
    /// A page.
    #[api(status = 200)]
    Page(Page<T>),
    /// Its own type.
    #[api(status = 201)]
    Other(U),
    /// No JSON.
    #[api(status = "5XX")]
    Text(Text),
    /// Nothing.
    #[api(default)]
    Nothing,
}
