//! Checks the name of a parameter on the wire: valid, and unique in its place.

use quote::ToTokens;
use syn::LitStr;

use crate::model::param::Place;
use crate::tables::keys;
use crate::tables::messages as m;
use crate::tables::names;
use crate::tables::suggest::listed;
use crate::written::errors::Errors;
use crate::written::field::Field;
use crate::written::{Entry, Written};

use super::draft::Draft;

/// `rename_all = "camelCase"`.
pub(crate) fn rename_all(written: &Written, errors: &Errors) -> Option<String> {
    let literal = written.text(keys::RENAME_ALL)?;
    let rule = literal.value();
    if !names::RENAME_RULES.contains(&&*rule) {
        match names::meant_rename_rule(&rule) {
            Some(meant) => errors.at(literal, &m::RENAME_ALL_MISSPELLED, &[&rule, meant]),
            None => errors.at(literal, &m::RENAME_ALL_UNKNOWN, &[&rule, &listed(names::RENAME_RULES)]),
        }
    }
    Some(rule)
}

/// The name on the wire that a field would have in the path.
pub(crate) fn in_path(field: &Field<'_>, rename_all: Option<&str>) -> String {
    let literal = field.written.text(keys::PATH).or(field.written.text(keys::RENAME));
    literal.map_or_else(|| names::rename(&field.name, rename_all), LitStr::value)
}

/// The name that a field has in its place.
pub(crate) fn of_field(field: &Field<'_>, place: Place, rename_all: Option<&str>, errors: &Errors) -> String {
    let own = &field.written;
    let at_place = own.text(place.key());
    let rename = own.get(keys::RENAME);
    if let Some(rename) = rename
        && let Some(entry) = own.get(place.key())
    {
        let literal = rename.text().to_token_stream().to_string();
        if place == Place::Body {
            errors.at(&rename.ident, &m::BODY_HAS_NO_NAME, &[&literal]);
        } else {
            errors.at(&rename.ident, &m::RENAME_BESIDE_PLACE, &[entry.name(), &literal]);
        }
    }
    let prefix = own.text(keys::HEADER_PREFIX);
    let literal = at_place.or(rename.and_then(Entry::text)).or(prefix);
    let name = match literal {
        Some(literal) => literal.value(),
        None if own.has(keys::FLATTEN) => return String::new(),
        // Many servers drop headers with an underscore in their name, although it is valid.
        None if place == Place::Header && rename_all.is_none() => field.name.replace('_', "-"),
        None => names::rename(&field.name, rename_all),
    };
    if literal.is_none() && !field.is_named && place != Place::Body {
        errors.at(field.ty, &m::NAME_NEEDED, &[]);
    }
    let shown = literal.map_or_else(|| field.member.to_token_stream(), ToTokens::to_token_stream);
    if name.is_empty() {
        // The keys of a map may be whole names.
        if prefix.is_none() {
            errors.at(shown, &m::NAME_EMPTY, &[]);
        }
    } else if place == Place::Header && !names::is_token(&name) {
        invalid_header(&shown, &name, errors);
    } else if place == Place::Cookie && !names::is_token(&name) {
        errors.at(shown, &m::COOKIE_NAME_INVALID, &[&name]);
    } else if place == Place::Header && names::is_reserved(&name) {
        errors.at(shown, &m::HEADER_NAME_RESERVED, &[&name]);
    }
    name
}

/// Reports a name that is not that of a header.
pub(crate) fn invalid_header(shown: &impl ToTokens, name: &str, errors: &Errors) {
    match names::meant_header(name) {
        Some(meant) => errors.at(shown, &m::HEADER_NAME_MISSPELLED, &[name, &meant]),
        None => errors.at(shown, &m::HEADER_NAME_INVALID, &[name]),
    }
}

/// Reports two parameters with the same name in the same place.
pub(crate) fn unique(params: &[Draft<'_>], errors: &Errors) {
    for (index, param) in params.iter().enumerate() {
        let is_same = |other: &&Draft<'_>| {
            param.may_be_beside(other)
                && (other.name == param.name
                    || (param.place == Place::Header && other.name.eq_ignore_ascii_case(&param.name)))
        };
        let has_name = param.place != Place::Body && !param.is_map && !param.name.is_empty();
        if let Some(first) = params.iter().take(index).find(is_same).filter(|_| has_name) {
            let arguments = [param.place.word(), &first.name, &first.field.name, param.place.noun()];
            let own = &param.field.written;
            match own.text(param.place.key()).or(own.text(keys::RENAME)) {
                Some(literal) => errors.at(literal, &m::SAME_NAME, &arguments),
                None => errors.at(&param.field.member, &m::SAME_NAME, &arguments),
            }
        }
    }
}
