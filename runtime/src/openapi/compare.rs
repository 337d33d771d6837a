//! Compares a request with an operation of a document.

use serde_json::Value;

use crate::endpoint::{BodyKind, Endpoint, JsonType, Param, Place, ResolvedParam, Style};

use super::described::{Described, DescribedParam, DescribedValue};
use super::difference::{Aspect, Difference, required};
use super::json_types::Types;
use super::media;
use super::same_style::is_written_alike;

/// A request with one of its paths, and the document's operation for that path.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    pub(super) endpoint: &'a Endpoint,
    /// Method and path, for messages.
    pub(super) operation: String,
    /// The placeholders of the path: their names in the request and in the document.
    pub(super) placeholders: Vec<(&'a str, &'a str)>,
    pub(super) described: &'a Described<'a>,
    /// The operations of the request's other paths.
    pub(super) others: Vec<&'a Described<'a>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn differences(&self) -> Vec<Difference> {
        let mut found: Vec<Difference> = self.described.mistakes.iter().map(|what| self.unreadable(what)).collect();
        for (name, in_document) in self.placeholders.iter().filter(|(name, in_document)| name != in_document) {
            let at = (Some(Place::Path), *name);
            found.push(self.conflict(at, Aspect::Name, in_document, name));
        }
        for listed in self.resolved_params() {
            match self.described_as(listed.param()) {
                Some(described) => self.compare(&listed, described, &mut found),
                None => found.extend(self.undocumented(&listed)),
            }
        }
        self.compare_bodies(&mut found);
        self.compare_replies(&mut found);
        self.compare_pages(&mut found);
        found.extend(all_params(self.described).filter_map(|described| self.missing(described)));
        found
    }

    /// The parameters of the request with this path, without duplicates and maps. Alternatives can duplicate a parameter. The keys of a
    /// map are unknown.
    fn resolved_params(&self) -> Vec<ResolvedParam> {
        let is_here = |param: &Param| {
            param.place() != Place::Path || self.placeholders.iter().any(|(name, _)| *name == param.name())
        };
        let mut listed: Vec<ResolvedParam> = Vec::new();
        for one in self.endpoint.resolved_params() {
            let param = one.param();
            let is_same =
                |other: &ResolvedParam| other.param().place() == param.place() && other.param().name() == param.name();
            if is_here(param) && !param.is_map() && !listed.iter().any(is_same) {
                listed.push(one);
            }
        }
        listed
    }

    fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.resolved_params().into_iter().map(|listed| listed.param())
    }

    fn described_as(&self, param: &Param) -> Option<&'a DescribedParam<'a>> {
        let mut name = param.name();
        if param.place() == Place::Path {
            let placeholder = self.placeholders.iter().find(|(in_request, _)| *in_request == name);
            name = placeholder.map_or(name, |(_, in_document)| in_document);
        }
        all_params(self.described).find(|described| described.is(param.place(), name))
    }

    fn compare(&self, listed: &ResolvedParam, described: &DescribedParam<'_>, found: &mut Vec<Difference>) {
        let (param, is_required) = (listed.param(), listed.is_required());
        let at = (Some(param.place()), param.name());
        let (expected, has) = (required(described.is_required), required(is_required));
        // A parameter that the request's other path does not have must be optional.
        let may_be_left_out = || self.others.iter().any(|other| !has_param(other, param));
        if described.is_required && !is_required && !may_be_left_out() {
            found.push(self.conflict(at, Aspect::Required, expected, has));
        } else if !described.is_required && is_required {
            found.push(self.narrowing(at, Aspect::Required, expected, has));
        }
        let (own_style, is_exploded) = param.style_in(self.endpoint.body());
        let style = described.style;
        // A document may describe JSON text as a plain string.
        let is_json_as_text = own_style == Style::Json && style.is_some_and(|(style, _)| style != Style::Json);
        if is_json_as_text && described.value.types.meets(Types::STRING) {
            return;
        }
        self.compare_values(param, &described.value, found);
        let has = (own_style, is_exploded);
        if let Some(style) = style
            && !is_written_alike(has, style, param.json_type(), described.value.types)
        {
            found.push(self.conflict(at, Aspect::Style, &shown_style(style), &shown_style(has)));
        }
    }

    fn compare_values(&self, param: &Param, described: &DescribedValue<'_>, found: &mut Vec<Difference>) {
        let name = if param.place() == Place::Body { "" } else { param.name() };
        let at = (Some(param.place()), name);
        // OpenAPI cannot describe a value that keeps its slashes.
        if param.json_type() != JsonType::Unknown && param.style() != Style::Segments {
            let is_text = param.style_in(self.endpoint.body()).0 != Style::Json;
            let allowed = |types: Types| if is_text { types.as_text() } else { types };
            let (sent, expected) = (Types::of(param.json_type()), allowed(described.types));
            let items = if let JsonType::List(items) = param.json_type() { Types::of(*items) } else { Types::ANY };
            let has_other_items = items != Types::ANY && !items.is_within(allowed(described.item_types));
            if !sent.is_within(expected) || has_other_items {
                let is_list = sent == Types::ARRAY;
                let one_is_list = is_list && !expected.meets(Types::ARRAY) || !is_list && expected == Types::ARRAY;
                let aspect = if one_is_list { Aspect::List } else { Aspect::Type };
                let expected = described.types.with_items(described.item_types);
                found.push(self.conflict(at, aspect, &expected, &sent.with_items(items)));
            }
        }
        if let (Some(value), Some(values)) = (param.value(), &described.values) {
            let texts: Vec<String> = values.iter().map(|value| as_text(value)).collect();
            if !texts.iter().any(|text| text == value) {
                found.push(self.conflict(at, Aspect::Value, &texts.join(", "), value));
            }
        }
    }

    /// The difference for a parameter that the document does not have in this place.
    fn undocumented(&self, listed: &ResolvedParam) -> Option<Difference> {
        let (param, is_required) = (listed.param(), listed.is_required());
        let place = param.place();
        let is_elsewhere = place == Place::Header && super::is_elsewhere(param.name());
        if is_elsewhere || matches!(place, Place::Path | Place::Body) {
            // A path parameter is described by its placeholder, and bodies are compared separately.
            return None;
        }
        let at = (Some(place), param.name());
        let body = self.described.body.as_ref();
        let is_open = place == Place::Property
            && body.is_none_or(|body| body.content.as_ref().is_none_or(|content| content.is_open));
        if let Some(elsewhere) = self.elsewhere(param) {
            return Some(self.conflict(at, Aspect::Place, elsewhere.place.as_str(), place.as_str()));
        }
        let is_of_another_path = !is_required && self.others.iter().any(|other| has_param(other, param));
        let is_known = is_open || is_of_another_path;
        (!is_known).then(|| self.conflict(at, Aspect::Undocumented, "nothing", required(is_required)))
    }

    /// The document's parameter of the same name in another place. `None` if the request has one there too.
    fn elsewhere(&self, param: &Param) -> Option<&'a DescribedParam<'a>> {
        let is_it = |described: &&DescribedParam<'_>| {
            described.is(described.place, param.name())
                && described.place != Place::Path
                && !self.params().any(|other| described.is(other.place(), other.name()))
        };
        all_params(self.described).find(is_it)
    }

    /// The difference for a parameter of the document that the request does not have.
    fn missing(&self, described: &DescribedParam<'_>) -> Option<Difference> {
        let at = (Some(described.place), described.name);
        if described.place == Place::Path {
            let has_placeholder = self.placeholders.iter().any(|(_, in_document)| *in_document == described.name);
            let what = format!("the path has no placeholder for the parameter `{}`", described.name);
            return (!has_placeholder).then(|| self.unreadable(&what));
        }
        let is_sent = self.params().any(|param| described.is(param.place(), param.name()));
        let is_moved = || {
            self.params().any(|param| {
                let is_undocumented = self.described_as(param).is_none();
                is_undocumented && self.elsewhere(param).is_some_and(|it| it.is(described.place, described.name))
            })
        };
        let is_of_body =
            described.place == Place::Property && matches!(self.endpoint.body(), BodyKind::Empty | BodyKind::Whole);
        if is_sent || is_of_body || is_moved() {
            return None;
        }
        let expected = required(described.is_required);
        Some(if described.is_required {
            self.conflict(at, Aspect::Missing, expected, "nothing")
        } else {
            self.narrowing(at, Aspect::Missing, expected, "nothing")
        })
    }

    fn compare_bodies(&self, found: &mut Vec<Difference>) {
        const NONE: &str = "no body";
        let at = (None, "");
        let sent_type = media::of_body(self.endpoint).unwrap_or_default();
        let sent = match self.endpoint.body() {
            BodyKind::Empty => NONE,
            BodyKind::Properties => "a JSON object",
            BodyKind::Form => "a form",
            BodyKind::Multipart => "a multipart body",
            BodyKind::Whole => "a body",
        };
        let Some(body) = &self.described.body else {
            if sent != NONE {
                found.push(self.conflict(at, Aspect::Body, NONE, sent));
            }
            return;
        };
        if let Some(listed) = self.resolved_params().into_iter().find(|listed| listed.param().place() == Place::Body) {
            let (param, is_required) = (listed.param(), listed.is_required());
            let (expected, has) = (required(body.is_required), required(is_required));
            let at = (Some(Place::Body), "");
            if body.is_required && !is_required {
                found.push(self.conflict(at, Aspect::Required, expected, has));
            } else if !body.is_required && is_required {
                found.push(self.narrowing(at, Aspect::Required, expected, has));
            }
            match &body.content {
                Some(content) if media::is_json(sent_type) => self.compare_values(param, &content.value, found),
                Some(_) => {}
                None => found.push(self.conflict((None, ""), Aspect::Body, &body.media_types.join(" or "), sent_type)),
            }
        } else if sent == NONE {
            let necessity = if body.is_required { "a required" } else { "an optional" };
            let expected = format!("{necessity} body of {}", body.media_types.join(" or "));
            found
                .push(Difference { is_conflict: body.is_required, ..self.conflict(at, Aspect::Body, &expected, sent) });
        } else if let Some(content) = &body.content {
            if !content.value.types.meets(Types::OBJECT) {
                let expected = content.value.types.with_items(content.value.item_types);
                found.push(self.conflict(at, Aspect::Body, &expected, sent));
            }
        } else {
            let has_type = media::constant(self.endpoint, "content-type").or(self.endpoint.content_type());
            let expected = body.media_types.join(" or ");
            found.push(self.conflict(at, Aspect::Body, &expected, has_type.unwrap_or(sent)));
        }
    }

    fn unreadable(&self, what: &str) -> Difference {
        self.conflict((None, ""), Aspect::Document, what, "")
    }

    pub(super) fn conflict(
        &self,
        at: (Option<Place>, &str),
        aspect: Aspect,
        expected: &str,
        found: &str,
    ) -> Difference {
        let (place, name) = at;
        Difference {
            aspect,
            operation: self.operation.clone(),
            place,
            name: name.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            is_conflict: true,
        }
    }

    pub(super) fn narrowing(
        &self,
        at: (Option<Place>, &str),
        aspect: Aspect,
        expected: &str,
        found: &str,
    ) -> Difference {
        Difference { is_conflict: false, ..self.conflict(at, aspect, expected, found) }
    }
}

/// Every described parameter, then every property of the body.
fn all_params<'a>(described: &'a Described<'a>) -> impl Iterator<Item = &'a DescribedParam<'a>> {
    let content = described.body.as_ref().and_then(|body| body.content.as_ref());
    described.params.iter().chain(content.into_iter().flat_map(|content| &content.properties))
}

fn has_param(described: &Described<'_>, param: &Param) -> bool {
    all_params(described).any(|it| it.is(param.place(), param.name()))
}

fn shown_style((style, is_exploded): (Style, bool)) -> String {
    match style {
        Style::Json => "JSON text".to_owned(),
        _ => format!("{style}, {}exploded", if is_exploded { "" } else { "not " }),
    }
}

/// The value as text, for a place where values have no types.
fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
