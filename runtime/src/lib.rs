#![doc = include_str!("../README.md")]

extern crate self as api_request;

#[doc(hidden)]
pub mod __private;
pub mod auth;
mod base;
pub mod body;
pub mod client;
mod curl;
pub mod encode;
pub mod endpoint;
pub mod error;
pub mod extending;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod reply;
mod request;
pub mod rule;
mod secret;
pub mod styles;
pub mod transport;
pub mod validate;

pub use api_request_macros::{ApiRequest, ApiResponse};

pub use auth::Bearer;
pub use base::BaseUrl;
pub use client::Client;
pub use curl::Curl;
pub use error::Error;
pub use reply::NoContent;
pub use request::{ApiRequest, Sender};
pub use secret::Secret;
