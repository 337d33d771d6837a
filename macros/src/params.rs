//! A parameter as it is checked: where its field goes, its name there, and its rules.

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Fields, Ident, Index, Member, Type};

use crate::encoding::Encoding;
use crate::errors::Errors;
use crate::form::Form;
use crate::keys::On;
use crate::messages as m;
use crate::rules::{Rule, rules};
use crate::template::Template;
use crate::wire;
use crate::written::{Entry, Written};

pub(crate) struct Param<'a> {
    pub(crate) field: &'a Field<'a>,
    pub(crate) place: Place,
    /// Whether it goes into the body where the method of the request has one, as its field does not say its place.
    pub(crate) is_usual: bool,
    /// Of a map, what its names begin with.
    pub(crate) name: String,
    /// Whether it is a map of further parameters.
    pub(crate) is_map: bool,
    pub(crate) is_loggable: bool,
    pub(crate) form: Form<'a>,
    pub(crate) rules: Vec<Rule<'a>>,
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
    /// Its name without `r#`; of a tuple its index, or the name of the variant that holds it alone.
    pub(crate) name: String,
    /// Whether that can be its name on the wire.
    pub(crate) is_named: bool,
    /// What it is bound to, if it is a variant's.
    pub(crate) local: Option<Ident>,
    pub(crate) ty: &'a Type,
    pub(crate) docs: String,
    pub(crate) written: Written,
}

impl Param<'_> {
    /// Whether the other may stand in the same place.
    pub(crate) fn may_be_beside(&self, other: &Self) -> bool {
        let is_usual = |param: &Self| param.is_usual && matches!(param.place, Place::Query | Place::Property);
        let is_either = |param: &Self| matches!(param.place, Place::Query | Place::Property);
        !other.is_map
            && (self.place == other.place || is_usual(self) && is_either(other) || is_usual(other) && is_either(self))
    }
}

impl Field<'_> {
    /// Whether it is a group of parameters, and no map of further ones.
    pub(crate) fn is_group(&self) -> bool {
        self.written.has("flatten") && !self.written.says_place()
    }

    /// The key `secret`, if the field has it.
    pub(crate) fn secret(&self) -> Option<&Ident> {
        Some(&self.written.get("secret")?.ident)
    }
}

/// The fields of a request, or of a group that is one struct.
pub(crate) fn fields<'a>(fields: &'a Fields, item: On, errors: &Errors) -> Vec<Field<'a>> {
    let field = |(index, field): (usize, &'a syn::Field)| {
        check_plain(field, errors);
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        };
        Field {
            name: member.to_token_stream().to_string().trim_start_matches("r#").to_owned(),
            is_named: field.ident.is_some(),
            local: None,
            member,
            ty: &field.ty,
            docs: docs(&field.attrs),
            written: Written::parse_within(&field.attrs, On::Field, Some(item), errors),
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// Holds a field to what every compiler knows: a name and a type.
pub(crate) fn check_plain(field: &syn::Field, errors: &Errors) {
    if let Err(error) = field.modifiers.require_empty() {
        errors.push(error);
    }
    if let Some((_, value)) = &field.default {
        errors.at(value, &m::DEFAULT_VALUE, &[]);
    }
}

/// The text of the doc comments, each line without the space before it.
pub(crate) fn docs(attributes: &[syn::Attribute]) -> String {
    let line = |attribute: &syn::Attribute| match &attribute.meta {
        syn::Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
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

    /// The variant of the runtime's `Place`.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::Path => "Path",
            Self::Query => "Query",
            Self::Header => "Header",
            Self::Cookie => "Cookie",
            Self::Property => "Property",
            Self::Body => "Body",
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
            "header" | "header_prefix" => Self::Header,
            "cookie" => Self::Cookie,
            "property" => Self::Property,
            "body" => Self::Body,
            _ => Self::Query,
        }
    }
}

/// What the struct, or the variant, says of all its fields.
pub(crate) struct Whole<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) written: &'a Written,
    pub(crate) template: &'a Template,
    /// Where a field goes that says nothing.
    pub(crate) usual: Usual,
    pub(crate) encoding: Encoding,
    pub(crate) rename_all: Option<String>,
    pub(crate) is_strict: bool,
    /// Whether the fields can be held against the path, which has no mistake of its own.
    pub(crate) is_path_known: bool,
}

/// Where a field goes that says nothing.
#[derive(PartialEq, Eq)]
pub(crate) enum Usual {
    /// As this method has it, which is in capital letters.
    ByMethod(String),
    /// A method of the user's own has no usual place.
    NoneOf(String),
    /// As the method of the request has it into which the group is flattened.
    OfGroup,
    /// Not known after an error.
    Unknown,
}

impl Usual {
    pub(crate) fn method(&self) -> Option<&str> {
        match self {
            Self::ByMethod(method) | Self::NoneOf(method) => Some(method),
            Self::OfGroup | Self::Unknown => None,
        }
    }

    /// Whether the method has a body that fields are usually properties of.
    pub(crate) fn is_body(&self) -> bool {
        matches!(self, Self::ByMethod(method) if matches!(&**method, "POST" | "PUT" | "PATCH"))
    }
}

impl<'a> Whole<'a> {
    /// The parameter that the field is; `None` when it is not sent, or after an error.
    pub(crate) fn param(&self, field: &'a Field<'a>, errors: &Errors) -> Option<Param<'a>> {
        let rules = rules(field, errors);
        let place = self.place(field, errors)?;
        let is_usual = self.usual == Usual::OfGroup && !field.written.says_place();
        if is_usual && let Some(entry) = field.written.get("style").or(field.written.get("explode")) {
            errors.at(&entry.ident, &m::PLACE_OF_STYLE, &[entry.key.name]);
        }
        Some(Param {
            field,
            place,
            is_usual,
            name: wire_name(field, place, self.rename_all.as_deref(), errors),
            is_map: field.written.has("flatten"),
            is_loggable: field.written.has("loggable"),
            form: self.form(field, place, errors),
            rules,
        })
    }

    /// Whether the field is a group of parameters; and holds what `flatten` takes beside it to that.
    pub(crate) fn is_group(&self, field: &Field<'_>, errors: &Errors) -> bool {
        let own = &field.written;
        if !own.has("flatten") || own.has("skip") {
            return false;
        }
        for place in own.places() {
            match (place.key.name, place.text()) {
                ("query", None) | ("header_prefix", _) => {}
                ("query", Some(name)) => errors.at(name, &m::FLATTEN_NAME, &[]),
                _ => errors.at(&place.ident, &m::FLATTEN_PLACE, &[place.key.name]),
            }
        }
        let is_group = field.is_group();
        let fits = |entry: &&Entry| match entry.key.name {
            "flatten" => true,
            "rename" | "idempotency_key" | "serialize_with" => false,
            _ => !is_group,
        };
        if let Some(useless) = own.entries.iter().find(|entry| !fits(entry)) {
            errors.at(&useless.ident, &m::FLATTEN_BESIDE, &[useless.key.name]);
        }
        if is_group && self.template.placeholders.contains(&field.name) {
            let placeholder = format!("{{{}}}", field.name);
            errors.at(
                own.get("flatten").map(|entry| &entry.ident),
                &m::PLACEHOLDER_ELSEWHERE,
                &[&placeholder, "flatten"],
            );
        }
        is_group
    }

    fn place(&self, field: &Field<'_>, errors: &Errors) -> Option<Place> {
        let own = &field.written;
        let mut said: Option<&Entry> = None;
        for entry in own.places() {
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
        if let Some(prefix) = own.get("header_prefix").filter(|_| !own.mentions("flatten")) {
            errors.at(&prefix.ident, &m::HEADER_PREFIX_ALONE, &[&prefix.text().to_token_stream().to_string()]);
        }
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
            Some((entry, Place::Path)) if self.usual == Usual::OfGroup => {
                errors.at(&entry.ident, &m::PATH_IN_GROUP, &[&field.name]);
                None
            }
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
            None if self.is_strict => {
                let usual = match &self.usual {
                    _ if is_in_path => "path",
                    usual if usual.is_body() => "property",
                    _ => "query",
                };
                errors.at(&field.member, &m::PLACE_STRICT, &[usual]);
                None
            }
            None if is_in_path => Some(Place::Path),
            // The field may belong into the path as it was meant.
            None if !self.is_path_known => None,
            None => match &self.usual {
                Usual::NoneOf(method) => {
                    errors.at(&field.member, &m::PLACE_NEEDED, &[method]);
                    None
                }
                Usual::ByMethod(_) if self.usual.is_body() => Some(Place::Property),
                Usual::ByMethod(_) | Usual::OfGroup => Some(Place::Query),
                Usual::Unknown => None,
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
    let prefix = field.written.text("header_prefix");
    let literal = at_place.or(rename.and_then(Entry::text)).or(prefix);
    let name = match literal {
        Some(literal) => literal.value(),
        None if field.written.has("flatten") => return String::new(),
        // An underscore in a header's name is legal, and dropped by many servers.
        None if place == Place::Header && rename_all.is_none() => field.name.replace('_', "-"),
        None => wire::rename(&field.name, rename_all),
    };
    if literal.is_none() && !field.is_named && place != Place::Body {
        errors.at(field.ty, &m::NAME_NEEDED, &[]);
    }
    let shown = literal.map_or_else(|| field.member.to_token_stream(), ToTokens::to_token_stream);
    if name.is_empty() {
        // A map's keys may be whole names.
        if prefix.is_none() {
            errors.at(shown, &m::NAME_EMPTY, &[]);
        }
    } else if place == Place::Header && !wire::is_token(&name) {
        errors.at(shown, &m::HEADER_NAME_INVALID, &[&name]);
    } else if place == Place::Cookie && !wire::is_token(&name) {
        errors.at(shown, &m::COOKIE_NAME_INVALID, &[&name]);
    } else if place == Place::Header && wire::is_reserved(&name) {
        errors.at(shown, &m::HEADER_NAME_RESERVED, &[&name]);
    }
    name
}
