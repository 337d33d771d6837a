//! Makes each `#[serde(..)]` attribute an error that shows the key to write. These attributes change nothing in these derives.

use quote::ToTokens;
use syn::{Data, LitStr};

use crate::tables::keys::{self, KeyName, Target};
use crate::tables::messages as m;
use crate::written::declaration::{Body, Declaration};
use crate::written::errors::Errors;
use crate::written::foreign::{Carrier, SerdeAttribute, SerdeKey, serde_attributes};

/// Reports each attribute, unless `serde_ignored` allows them.
pub(super) fn check(declaration: &Declaration<'_>, errors: &Errors) {
    if declaration.written.mentions(keys::SERDE_IGNORED) {
        return;
    }
    let (target, noun) = match (&declaration.body, &declaration.input.data) {
        (Body::Request(_), _) => (Target::Request, "struct"),
        (Body::Group(_), Data::Enum(_)) => (Target::Group, "enum"),
        (Body::Group(_), _) => (Target::Group, "struct"),
        (Body::ReplyByStatus(_), _) => (Target::Reply, "enum"),
        (Body::ReplyByFields(_), _) => (Target::Reply, "struct"),
    };
    for attribute in serde_attributes(declaration.input) {
        errors.at(attribute.meta, &m::SERDE_ATTRIBUTE, &[&attribute.inside(), &help(&attribute, target), noun]);
    }
}

/// What to write instead of the attribute.
fn help(attribute: &SerdeAttribute<'_>, target: Target) -> String {
    let instead: Vec<String> = attribute.keys.iter().filter_map(|key| key_for(key, attribute, target)).collect();
    if !instead.is_empty() {
        return format!("write `#[api({})]`", instead.join(", "));
    }
    let reason = attribute.keys.iter().rev().find_map(|key| match &*key.name {
        "skip_serializing_if" => Some(": an unset field is not sent"),
        "default" => Some(": a request is never deserialized"),
        _ => None,
    });
    format!("remove it{}", reason.unwrap_or_default())
}

/// The key of ours that does what serde's does.
fn key_for(key: &SerdeKey, attribute: &SerdeAttribute<'_>, target: Target) -> Option<String> {
    let literal = key.value.as_ref().map(|value| value.to_token_stream().to_string());
    let path = key.value.as_ref().map(LitStr::value);
    match (attribute.carrier, target, &*key.name) {
        (Carrier::Item, Target::Request | Target::Group, "rename_all") => Some(format!("rename_all = {}", literal?)),
        (Carrier::Field, Target::Reply, "rename") => Some(format!("header = {}", literal?)),
        (_, Target::Reply, _) | (Carrier::Item | Carrier::Variant, ..) => None,
        (_, _, "rename") => Some(format!("{} = {}", name_key(attribute.place), literal?)),
        (_, _, "skip" | "skip_serializing") => Some("skip".to_owned()),
        (_, _, "flatten") => Some("flatten".to_owned()),
        (_, _, "serialize_with") => Some(format!("serialize_with = {}", path?)),
        (_, _, "with") => Some(format!("serialize_with = {}::serialize", path?)),
        _ => None,
    }
}

/// The key that sets the name of a field: that of its place, or `rename`.
fn name_key(place: Option<KeyName>) -> &'static str {
    place.filter(|place| !matches!(*place, keys::BODY | keys::HEADER_PREFIX)).unwrap_or(keys::RENAME).as_str()
}
