//! Where a field goes: its specified place, that of its placeholder, or the default one.

use quote::ToTokens;
use syn::Member;

use crate::model::param::Place;
use crate::tables::keys::{self, KeyName};
use crate::tables::messages as m;
use crate::written::Entry;
use crate::written::errors::Errors;
use crate::written::field::Field;

use super::container::{Container, DefaultPlace};

/// `flatten` beside other keys.
pub(crate) fn flatten(container: &Container<'_>, field: &Field<'_>, errors: &Errors) {
    let own = &field.written;
    let Some(flatten) = own.get(keys::FLATTEN).filter(|_| !own.has(keys::SKIP)) else {
        return;
    };
    for place in own.among(&keys::PLACES) {
        match (place.key.name, place.text()) {
            (keys::QUERY, None) | (keys::HEADER_PREFIX, _) => {}
            (keys::QUERY, Some(name)) => errors.at(name, &m::FLATTEN_NAME, &[]),
            _ => errors.at(&place.ident, &m::FLATTEN_PLACE, &[place.name()]),
        }
    }
    let is_group = field.is_group();
    let fits = |entry: &&Entry| match entry.key.name {
        keys::FLATTEN => true,
        keys::RENAME | keys::IDEMPOTENCY_KEY | keys::SERIALIZE_WITH => false,
        _ => !is_group,
    };
    if let Some(useless) = own.entries.iter().find(|entry| !fits(entry)) {
        errors.at(&useless.ident, &m::FLATTEN_BESIDE, &[useless.name()]);
    }
    if is_group && container.has_placeholder(&field.name) {
        let placeholder = format!("{{{}}}", field.name);
        errors.at(&flatten.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, flatten.name()]);
    }
}

/// The place of a field; `None` if it is not sent, or after an error.
pub(crate) fn place(container: &Container<'_>, field: &Field<'_>, errors: &Errors) -> Option<Place> {
    let own = &field.written;
    let mut stated: Option<&Entry> = None;
    for entry in own.among(&keys::PLACES) {
        match stated {
            Some(first) => errors.at(&entry.ident, &m::TWO_PLACES, &[first.name()]),
            None => stated = Some(entry),
        }
    }
    if let Some(second) = own.second_of(keys::SECRET, keys::LOGGABLE) {
        errors.at(&second.ident, &m::SECRET_AND_LOGGABLE, &[]);
    }
    let placeholder = format!("{{{}}}", field.name);
    let is_named = matches!(field.member, Member::Named(_));
    if let Some(prefix) = own.get(keys::HEADER_PREFIX).filter(|_| !own.mentions(keys::FLATTEN)) {
        errors.at(&prefix.ident, &m::HEADER_PREFIX_ALONE, &[&prefix.text().to_token_stream().to_string()]);
    }
    let is_in_path = is_named && container.has_placeholder(&field.name);
    if let Some(skip) = own.get(keys::SKIP) {
        let useless = own.entries.iter().find(|entry| !(entry.is(keys::SKIP) || entry.is(keys::SECRET)));
        if let Some(useless) = useless {
            errors.at(&useless.ident, &m::SKIP_BESIDE, &[useless.name()]);
        } else if is_in_path {
            errors.at(&skip.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, skip.name()]);
        }
        return None;
    }
    let Some(entry) = stated else {
        return default(container, field, is_in_path, errors);
    };
    match of_key(entry.key.name) {
        Place::Path if container.is_group() => {
            errors.at(&entry.ident, &m::PATH_IN_GROUP, &[&field.name]);
            None
        }
        Place::Path if !is_in_path => {
            if container.is_path_known && is_named {
                errors.at(&entry.ident, &m::PATH_FIELD_WITHOUT_PLACEHOLDER, &[&placeholder]);
            } else if container.is_path_known {
                errors.at(&entry.ident, &m::PATH_IN_TUPLE, &[&container.ident.to_string()]);
            }
            None
        }
        place if place != Place::Path && is_in_path => {
            errors.at(&entry.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, entry.name()]);
            None
        }
        place => Some(place),
    }
}

/// The default place of a field.
fn default(container: &Container<'_>, field: &Field<'_>, is_in_path: bool, errors: &Errors) -> Option<Place> {
    let default_place = &container.default_place;
    if container.is_strict {
        let meant = match default_place {
            _ if is_in_path => Place::Path,
            place if place.is_body() => Place::Property,
            _ => Place::Query,
        };
        errors.at(&field.member, &m::PLACE_STRICT, &[meant.word()]);
        return None;
    }
    if is_in_path {
        return Some(Place::Path);
    }
    if !container.is_path_known {
        // The correct path may have a placeholder for the field.
        return None;
    }
    match default_place {
        DefaultPlace::Missing(method) => {
            errors.at(&field.member, &m::PLACE_NEEDED, &[method]);
            None
        }
        DefaultPlace::ByMethod(_) if default_place.is_body() => Some(Place::Property),
        DefaultPlace::ByMethod(_) | DefaultPlace::OfRequest => Some(Place::Query),
        DefaultPlace::Unknown => None,
    }
}

fn of_key(key: KeyName) -> Place {
    match key {
        keys::PATH => Place::Path,
        keys::HEADER | keys::HEADER_PREFIX => Place::Header,
        keys::COOKIE => Place::Cookie,
        keys::PROPERTY => Place::Property,
        keys::BODY => Place::Body,
        _ => Place::Query,
    }
}
