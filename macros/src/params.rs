//! The parameters of a request as they are checked: where each field goes, its name there, and its rules.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Ident, Member, Type};

use crate::errors::Errors;
use crate::form::Form;
use crate::keys;
use crate::messages as m;
use crate::rules::{Rule, rules};
use crate::suggest::{closest, listed};
use crate::template::Template;
use crate::wire;
use crate::written::{Entry, Given, Written};

pub(crate) struct Param<'a> {
    pub(crate) field: &'a Field<'a>,
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) is_loggable: bool,
    pub(crate) form: Form<'a>,
    pub(crate) rules: Vec<Rule<'a>>,
    /// What must be set when this one is.
    pub(crate) requires: Vec<Required<'a>>,
}

/// One name in `requires`.
pub(crate) struct Required<'a> {
    pub(crate) key: &'a Ident,
    pub(crate) word: &'a Ident,
    pub(crate) param: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    Property,
    Body,
}

/// A field with its attributes, as written.
pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    /// Its name without `r#`; of a tuple struct its index.
    pub(crate) name: String,
    pub(crate) ty: &'a Type,
    pub(crate) docs: String,
    pub(crate) written: Written,
}

impl Field<'_> {
    /// The key `secret`, if the field has it.
    pub(crate) fn secret(&self) -> Option<&Ident> {
        Some(&self.written.get("secret")?.ident)
    }
}

impl Place {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Property => "property",
            Self::Body => "body",
        }
    }

    /// What messages call a parameter of this place.
    pub(crate) const fn noun(self) -> &'static str {
        match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            _ => self.word(),
        }
    }

    fn of_key(key: &str) -> Self {
        match key {
            "path" => Self::Path,
            "header" => Self::Header,
            "cookie" => Self::Cookie,
            "property" => Self::Property,
            "body" => Self::Body,
            _ => Self::Query,
        }
    }
}

/// What the struct says of all its fields.
pub(crate) struct Whole<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) written: &'a Written,
    pub(crate) template: &'a Template,
    /// In capital letters; `None` after an error.
    pub(crate) method: Option<String>,
    pub(crate) rename_all: Option<String>,
    /// Whether the fields can be held against the path, which has no mistake of its own.
    pub(crate) is_path_known: bool,
}

impl<'a> Whole<'a> {
    /// The parameter that the field is; `None` when it is not sent, or after an error.
    pub(crate) fn param(&self, field: &'a Field<'a>, errors: &Errors) -> Option<Param<'a>> {
        let rules = rules(field, errors);
        let place = self.place(field, errors)?;
        Some(Param {
            field,
            place,
            name: wire_name(field, place, self.rename_all.as_deref(), errors),
            is_loggable: field.written.has("loggable"),
            form: self.form(field, place, errors),
            rules,
            requires: Vec::new(),
        })
    }

    fn place(&self, field: &Field<'_>, errors: &Errors) -> Option<Place> {
        let own = &field.written;
        let mut said: Option<&Entry> = None;
        for entry in own.entries.iter().filter(|entry| keys::PLACES.contains(&entry.key.name)) {
            match said {
                Some(first) => errors.at(&entry.ident, &m::TWO_PLACES, &[first.key.name]),
                None => said = Some(entry),
            }
        }
        if let Some(second) = own.second_of("secret", "loggable") {
            errors.at(&second.ident, &m::SECRET_AND_LOGGABLE, &[]);
        }
        let placeholder = format!("{{{}}}", field.name);
        let is_named = matches!(field.member, Member::Named(_));
        let is_in_path = is_named && self.template.placeholders.contains(&field.name);
        if let Some(skip) = own.get("skip") {
            let useless = own.entries.iter().find(|entry| !matches!(entry.key.name, "skip" | "secret"));
            if let Some(useless) = useless {
                errors.at(&useless.ident, &m::SKIP_BESIDE, &[useless.key.name]);
            } else if is_in_path {
                errors.at(&skip.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, "skip"]);
            }
            return None;
        }
        match said.map(|entry| (entry, Place::of_key(entry.key.name))) {
            Some((entry, Place::Path)) if !is_in_path => {
                if self.is_path_known && is_named {
                    errors.at(&entry.ident, &m::PATH_FIELD_WITHOUT_PLACEHOLDER, &[&placeholder]);
                } else if self.is_path_known {
                    errors.at(&entry.ident, &m::PATH_IN_TUPLE, &[&self.ident.to_string()]);
                }
                None
            }
            Some((entry, place)) if place != Place::Path && is_in_path => {
                errors.at(&entry.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, entry.key.name]);
                None
            }
            Some((_, place)) => Some(place),
            None if self.written.has("strict") => {
                let usual = if is_in_path { "path" } else { "query" };
                errors.at(&field.member, &m::PLACE_STRICT, &[usual]);
                None
            }
            None if is_in_path => Some(Place::Path),
            // The field may belong into the path as it was meant.
            None if !self.is_path_known => None,
            None => match (self.method.as_deref()?, self.written.has("method")) {
                (method, true) => {
                    errors.at(&field.member, &m::PLACE_NEEDED, &[method]);
                    None
                }
                ("POST" | "PUT" | "PATCH", false) => Some(Place::Property),
                (_, false) => Some(Place::Query),
            },
        }
    }
}

fn wire_name(field: &Field<'_>, place: Place, rename_all: Option<&str>, errors: &Errors) -> String {
    let at_place = field.written.text(place.word());
    let rename = field.written.get("rename");
    if let Some(rename) = rename
        && let Some(entry) = field.written.get(place.word())
    {
        let literal = rename.text().to_token_stream().to_string();
        let (message, arguments): (_, &[&str]) = if place == Place::Body {
            (&m::BODY_HAS_NO_NAME, &[&literal])
        } else {
            (&m::RENAME_BESIDE_PLACE, &[entry.key.name, &literal])
        };
        errors.at(&rename.ident, message, arguments);
    }
    let literal = at_place.or(rename.and_then(Entry::text));
    let name = match literal {
        Some(literal) => literal.value(),
        // An underscore in a header's name is legal, and dropped by many servers.
        None if place == Place::Header && rename_all.is_none() => field.name.replace('_', "-"),
        None => wire::rename(&field.name, rename_all),
    };
    if literal.is_none() && matches!(field.member, Member::Unnamed(_)) && place != Place::Body {
        errors.at(field.ty, &m::NAME_NEEDED, &[]);
    }
    let shown = literal.map_or_else(|| field.member.to_token_stream(), ToTokens::to_token_stream);
    if name.is_empty() {
        errors.at(shown, &m::NAME_EMPTY, &[]);
    } else if place == Place::Header && !wire::is_token(&name) {
        errors.at(shown, &m::HEADER_NAME_INVALID, &[&name]);
    } else if place == Place::Cookie && !wire::is_token(&name) {
        errors.at(shown, &m::COOKIE_NAME_INVALID, &[&name]);
    } else if place == Place::Header && wire::is_reserved(&name) {
        errors.at(shown, &m::HEADER_NAME_RESERVED, &[&name]);
    }
    name
}

pub(crate) fn requires<'a>(
    field: &'a Field<'a>,
    fields: &[Field<'_>],
    params: &[Param<'_>],
    errors: &Errors,
) -> Vec<Required<'a>> {
    let Some(Entry { ident: key, value: Given::Fields(others), .. }) = field.written.get("requires") else {
        return Vec::new();
    };
    let sent = || fields.iter().filter(|field| !field.written.has("skip")).map(|field| &*field.name);
    let required = |word: &'a Ident| {
        let name = word.unraw().to_string();
        if name == field.name {
            errors.at(word, &m::REQUIRES_ITSELF, &[&name]);
        } else if !sent().any(|sent| sent == name) {
            let others: Vec<&str> = sent().filter(|sent| *sent != field.name).collect();
            match closest(&name, others.iter().copied()) {
                Some(close) => errors.at(word, &m::REQUIRES_MISSPELLED, &[&name, close]),
                None if others.is_empty() => errors.at(word, &m::REQUIRES_ALONE, &[&name]),
                None => errors.at(word, &m::REQUIRES_UNKNOWN, &[&name, &listed(others)]),
            }
        }
        let param = params.iter().position(|param| param.field.name == name)?;
        Some(Required { key, word, param })
    };
    others.iter().filter_map(required).collect()
}

/// No two parameters have one name in one place.
pub(crate) fn check_names(params: &[Param<'_>], errors: &Errors) {
    for (index, param) in params.iter().enumerate() {
        let is_same = |other: &&Param<'_>| {
            other.place == param.place
                && (other.name == param.name
                    || (param.place == Place::Header && other.name.eq_ignore_ascii_case(&param.name)))
        };
        let has_name = param.place != Place::Body && !param.name.is_empty();
        if let Some(first) = params.iter().take(index).find(is_same).filter(|_| has_name) {
            let arguments = [param.place.word(), &first.name, &first.field.name, param.place.noun()];
            let written = param.field.written.text(param.place.word()).or(param.field.written.text("rename"));
            match written {
                Some(literal) => errors.at(literal, &m::SAME_NAME, &arguments),
                None => errors.at(&param.field.member, &m::SAME_NAME, &arguments),
            }
        }
    }
}

pub(crate) fn check_bodies(params: &[Param<'_>], method: Option<&str>, errors: &Errors) {
    let key = |param: &Param<'_>| match param.field.written.get(param.place.word()) {
        Some(entry) => entry.ident.to_token_stream(),
        None => param.field.member.to_token_stream(),
    };
    let mut bodies = params.iter().filter(|param| param.place == Place::Body);
    let whole = bodies.next();
    if let Some(method @ ("GET" | "HEAD")) = method {
        for param in params.iter().filter(|param| matches!(param.place, Place::Body | Place::Property)) {
            errors.at(key(param), &m::BODY_ON_GET, &[method]);
        }
    } else if let Some(whole) = whole {
        for second in bodies {
            errors.at(key(second), &m::TWO_BODIES, &[&whole.field.name]);
        }
        if let Some(property) = params.iter().find(|param| param.place == Place::Property) {
            errors.at(key(property), &m::BODY_BESIDE_PROPERTIES, &[&whole.field.name]);
        }
    }
}
