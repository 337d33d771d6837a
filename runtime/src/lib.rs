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
pub mod guide;
pub mod mistakes;
#[cfg(feature = "openapi")]
pub mod openapi;
mod params;
mod patch;
pub mod peers;
pub mod reply;
mod request;
pub mod rule;
mod secret;
pub mod styles;
pub mod transport;
pub mod validate;
pub mod wire;

pub use api_request_macros::{ApiParams, ApiRequest, ApiResponse};

pub use auth::{ApiKey, Basic, Bearer};
pub use base::BaseUrl;
pub use client::Client;
pub use curl::Curl;
pub use error::Error;
pub use params::ApiParams;
pub use patch::Patch;
pub use reply::NoContent;
pub use request::{ApiRequest, Sender};
pub use secret::Secret;
