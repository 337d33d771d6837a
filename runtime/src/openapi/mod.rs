//! Requests as operations of an OpenAPI document, and held against one.
//!
//! It takes the feature `openapi`, with which the derive also asks what the type of each field is
//! ([`Param::json_type`](crate::endpoint::Param::json_type)). [`operations`] tells what is known of a request as OpenAPI 3.1 has it, for a
//! document that this crate's user publishes. [`Document`] is one that the API's vendor publishes: a test holds the requests of a
//! client against it, and finds what was mistyped, or changed since.
//!
//! A document of YAML is read by any reader that serde has, into a [`serde_json::Value`]. Who publishes a client of hundreds of
//! requests lists their endpoints once, and [`Document::check`] holds all of them.

mod compare;
mod described;
mod difference;
mod document;
mod media;
mod operation;
mod replies;
mod report;
mod rules;
mod schema;
mod template;
mod types;
mod written;

pub use difference::{Aspect, Difference};
pub use document::{Document, Unreadable};
pub use operation::{Operation, operations};
pub use report::{Exception, Report};

use crate::endpoint::{Place, Style};

/// The methods for which a path item has a key (OpenAPI 3.1.1, section 4.8.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// OpenAPI's style for what says none.
const fn usual_style(place: Place) -> Style {
    match place {
        Place::Path | Place::Header => Style::Simple,
        _ => Style::Form,
    }
}

/// Headers that are no parameters in OpenAPI (3.1.1, section 4.8.12.2): it has them elsewhere.
fn is_elsewhere(header: &str) -> bool {
    ["accept", "authorization", "content-type"].iter().any(|other| header.eq_ignore_ascii_case(other))
}
