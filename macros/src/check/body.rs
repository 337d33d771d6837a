//! Checks the body: the encoding of its properties, and that it is the only one.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::model::param::Place;
use crate::model::params::BodyKind;
use crate::tables::body_kinds;
use crate::tables::keys;
use crate::tables::messages as m;
use crate::written::errors::Errors;
use crate::written::{KeyValue, Written};

use super::draft::{Draft, Drafts};

/// `body = form`.
pub(crate) fn kind(written: &Written, errors: &Errors) -> BodyKind {
    let Some(KeyValue::Word(word)) = written.get(keys::BODY).map(|entry| &entry.value) else {
        return BodyKind::Json;
    };
    match &*word.to_string() {
        body_kinds::JSON => BodyKind::Json,
        body_kinds::FORM => BodyKind::Form,
        body_kinds::MULTIPART => BodyKind::Multipart,
        other => {
            errors.at(word, &m::BODY_UNKNOWN, &[other]);
            BodyKind::Json
        }
    }
}

/// Refuses a second body, properties beside a whole body, and a forbidden body. Some methods have no body.
pub(crate) fn one(params: &[Draft<'_>], method: Option<&str>, errors: &Errors) {
    let mut bodies = params.iter().filter(|param| param.place == Place::Body);
    let whole = bodies.next();
    if let Some(method @ ("GET" | "HEAD")) = method {
        for param in params.iter().filter(|param| matches!(param.place, Place::Body | Place::Property)) {
            errors.at(key_or_member(param), &m::BODY_ON_GET, &[method]);
        }
    } else if let Some(whole) = whole {
        for second in bodies {
            errors.at(key_or_member(second), &m::TWO_BODIES, &[&whole.field.name]);
        }
        if let Some(property) = params.iter().find(|param| param.may_be_property()) {
            errors.at(key_or_member(property), &m::BODY_BESIDE_PROPERTIES, &[&whole.field.name]);
        }
    }
}

/// `body = form` without properties.
pub(crate) fn kind_is_used(written: &Written, method: Option<&str>, drafts: &Drafts<'_>, errors: &Errors) {
    let Some(entry) = written.get(keys::BODY) else {
        return;
    };
    let KeyValue::Word(word) = &entry.value else {
        return;
    };
    let has_properties = drafts.params.iter().any(Draft::may_be_property)
        || drafts.constants.iter().any(|constant| constant.place == Place::Property)
        || !drafts.groups.is_empty();
    if let Some(whole) = drafts.params.iter().find(|param| param.place == Place::Body) {
        errors.at(&entry.ident, &m::BODY_BESIDE_WHOLE, &[&whole.field.name, &word.to_string()]);
    } else if let (Some(method @ ("GET" | "HEAD")), false) = (method, has_properties) {
        errors.at(&entry.ident, &m::BODY_KIND_ON_GET, &[method, &word.to_string()]);
    } else if !has_properties && errors.is_empty() {
        errors.at(&entry.ident, &m::BODY_WITHOUT_PROPERTIES, &[&word.to_string()]);
    }
}

/// The key that specifies the place of the field. If it is the default place, the field.
fn key_or_member(param: &Draft<'_>) -> TokenStream {
    match param.field.written.get(param.place.key()) {
        Some(entry) => entry.ident.to_token_stream(),
        None => param.field.member.to_token_stream(),
    }
}
