//! How a field's value is written: its style, its own writer, or an idempotency key.

use crate::model::param::Place;
use crate::model::params::BodyKind;
use crate::tables::keys;
use crate::tables::messages as m;
use crate::tables::styles::{STYLES, Style, StylePlace, StyleRow};
use crate::tables::suggest::{closest, listed};
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::{Entry, KeyValue};

use super::container::Container;
use super::draft::Format;

pub(crate) fn format<'a>(container: &Container<'_>, field: &'a Field<'a>, place: Place, errors: &Errors) -> Format<'a> {
    let own = &field.written;
    let mut format = Format::default();
    if place == Place::Path && container.template.is_some_and(|template| template.rest.as_ref() == Some(&field.name)) {
        format.style = Some(Style::Segments);
        if let Some(entry) = own.get(keys::STYLE).or(own.get(keys::EXPLODE)) {
            let placeholder = format!("{{{}:+}}", field.name);
            errors.at(&entry.ident, &m::STYLE_OF_REST, &[&placeholder, entry.name()]);
        }
    } else {
        let row = own.get(keys::STYLE).and_then(|entry| style(container.body, entry, place, errors));
        format.style = row.map(|row| row.style);
        format.explode = own.get(keys::EXPLODE).filter(|_| row.is_some() || !own.has(keys::STYLE)).map(|entry| {
            explode(container.body, entry, row, place, errors);
            !matches!(entry.value, KeyValue::Off)
        });
    }
    if let Some(entry) = own.get(keys::ALLOW_RESERVED) {
        format.allows_reserved = true;
        if !matches!(place, Place::Path | Place::Query) {
            errors.at(&entry.ident, &m::ALLOW_RESERVED_PLACE, &[place.noun()]);
        }
    }
    if let Some(entry) = own.get(keys::EMPTY_SEGMENTS) {
        format.allows_empty_segments = true;
        if format.style != Some(Style::Segments) {
            errors.at(&entry.ident, &m::EMPTY_SEGMENTS_PLACE, &[&field.name]);
        }
    }
    if let Some(entry) = own.get(keys::SERIALIZE_WITH) {
        if place == Place::Body {
            errors.at(&entry.ident, &m::WHOLE_BODY_BESIDE, &[entry.name()]);
        } else if let KeyValue::Path(path) = &entry.value {
            format.writer = Some(path);
        }
    }
    if let Some(entry) = own.get(keys::IDEMPOTENCY_KEY) {
        format.idempotency_key = Some(matches!(entry.value, KeyValue::Word(_)));
        let useless = own.among(&[keys::STYLE, keys::EXPLODE, keys::ALLOW_RESERVED, keys::SERIALIZE_WITH]).next();
        let is_by_method = container.is_group() && !own.states_place();
        if is_by_method || !matches!(place, Place::Query | Place::Header) {
            errors.at(&entry.ident, &m::IDEMPOTENCY_PLACE, &[]);
        } else if let Some(useless) = useless {
            errors.at(&useless.ident, &m::IDEMPOTENCY_BESIDE, &[useless.name()]);
        }
    }
    format
}

/// The place in the table of styles. `None` if values in that place have no style.
fn style_place(body: BodyKind, place: Place) -> Option<StylePlace> {
    match place {
        Place::Path => Some(StylePlace::Path),
        Place::Query => Some(StylePlace::Query),
        Place::Header => Some(StylePlace::Header),
        Place::Cookie => Some(StylePlace::Cookie),
        Place::Body => None,
        Place::Property => match body {
            BodyKind::Form => Some(StylePlace::Property),
            BodyKind::Multipart => Some(StylePlace::Part),
            BodyKind::Json | BodyKind::OfRequest => None,
        },
    }
}

/// Why values in that place have no style.
fn no_style(body: BodyKind, place: Place) -> &'static m::Message {
    match (place, body) {
        (Place::Property, BodyKind::OfRequest) => &m::STYLE_OF_GROUP,
        _ => &m::STYLE_OF_JSON,
    }
}

/// `style = deepObject`.
fn style(body: BodyKind, entry: &Entry, place: Place, errors: &Errors) -> Option<&'static StyleRow> {
    let KeyValue::Word(word) = &entry.value else {
        return None;
    };
    let Some(place) = style_place(body, place) else {
        errors.at(&entry.ident, no_style(body, place), &[entry.name()]);
        return None;
    };
    let name = word.to_string();
    let here = || STYLES.iter().filter(|row| row.places.contains(&place)).map(|row| row.name);
    let Some(row) = STYLES.iter().find(|row| row.name == name) else {
        match closest(&name, here()) {
            Some(close) => errors.at(word, &m::STYLE_MISSPELLED, &[&name, close]),
            None => errors.at(word, &m::STYLE_UNKNOWN, &[&name, place.noun(), &listed(here())]),
        }
        return None;
    };
    if !row.places.contains(&place) {
        errors.at(word, &m::STYLE_MISPLACED, &[&name, place.noun(), &listed(here())]);
        return None;
    }
    Some(row)
}

/// `explode` that changes nothing.
fn explode(body: BodyKind, entry: &Entry, style: Option<&StyleRow>, place: Place, errors: &Errors) {
    let Some(place) = style_place(body, place) else {
        return errors.at(&entry.ident, no_style(body, place), &[entry.name()]);
    };
    let changed = || STYLES.iter().filter(|row| row.explodes && row.places.contains(&place));
    match style {
        _ if place == StylePlace::Part => {
            errors.at(&entry.ident, &m::EXPLODE_OF_PART, &[]);
        }
        None if place == StylePlace::Header => errors.at(&entry.ident, &m::EXPLODE_OF_LIST, &[]),
        Some(style) if changed().all(|row| row.style != style.style) => {
            let names = listed(changed().map(|row| row.name));
            errors.at(&entry.ident, &m::EXPLODE_USELESS, &[style.name, place.noun(), &names]);
        }
        _ => {}
    }
}
