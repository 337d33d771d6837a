//! Functions with which the derive declares static facts. They skip the checks that the derive has already done.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use crate::endpoint::type_facts::Facts;
use crate::endpoint::{Endpoint, Group, JsonType, Param, Place, ReplyFact};

#[must_use]
pub const fn request(
    method: &'static str,
    path: &'static str,
    params: &'static [Param],
    groups: &'static [Group],
    replies: Option<[ReplyFact; 2]>,
) -> Endpoint {
    Endpoint::declared(method, path, params, groups, replies)
}

#[must_use]
pub const fn group(params: &'static [Param], groups: &'static [Group]) -> Endpoint {
    Endpoint::declared("", "", params, groups, None)
}

/// A parameter whose name needs no escaping.
#[must_use]
pub const fn plain_param(place: Place, field: &'static str, name: &'static str, facts: Facts) -> Param {
    Param::plain(place, field, name, facts)
}

#[must_use]
pub const fn param(place: Place, field: &'static str, name: &'static str, facts: Facts) -> Param {
    Param::new(place, field, name).of(facts)
}

/// A header with its name in lower case.
#[must_use]
pub const fn header(field: &'static str, name: &'static str, lower_case: &'static str, facts: Facts) -> Param {
    Param::new(Place::Header, field, name).in_lower_case(lower_case).of(facts)
}

#[must_use]
pub const fn query_map(field: &'static str, facts: Facts) -> Param {
    Param::query_map(field).of(facts).required(false)
}

#[must_use]
pub const fn header_map(field: &'static str, prefix: &'static str, facts: Facts) -> Param {
    Param::header_map(field, prefix).of(facts).required(false)
}

#[must_use]
pub const fn body(field: &'static str, media_type: &'static str, facts: Facts) -> Param {
    Param::body(field).with_media_type(media_type).of(facts)
}

#[must_use]
pub const fn constant(place: Place, name: &'static str, json_type: JsonType, value: &'static str) -> Param {
    Param::new(place, name, name).with_json_type(json_type).with_value(value).loggable()
}

/// A constant header with its name in lower case.
#[must_use]
pub const fn header_constant(
    name: &'static str,
    lower_case: &'static str,
    json_type: JsonType,
    value: &'static str,
) -> Param {
    constant(Place::Header, name, json_type, value).in_lower_case(lower_case)
}
