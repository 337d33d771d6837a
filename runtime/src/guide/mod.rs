//! The guide: one chapter for each task, in the order in which you meet them.
//!
//! Each chapter begins with an example that you can copy and run.
//!
//! # Describe a request
//!
//! - [`declaring`]: the struct, its path, its fields, and a table of every key.
//! - [`values`]: what each Rust type becomes in a path, a query, a header or a cookie.
//! - [`bodies`]: JSON, forms, multipart, text, bytes and streams.
//! - [`groups`]: parameters that several requests share, or that exclude each other.
//! - [`validation`]: rules that are checked before anything is sent.
//!
//! # Handle the response
//!
//! - [`responses`]: one type, a type for each status, headers, and your own formats.
//! - [`errors`]: the one error type, and what to do about each variant.
//!
//! # Send it
//!
//! - [`client`]: build a client, set limits, and change a single call.
//! - [`retries`]: which calls are retried, how long they wait, and idempotency keys.
//! - [`credentials`]: tokens, passwords, API keys, and tokens that expire.
//! - [`secrets`]: what is masked where.
//! - [`links`]: URLs from the server, redirects, uploads and downloads.
//! - [`pages`]: responses that are spread over several pages.
//! - [`streams`]: bytes, JSON lines and server-sent events as they arrive.
//! - [`blocking`]: the same calls in code that is not async.
//!
//! # Use it in production
//!
//! - [`testing`]: test your code without a network, with answers and faults that you declare.
//! - [`observing`]: spans, events and hooks.
//! - [`openapi`]: compare your requests with the vendor's document.
//! - [`publishing`]: publish a client for a whole API.
//! - [`extending`]: implement any trait of this crate yourself.
//!
//! # Look it up
//!
//! - [`expansion`]: the code that the derive generates.
//! - [`mistakes`]: every compile-time error, and what to write instead.
//! - [`wire`]: the exact bytes of every kind of value.
//! - [`figures`]: what requests and calls cost.

#[doc = include_str!("declaring.md")]
pub mod declaring {}

#[doc = include_str!("values.md")]
pub mod values {}

#[doc = include_str!("bodies.md")]
pub mod bodies {}

#[doc = include_str!("groups.md")]
pub mod groups {}

#[doc = include_str!("validation.md")]
pub mod validation {}

#[doc = include_str!("responses.md")]
pub mod responses {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("client.md")]
pub mod client {}

#[doc = include_str!("retries.md")]
pub mod retries {}

#[doc = include_str!("credentials.md")]
pub mod credentials {}

#[doc = include_str!("secrets.md")]
pub mod secrets {}

#[doc = include_str!("links.md")]
pub mod links {}

#[doc = include_str!("pages.md")]
pub mod pages {}

#[doc = include_str!("streams.md")]
pub mod streams {}

#[doc = include_str!("blocking.md")]
pub mod blocking {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("observing.md")]
pub mod observing {}

#[doc = include_str!("openapi.md")]
pub mod openapi {}

#[doc = include_str!("publishing.md")]
pub mod publishing {}

#[doc = include_str!("extending.md")]
pub mod extending {}

#[doc = include_str!("expansion.md")]
pub mod expansion {}

#[doc = include_str!("mistakes.md")]
#[doc = include_str!("messages.md")]
pub mod mistakes {}

#[doc = include_str!("wire.md")]
pub mod wire {}

#[doc = include_str!("figures.md")]
pub mod figures {}
