#![doc = include_str!("front.md")]

extern crate self as api_request;

#[doc(hidden)]
pub mod __private;
pub mod auth;
#[cfg(feature = "blocking")]
mod background;
mod base;
pub mod body;
mod boxed;
pub mod client;
pub mod encode;
pub mod endpoint;
pub mod error;
pub mod guide;
mod json_scan;
mod message;
#[cfg(feature = "mock")]
pub mod mock;
#[cfg(feature = "openapi")]
pub mod openapi;
mod patch;
mod refused;
mod request;
mod response;
pub mod rule;
mod secret;
mod shown;
mod tokio_runtime;
pub mod transport;
pub mod validate;
mod value;

pub use api_request_macros::{ApiParams, ApiRequest, ApiResponse};

pub use auth::{ApiKey, Basic, Bearer};
pub use base::BaseUrl;
pub use client::Client;
pub use error::Error;
pub use patch::Patch;
pub use request::{ApiParams, ApiRequest, Curl, Paginate, Sender};
pub use response::NoContent;
pub use secret::Secret;

/// The client for programs without async code (feature `blocking`), and what is read with it.
///
/// The chapter [`blocking`](guide::blocking) shows how to use it.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use crate::background::IntoIter;
    pub use crate::client::blocking::{Call, Client, ClientBuilder, Items, Pages};
    pub use crate::message::BodyReader;
}

/// How a response is read: [`FromResponse`](reply::FromResponse), and the runtime's own types.
///
/// You can implement the trait for types of your own.
pub mod reply {
    #[cfg(feature = "xml")]
    pub use crate::body::Xml;
    #[cfg(feature = "events")]
    pub use crate::client::EventSource;
    pub use crate::response::{
        ByteStream, FromHeader, FromResponse, Incoming, JsonLines, Link, Links, Maybe, NoContent, Problem, Raw, Reply,
        Text,
    };
    #[cfg(feature = "events")]
    pub use crate::response::{Done, Event, EventStream, FromEvent, JsonOrEvents, Until};
}

/// Responses that are spread over several pages.
///
/// These are the streams that fetch them, and the parts of the open trait [`Paginate`].
pub mod pages {
    pub use crate::client::{Items, Pages};
    pub use crate::request::{Next, PageError, PageSender, Progress, Resume};
}

/// The examples of the README, which are compiled as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
