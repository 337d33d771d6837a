//! A response type: the status of each variant, or the part that each field takes.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Fields, Ident, Member, Type};

use crate::model::reply::{BodyField, HeadField, ReplyByFields, ReplyByStatus, Source, Status, Variant};
use crate::tables::keys;
use crate::tables::messages as m;
use crate::tables::names;
use crate::written::declaration::{WrittenReplyField, WrittenVariant};
use crate::written::errors::Errors;
use crate::written::{Entry, KeyValue, Written};

/// `status = 404`, `status = "4XX"`, `default`, each on one variant.
pub(crate) fn by_status<'a>(written: &'a [WrittenVariant<'a>], errors: &Errors) -> ReplyByStatus<'a> {
    let mut variants: Vec<Variant<'a>> = Vec::new();
    for variant in written {
        let Some((status, tokens)) = status(variant.ident, &variant.written, errors) else {
            continue;
        };
        if let Some(first) = variants.iter().find(|other| other.status == status) {
            errors.at(tokens, &m::STATUS_TWICE, &[&shown(status), &first.ident.to_string()]);
        }
        let ty = match variant.fields {
            Fields::Unit => None,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
            fields => {
                errors.at(fields, &m::VARIANT_SHAPE, &[&variant.ident.to_string()]);
                None
            }
        };
        if let Some(Type::Reference(borrowed)) = ty {
            errors.at(borrowed, &m::REPLY_BORROWED, &[]);
        }
        let WrittenVariant { ident, docs, is_hidden, .. } = variant;
        variants.push(Variant { ident, docs, is_hidden: *is_hidden, ty, status });
    }
    variants.sort_by_key(|variant| variant.status);
    ReplyByStatus { variants }
}

/// The status of a variant, and its tokens.
fn status(variant: &Ident, written: &Written, errors: &Errors) -> Option<(Status, TokenStream)> {
    match (written.get(keys::STATUS), written.get(keys::DEFAULT)) {
        (Some(entry), None) => {
            let KeyValue::Status(tokens, text) = &entry.value else {
                return None;
            };
            let status = parse_status(text);
            if status.is_none() {
                errors.at(tokens, &m::STATUS_INVALID, &[text]);
            }
            Some((status?, tokens.clone()))
        }
        (None, Some(default)) => Some((Status::Default, default.ident.to_token_stream())),
        (Some(_), Some(_)) => {
            let second = written.second_of(keys::STATUS, keys::DEFAULT).map(|entry| &entry.ident);
            errors.at(second, &m::STATUS_AND_DEFAULT, &[]);
            None
        }
        (None, None) => {
            if !written.mentions_any(&[keys::STATUS, keys::DEFAULT]) {
                errors.at(variant, &m::STATUS_MISSING, &[&variant.to_string()]);
            }
            None
        }
    }
}

fn parse_status(text: &str) -> Option<Status> {
    if let Some(digit) = text.strip_suffix("XX") {
        let digit = digit.parse().ok().filter(|digit| (1..=5).contains(digit))?;
        return (text.len() == 3).then_some(Status::Range(digit));
    }
    text.parse()
        .ok()
        .filter(|_| !text.starts_with('+'))
        .filter(|status| (100..=599).contains(status))
        .map(Status::Exact)
}

fn shown(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Range(digit) => format!("\"{digit}XX\""),
        Status::Default => "default".to_owned(),
    }
}

/// The part of the response that a field takes.
enum Taken {
    Head(Source),
    Body,
}

/// `status`, `header = "location"`, `body`, one of them on each field.
pub(crate) fn by_fields<'a>(written: &'a [WrittenReplyField<'a>], errors: &Errors) -> ReplyByFields<'a> {
    let mut reply = ReplyByFields { head: Vec::new(), body: None };
    for field in written {
        let Some(taken) = taken(field, errors) else {
            continue;
        };
        let (member, ty, docs, is_hidden) = (&field.member, field.ty, &*field.docs, field.is_hidden);
        if let Type::Reference(_) = ty {
            errors.at(ty, &m::REPLY_BORROWED, &[]);
        }
        match (taken, reply.body) {
            (Taken::Head(source), _) => reply.head.push(HeadField { member, ty, docs, is_hidden, source }),
            (Taken::Body, None) => reply.body = Some(BodyField { member, ty, docs, is_hidden }),
            (Taken::Body, Some(first)) => {
                let key = field.written.get(keys::BODY).map(|entry| &entry.ident);
                errors.at(key, &m::TWO_REPLY_BODIES, &[&first.member.to_token_stream().to_string()]);
            }
        }
    }
    reply
}

fn taken(field: &WrittenReplyField<'_>, errors: &Errors) -> Option<Taken> {
    let WrittenReplyField { member, written, .. } = field;
    if let [first, second, ..] = &*written.entries {
        errors.at(&second.ident, &m::TWO_PLACES, &[first.name()]);
    }
    let Some(entry) = written.entries.first() else {
        if !written.mentions_any(&[keys::STATUS, keys::HEADER, keys::BODY]) {
            errors.at(member, &m::PART_MISSING, &[&member.to_token_stream().to_string()]);
        }
        return None;
    };
    match entry.key.name {
        keys::STATUS => Some(Taken::Head(Source::Status)),
        keys::BODY => Some(Taken::Body),
        _ => Some(Taken::Head(Source::Header(header(entry, member, errors)?))),
    }
}

/// The name in the attribute, or that of the field with dashes for underscores.
fn header(entry: &Entry, member: &Member, errors: &Errors) -> Option<String> {
    let name = match (entry.text(), member) {
        (Some(literal), _) => literal.value(),
        (None, Member::Named(ident)) => ident.to_string().trim_start_matches("r#").replace('_', "-"),
        (None, Member::Unnamed(_)) => {
            errors.at(&entry.ident, &m::MALFORMED_VALUE, &[entry.name(), entry.key.usage]);
            return None;
        }
    };
    if !names::is_token(&name) {
        let shown = entry.text().map_or_else(|| member.to_token_stream(), ToTokens::to_token_stream);
        errors.at(shown, &m::HEADER_NAME_INVALID, &[&name]);
        return None;
    }
    Some(name)
}
