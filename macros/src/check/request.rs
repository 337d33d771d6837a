//! The keys of a request: its method, and what its responses are read as.

use quote::ToTokens;
use syn::{LitStr, Type};

use crate::model::constant::Constant;
use crate::model::param::Place;
use crate::model::params::BodyKind;
use crate::model::request::{Absent, ContentType, Credentials};
use crate::tables::body_kinds;
use crate::tables::keys::{self, KeyName};
use crate::tables::messages as m;
use crate::tables::names;
use crate::written::declaration::{Body, Declaration};
use crate::written::errors::Errors;
use crate::written::{Entry, KeyValue, Written};

use super::container::DefaultPlace;
use super::draft::{Draft, Drafts};

/// `get = "/path"`, or `method = "PURGE", path = "/path"`.
pub(crate) fn method(declaration: &Declaration<'_>, errors: &Errors) -> DefaultPlace {
    match method_name(declaration, errors) {
        Some(method) if declaration.written.has(keys::METHOD) => DefaultPlace::Missing(method),
        Some(method) => DefaultPlace::ByMethod(method),
        None => DefaultPlace::Unknown,
    }
}

/// The method in capital letters; `None` after an error.
fn method_name(declaration: &Declaration<'_>, errors: &Errors) -> Option<String> {
    let (written, ident) = (&declaration.written, &declaration.input.ident);
    let mut stated: Option<&Entry> = None;
    for entry in written.entries.iter().filter(|entry| is_method(entry)) {
        match stated {
            Some(first) => errors.at(&entry.ident, &m::TWO_METHODS, &[first.name()]),
            None => stated = Some(entry),
        }
    }
    let is_missing = stated.is_none() && !written.mentions_any(&keys::METHODS) && !written.mentions(keys::METHOD);
    let is_struct = matches!(&declaration.body, Body::Request(request) if request.is_struct);
    match (stated, written.get(keys::PATH)) {
        (None, None) if is_missing && is_struct => {
            errors.at(ident, &m::NO_METHOD, &[&ident.to_string()]);
        }
        (None, Some(path)) if is_missing => {
            let literal = path.text().to_token_stream().to_string();
            errors.at(&path.ident, &m::PATH_WITHOUT_METHOD, &[&literal]);
        }
        (Some(method), None) if method.is(keys::METHOD) && !written.mentions(keys::PATH) => {
            errors.at(&method.ident, &m::METHOD_WITHOUT_PATH, &[]);
        }
        (Some(method), Some(path)) if !method.is(keys::METHOD) => {
            errors.at(&path.ident, &m::TWO_PATHS, &[method.name()]);
        }
        _ => {}
    }
    let stated = stated?;
    if !stated.is(keys::METHOD) {
        return Some(stated.name().to_ascii_uppercase());
    }
    let name = stated.text()?.value();
    let capital = name.to_ascii_uppercase();
    if !names::is_token(&name) || name != capital {
        let meant = if names::is_token(&name) { &capital } else { "PURGE" };
        errors.at(stated.text(), &m::METHOD_INVALID, &[&name, meant]);
        return None;
    }
    Some(name)
}

fn is_method(entry: &Entry) -> bool {
    entry.is(keys::METHOD) || keys::METHODS.contains(&entry.key.name)
}

/// `get = "/path"` without `response`.
pub(crate) fn has_response(written: &Written, method: Option<&str>, errors: &Errors) {
    if method == Some("GET")
        && !written.mentions(keys::RESPONSE)
        && let Some(get) = written.entries.iter().find(|entry| is_method(entry))
    {
        errors.at(&get.ident, &m::RESPONSE_MISSING, &[]);
    }
}

/// `message_at = "/error/message"`.
pub(crate) fn message_at<'a>(written: &'a Written, errors: &Errors) -> Option<&'a LitStr> {
    let pointer = written.text(keys::MESSAGE_AT)?;
    if !pointer.value().starts_with('/') {
        errors.at(pointer, &m::MESSAGE_AT_INVALID, &[&pointer.value()]);
    }
    Some(pointer)
}

/// `content_type = "application/vnd.api+json"`, which needs a JSON body.
pub(crate) fn content_type<'a>(
    written: &'a Written,
    method: Option<&str>,
    drafts: &Drafts<'_>,
    errors: &Errors,
) -> Option<ContentType<'a>> {
    let entry = written.get(keys::CONTENT_TYPE)?;
    let media_type = media_type(written, keys::CONTENT_TYPE, errors)?;
    let whole = drafts.params.iter().position(|param| param.place == Place::Body);
    let has_properties = drafts.params.iter().any(Draft::may_be_property)
        || drafts.constants.iter().any(|constant| constant.place == Place::Property)
        || !drafts.groups.is_empty();
    let kind = match drafts.body {
        BodyKind::Form => Some(body_kinds::FORM),
        BodyKind::Multipart => Some(body_kinds::MULTIPART),
        BodyKind::Json | BodyKind::OfRequest => None,
    };
    let of_constants = |constant: &&Constant<'_>| {
        constant.place == Place::Header && constant.name.eq_ignore_ascii_case("content-type")
    };
    if let Some(constant) = drafts.constants.iter().find(of_constants) {
        errors.at(&entry.ident, &m::CONSTANT_DECLARED, &[Place::Header.noun(), &constant.name]);
    } else if let Some(kind) = kind {
        let fact = format!("this one is encoded by `body = {kind}`");
        let help = "remove `content_type`, or set the type of this body by `header(\"Content-Type\" = \"..\")`";
        errors.at(&entry.ident, &m::CONTENT_TYPE_WITHOUT_JSON, &[&fact, help]);
    } else if let (Some(method @ ("GET" | "HEAD")), None) = (method, whole) {
        let fact = format!("a {method} request has no body (RFC 9110, section 9.3)");
        let help = "remove `content_type`, or write another method; the media type of the response is `accept`";
        errors.at(&entry.ident, &m::CONTENT_TYPE_WITHOUT_JSON, &[&fact, help]);
    } else if whole.is_none() && !has_properties && errors.is_empty() {
        let help = "remove `content_type`, or write `property` or `body` on a field; the media type of the response is `accept`";
        errors.at(&entry.ident, &m::CONTENT_TYPE_WITHOUT_JSON, &["this request has no body", help]);
    }
    Some(ContentType { media_type, key: entry.ident.span(), whole })
}

/// `accept = "application/vnd.api+json"`.
pub(crate) fn accept<'a>(written: &'a Written, drafts: &Drafts<'_>, errors: &Errors) -> Option<&'a LitStr> {
    let entry = written.get(keys::ACCEPT)?;
    let is_accept =
        |constant: &&Constant<'_>| constant.place == Place::Header && constant.name.eq_ignore_ascii_case("accept");
    if let Some(constant) = drafts.constants.iter().find(is_accept) {
        errors.at(&entry.ident, &m::CONSTANT_DECLARED, &[Place::Header.noun(), &constant.name]);
    }
    media_type(written, keys::ACCEPT, errors)
}

/// The text of a key that is a media type or, in `accept`, a list.
fn media_type<'a>(written: &'a Written, key: KeyName, errors: &Errors) -> Option<&'a LitStr> {
    let literal = written.text(key)?;
    let text = literal.value();
    let are_valid = if key == keys::ACCEPT {
        text.split(',').all(|one| names::is_media_type(one.trim()))
    } else {
        names::is_media_type(&text)
    };
    if !are_valid || !names::is_header_value(&text) {
        errors.at(literal, &m::MEDIA_TYPE_INVALID, &[&text, key.as_str()]);
    }
    Some(literal)
}

/// `response = Type`, `error = Type`.
pub(crate) fn reply_type<'a>(written: &'a Written, key: KeyName, errors: &Errors) -> Option<&'a Type> {
    let ty = written.ty(key)?;
    if let Type::Reference(_) = ty {
        errors.at(ty, &m::REPLY_BORROWED, &[]);
        return None;
    }
    Some(ty)
}

/// `absent(404, 204)`, beside `response`.
pub(crate) fn absent<'a>(written: &Written, response: Option<&'a Type>, errors: &Errors) -> Option<Absent<'a>> {
    let entry = written.get(keys::ABSENT)?;
    let KeyValue::Statuses(literals) = &entry.value else {
        return None;
    };
    // `get` without `response` has been reported.
    if !written.mentions(keys::RESPONSE) && !written.has(keys::GET) {
        errors.at(&entry.ident, &m::ABSENT_WITHOUT_RESPONSE, &[]);
    }
    for (at, literal) in literals.iter().enumerate() {
        if literals[..at].iter().any(|other| other.base10_digits() == literal.base10_digits()) {
            errors.at(literal, &m::DUPLICATE_KEY, &[literal.base10_digits()]);
        }
    }
    let parsed = literals.iter().filter_map(|literal| {
        let status = literal.base10_parse().ok().filter(|status| (100..=599).contains(status));
        if status.is_none() {
            errors.at(literal, &m::STATUS_INVALID, &[&literal.to_string()]);
        }
        status
    });
    let statuses = parsed.collect();
    Some(Absent { response: response?, statuses })
}

/// `auth = none`, `auth = "name"`.
pub(crate) fn credentials<'a>(written: &'a Written, errors: &Errors) -> Credentials<'a> {
    match written.get(keys::AUTH).map(Entry::text) {
        None => Credentials::Default,
        Some(None) => Credentials::None,
        Some(Some(name)) => {
            if name.value().is_empty() {
                errors.at(name, &m::AUTH_NAME_EMPTY, &[]);
            }
            Credentials::Named(name)
        }
    }
}

/// `idempotent`, which is an error for a method that is always idempotent.
pub(crate) fn is_idempotent(written: &Written, method: Option<&str>, errors: &Errors) -> bool {
    let Some(entry) = written.get(keys::IDEMPOTENT) else {
        return false;
    };
    if let Some(method @ ("GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS")) = method {
        errors.at(&entry.ident, &m::IDEMPOTENT_ALREADY, &[method]);
    }
    true
}
