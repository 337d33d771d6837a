//! How the properties of a body are encoded, as it is checked.

use crate::errors::Errors;
use crate::messages as m;
use crate::params::{Param, Place};
use crate::sent::Sent;
use crate::written::{Entry, Given, Written};

/// What a request may say after `body =`.
pub(crate) const NAMES: [&str; 3] = ["json", "form", "multipart"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
    Multipart,
    /// As the request has it into which the group is flattened.
    OfRequest,
}

impl Encoding {
    /// What the request says by `body = form`.
    pub(crate) fn of(written: &Written, errors: &Errors) -> Self {
        let Some(Given::Word(word)) = written.get("body").map(|entry| &entry.value) else {
            return Self::Json;
        };
        match &*word.to_string() {
            "json" => Self::Json,
            "form" => Self::Form,
            "multipart" => Self::Multipart,
            other => {
                errors.at(word, &m::BODY_UNKNOWN, &[other]);
                Self::Json
            }
        }
    }

    /// The style that is said of a property is one of these; `None` where it has none.
    pub(crate) fn place_of_styles(self) -> Option<&'static str> {
        match self {
            Self::Form => Some("property"),
            Self::Multipart => Some("part"),
            Self::Json | Self::OfRequest => None,
        }
    }
}

/// What is said of the body's encoding needs properties that are encoded.
pub(crate) fn check(entry: Option<&Entry>, method: Option<&str>, sent: &Sent<'_>, errors: &Errors) {
    let Some(entry) = entry else {
        return;
    };
    let Given::Word(word) = &entry.value else {
        return;
    };
    let is_property = |param: &Param<'_>| param.place == Place::Property || param.is_usual;
    let has_properties = sent.params.iter().any(is_property)
        || sent.constants.iter().any(|constant| constant.place == Place::Property)
        || !sent.groups.is_empty();
    if let Some(whole) = sent.params.iter().find(|param| param.place == Place::Body) {
        errors.at(&entry.ident, &m::BODY_BESIDE_WHOLE, &[&whole.field.name, &word.to_string()]);
    } else if let (Some(method @ ("GET" | "HEAD")), false) = (method, has_properties) {
        errors.at(&entry.ident, &m::BODY_KIND_ON_GET, &[method, &word.to_string()]);
    } else if !has_properties && errors.is_empty() {
        errors.at(&entry.ident, &m::BODY_WITHOUT_PROPERTIES, &[&word.to_string()]);
    }
}
