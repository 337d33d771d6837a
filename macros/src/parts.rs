//! A reply that is a struct, as it is checked: which part of the reply each field takes.

use quote::ToTokens;
use syn::{DataStruct, Member, Type};

use crate::errors::Errors;
use crate::keys::On;
use crate::messages as m;
use crate::params::check_plain;
use crate::wire;
use crate::written::{Entry, Written};

/// One field, and what it takes.
pub(crate) struct Part<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) source: Source,
}

#[derive(PartialEq, Eq)]
pub(crate) enum Source {
    Status,
    Header(String),
    Body,
}

/// The attributes of each field, as written.
pub(crate) fn written(data: &DataStruct, errors: &Errors) -> Vec<Written> {
    let field = |field: &syn::Field| {
        check_plain(field, errors);
        Written::parse(&field.attrs, On::Part, errors)
    };
    data.fields.iter().map(field).collect()
}

/// What each field takes, the body last: it is read when the head has been.
pub(crate) fn check<'a>(data: &'a DataStruct, written: &[Written], errors: &Errors) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    for ((member, field), written) in data.fields.members().zip(&data.fields).zip(written) {
        let Some(source) = source(&member, written, errors) else {
            continue;
        };
        if let Type::Reference(_) = field.ty {
            errors.at(&field.ty, &m::REPLY_BORROWED, &[]);
        }
        let taken = parts.iter().find(|part| part.source == Source::Body && source == Source::Body);
        if let Some(first) = taken {
            let key = written.get("body").map(|entry| &entry.ident);
            errors.at(key, &m::TWO_REPLY_BODIES, &[&first.member.to_token_stream().to_string()]);
        }
        parts.push(Part { member, ty: &field.ty, source });
    }
    parts.sort_by_key(|part| part.source == Source::Body);
    parts
}

fn source(member: &Member, written: &Written, errors: &Errors) -> Option<Source> {
    if let [first, second, ..] = &*written.entries {
        errors.at(&second.ident, &m::TWO_PLACES, &[first.key.name]);
    }
    let Some(entry) = written.entries.first() else {
        if !["status", "header", "body"].iter().any(|key| written.mentions(key)) {
            errors.at(member, &m::PART_MISSING, &[&member.to_token_stream().to_string()]);
        }
        return None;
    };
    match entry.key.name {
        "status" => Some(Source::Status),
        "body" => Some(Source::Body),
        _ => header(entry, member, errors).map(Source::Header),
    }
}

/// The name that is written, or that of the field with dashes, as the names of headers have them.
fn header(entry: &Entry, member: &Member, errors: &Errors) -> Option<String> {
    let name = match (entry.text(), member) {
        (Some(literal), _) => literal.value(),
        (None, Member::Named(ident)) => ident.to_string().trim_start_matches("r#").replace('_', "-"),
        (None, Member::Unnamed(_)) => {
            errors.at(&entry.ident, &m::MALFORMED_VALUE, &[entry.key.name, entry.key.syntax]);
            return None;
        }
    };
    if !wire::is_token(&name) {
        let shown = entry.text().map_or_else(|| member.to_token_stream(), ToTokens::to_token_stream);
        errors.at(shown, &m::HEADER_NAME_INVALID, &[&name]);
        return None;
    }
    Some(name)
}
