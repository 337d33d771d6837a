//! What the table must have rows for: each key, each style in each place, each rule of names.

use std::collections::BTreeSet;

use api_request::endpoint::{Param, Place};
use proc_macro2::{TokenStream, TokenTree};

use super::keys::{KEYS, Key, Target};
use super::names::RENAME_RULES;
use super::styles::{STYLES, StyleRow};
use super::table::sections;

/// The keys of a request and of its fields that change nothing of what is sent, and why.
pub(crate) const OFF_THE_WIRE: &[(Target, &str, &str)] = &[
    (Target::Request, "error", "it affects how responses are read"),
    (Target::Request, "absent", "it affects how responses are read"),
    (Target::Request, "message_at", "it affects how responses are read"),
    (Target::Request, "idempotent", "it affects retries"),
    (Target::Request, "paginate", "it affects which request follows a response"),
    (Target::Request, "strict", "it affects which declarations compile"),
    (Target::Request, "serde_ignored", "it affects which declarations compile"),
    (Target::Request, "debug", "it affects `Debug`"),
    (Target::Request, "crate", "it affects the generated code"),
    (Target::Request, "at_least_one_of", "a request that violates it is not sent"),
    (Target::Request, "at_most_one_of", "a request that violates it is not sent"),
    (Target::Request, "exactly_one_of", "a request that violates it is not sent"),
    (Target::Request, "all_or_none", "a request that violates it is not sent"),
    (Target::Request, "validate", "a request that violates it is not sent"),
    (Target::Field, "requires", "a request that violates it is not sent"),
    (Target::Field, "conflicts_with", "a request that violates it is not sent"),
    (Target::Field, "validate", "a request that violates it is not sent"),
];

/// The keys that an attribute has, which is written `api(key, key = value, key(..))`.
fn keys_of(attribute: &str) -> Vec<String> {
    let tokens: TokenStream = attribute.parse().unwrap();
    let inside = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let mut keys = Vec::new();
    let mut begins = true;
    for token in inside.unwrap() {
        if let (true, TokenTree::Ident(key)) = (begins, &token) {
            keys.push(key.to_string());
        }
        begins = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
    keys
}

#[test]
fn every_key_has_a_row_or_a_reason() {
    let sections = sections();
    let mut used = BTreeSet::new();
    for section in &sections {
        for case in &section.cases {
            let on_request = keys_of(case.attribute.unwrap_or(section.usual));
            used.extend(on_request.into_iter().map(|key| (Target::Request.noun(), key)));
            let on_fields = case.fields.iter().flat_map(|field| field.attributes).flat_map(|key| keys_of(key));
            used.extend(on_fields.map(|key| (Target::Field.noun(), key)));
        }
    }
    let excused = |key: &Key| OFF_THE_WIRE.iter().any(|(on, name, _)| (*on, *name) == (key.on, key.name.as_str()));
    for key in KEYS.iter().filter(|key| matches!(key.on, Target::Request | Target::Field)) {
        let is_used = used.contains(&(key.on.noun(), key.name.to_string()));
        let (name, on) = (key.name, key.on.noun());
        assert!(is_used || excused(key), "add a row that uses `{name}` on a {on}, in tests/build/wire/table");
        assert!(!is_used || !excused(key), "`{name}` on a {on} has rows: take it out of OFF_THE_WIRE");
    }
    for (on, name, _) in OFF_THE_WIRE {
        assert!(
            KEYS.iter().any(|key| (key.on, key.name.as_str()) == (*on, *name)),
            "no key of a {} is `{name}`",
            on.noun()
        );
    }
}

#[test]
fn every_style_has_rows_in_each_place_exploded_and_not() {
    let used: BTreeSet<(&str, &str, bool)> = sections()
        .iter()
        .flat_map(|section| section.cases.iter().map(|case| (case.attribute.unwrap_or(section.usual), case)))
        .flat_map(|(attribute, case)| case.params.into_iter().map(move |param| (attribute, param)))
        .map(|(attribute, param): (&str, &Param)| {
            let is_part = param.place() == Place::Property && attribute.contains("multipart");
            (param.style().as_str(), if is_part { "part" } else { param.place().as_str() }, param.is_exploded())
        })
        .collect();
    for StyleRow { name: style, places, explodes, .. } in &STYLES {
        for place in places.iter().map(|place| place.word()) {
            let has = |exploded| used.contains(&(*style, place, exploded));
            let is_complete = if *explodes { has(true) && has(false) } else { has(true) || has(false) };
            assert!(is_complete, "add rows of the style `{style}` in a {place}, in tests/build/wire/table");
        }
    }
    for place in [Place::Path, Place::Query, Place::Header, Place::Cookie, Place::Property, Place::Body] {
        assert!(used.iter().any(|(_, used, _)| *used == place.as_str()), "no row is about a {place}");
    }
}

#[test]
fn every_rule_of_names_has_a_row() {
    let sections = sections();
    let attributes: Vec<&str> =
        sections.iter().flat_map(|section| &section.cases).filter_map(|case| case.attribute).collect();
    for rule in RENAME_RULES {
        let written = format!("rename_all = \"{rule}\"");
        assert!(attributes.iter().any(|attribute| attribute.contains(&written)), "no row has {written}");
    }
}
