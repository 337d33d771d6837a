//! Writes requests as operations of an OpenAPI document, and compares them with a vendor's document.
//!
//! - [`operations`] describes a request in OpenAPI 3.1, for a document that you publish.
//! - [`Document`] is a document that the vendor of an API publishes. A test compares your requests with it and finds misspelled
//!   names, wrong places, and changes in a new version of the document. [`Document::check`] compares many requests at once.
//!
//! Both need the feature `openapi`. With it, the derive also determines the JSON type of each field
//! ([`Param::json_type`](crate::endpoint::Param::json_type)).
//!
//! A document is a [`serde_json::Value`]. To read one in YAML, use any YAML reader for serde. The chapter
//! [`openapi`](crate::guide::openapi) has examples.

mod compare;
mod described;
mod difference;
mod document;
mod json_types;
mod media;
mod operation;
mod pages;
mod replies;
mod report;
mod rules;
mod same_style;
mod schema;
mod template;

pub use difference::{Aspect, Difference};
pub use document::{Document, Unreadable};
pub use operation::{Operation, operations};
pub use report::{Exception, Report};

use crate::endpoint::{Place, Style};

/// The methods that have a key in a path item (OpenAPI 3.1.1, section 4.8.9).
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The style that OpenAPI applies if none is specified.
const fn default_style(place: Place) -> Style {
    match place {
        Place::Path | Place::Header => Style::Simple,
        _ => Style::Form,
    }
}

/// Whether OpenAPI describes the header elsewhere than in the parameters (3.1.1, section 4.8.12.2).
fn is_elsewhere(header: &str) -> bool {
    ["accept", "authorization", "content-type"].iter().any(|other| header.eq_ignore_ascii_case(other))
}
