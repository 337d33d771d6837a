//! `#[serde(..)]` attributes, which change nothing in these derives: each is an error that shows the key to write.

use quote::ToTokens;
use syn::{Attribute, Data, Fields, LitStr, Meta};

use crate::tables::keys::{self, Target};
use crate::tables::messages as m;
use crate::written::Written;
use crate::written::declaration::{Body, Declaration};
use crate::written::errors::Errors;

/// What carries an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Item,
    Variant,
    Field,
}

/// Reports each attribute, unless `serde_ignored` allows them.
pub(super) fn check(declaration: &Declaration<'_>, errors: &Errors) {
    if declaration.written.mentions(keys::SERDE_IGNORED) {
        return;
    }
    let input = declaration.input;
    let (target, noun) = match (&declaration.body, &input.data) {
        (Body::Request(_), _) => (Target::Request, "struct"),
        (Body::Group(_), Data::Enum(_)) => (Target::Group, "enum"),
        (Body::Group(_), _) => (Target::Group, "struct"),
        (Body::ReplyByStatus(_), _) => (Target::Reply, "enum"),
        (Body::ReplyByFields(_), _) => (Target::Reply, "struct"),
    };
    let report = |attributes: &[Attribute], carrier: Carrier| {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let inside = match &attribute.meta {
                Meta::List(list) => list.tokens.to_string(),
                _ => String::new(),
            };
            let help = help(attribute, carrier, target, attributes);
            errors.at(&attribute.meta, &m::SERDE_ATTRIBUTE, &[&inside, &help, noun]);
        }
    };
    let report_fields = |fields: &Fields| fields.iter().for_each(|field| report(&field.attrs, Carrier::Field));
    report(&input.attrs, Carrier::Item);
    match &input.data {
        Data::Struct(data) => report_fields(&data.fields),
        Data::Enum(data) => {
            for variant in &data.variants {
                report(&variant.attrs, Carrier::Variant);
                report_fields(&variant.fields);
            }
        }
        Data::Union(_) => {}
    }
}

/// What to write instead of the attribute.
fn help(attribute: &Attribute, carrier: Carrier, target: Target, beside: &[Attribute]) -> String {
    let mut instead: Vec<String> = Vec::new();
    let mut reason = "";
    // The other derive reports what cannot be read.
    let _ = attribute.parse_nested_meta(|meta| {
        let key = meta.path.to_token_stream().to_string();
        let mut value: Option<LitStr> = None;
        if meta.input.peek(syn::Token![=]) {
            value = meta.value()?.parse().ok();
        } else if meta.input.peek(syn::token::Paren) {
            meta.parse_nested_meta(|of| {
                let text: LitStr = of.value()?.parse()?;
                if of.path.is_ident("serialize") {
                    value = Some(text);
                }
                Ok(())
            })?;
        }
        instead.extend(key_for(&key, value.as_ref(), carrier, target, beside));
        reason = match &*key {
            "skip_serializing_if" => ": an unset field is not sent",
            "default" => ": a request is never deserialized",
            _ => reason,
        };
        Ok(())
    });
    if instead.is_empty() { format!("remove it{reason}") } else { format!("write `#[api({})]`", instead.join(", ")) }
}

/// The key of ours that does what serde's does.
fn key_for(
    key: &str,
    value: Option<&LitStr>,
    carrier: Carrier,
    target: Target,
    beside: &[Attribute],
) -> Option<String> {
    let literal = value.map(|value| value.to_token_stream().to_string());
    let path = value.map(LitStr::value);
    match (carrier, target, key) {
        (Carrier::Item, Target::Request | Target::Group, "rename_all") => Some(format!("rename_all = {}", literal?)),
        (Carrier::Field, Target::Reply, "rename") => Some(format!("header = {}", literal?)),
        (_, Target::Reply, _) | (Carrier::Item | Carrier::Variant, ..) => None,
        (_, _, "rename") => Some(format!("{} = {}", name_key(beside), literal?)),
        (_, _, "skip" | "skip_serializing") => Some("skip".to_owned()),
        (_, _, "flatten") => Some("flatten".to_owned()),
        (_, _, "serialize_with") => Some(format!("serialize_with = {}", path?)),
        (_, _, "with") => Some(format!("serialize_with = {}::serialize", path?)),
        _ => None,
    }
}

/// The key that sets the name of a field: that of its place, or `rename`.
fn name_key(attributes: &[Attribute]) -> &'static str {
    let silent = Errors::new();
    let written = Written::parse(attributes, Target::Field, &silent);
    // Its errors have been reported.
    drop(silent.into_tokens());
    let place = written.among(&keys::PLACES).next().map(|place| place.key.name);
    place.filter(|place| !matches!(*place, keys::BODY | keys::HEADER_PREFIX)).unwrap_or(keys::RENAME).as_str()
}
