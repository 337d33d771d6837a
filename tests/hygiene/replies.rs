//! Generic response enums, chosen by status.

use ::renamed::ApiResponse;
use ::renamed::reply::Text;
use ::serde::Deserialize;
use ::std::vec::Vec;

/// A page with items of any type.
#[derive(Debug, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
}

/// A generic response.
#[derive(Debug, ApiResponse)]
#[api(crate = ::renamed)]
pub enum Found<T, U = ::std::string::String> {
    /// A page.
    #[api(status = 200)]
    Page(Page<T>),
    /// The generic type itself.
    #[api(status = 201)]
    Other(U),
    /// Not JSON.
    #[api(status = "5XX")]
    Text(Text),
    /// Nothing.
    #[api(default)]
    Nothing,
}
