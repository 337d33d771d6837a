//! A request as it is checked: only what can be expanded, every name and place decided.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, FieldsUnnamed, Ident, Index, LitStr, Member, Path, Type};

use crate::errors::Errors;
use crate::keys::{self, On};
use crate::messages as m;
use crate::suggest::{closest, listed};
use crate::template::{State, Template};
use crate::wire;
use crate::written::{Entry, Given, Written, WrittenRule};

pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) template: &'a Template,
    pub(crate) response: Option<&'a Type>,
    pub(crate) error: Option<&'a Type>,
    pub(crate) message_at: Option<&'a LitStr>,
    /// The statuses that read as `null`.
    pub(crate) absent: Vec<u16>,
    pub(crate) is_authenticated: bool,
    /// The fields that are sent, in the order of declaration, which is the order of `ENDPOINT`.
    pub(crate) params: Vec<Param<'a>>,
    /// For each placeholder of the template, the parameter that fills it.
    pub(crate) segments: Vec<usize>,
    /// A placeholder that names no field.
    pub(crate) unfilled: Option<&'a str>,
}

pub(crate) struct Param<'a> {
    pub(crate) field: &'a Field<'a>,
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) is_loggable: bool,
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
    Property,
    Body,
}

pub(crate) enum Rule<'a> {
    BuiltIn(&'a Ident),
    Own(&'a WrittenRule),
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
            Self::Property => "property",
            Self::Body => "body",
        }
    }

    fn of_key(key: &str) -> Self {
        match key {
            "path" => Self::Path,
            "header" => Self::Header,
            "property" => Self::Property,
            "body" => Self::Body,
            _ => Self::Query,
        }
    }
}

/// The fields of the struct, or an error where it is none.
pub(crate) fn fields<'a>(input: &'a DeriveInput, errors: &Errors) -> Vec<Field<'a>> {
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            errors.at(data.enum_token, &m::NOT_A_STRUCT, &[]);
            return Vec::new();
        }
        Data::Union(data) => {
            errors.at(data.union_token, &m::NOT_A_STRUCT, &[]);
            return Vec::new();
        }
    };
    let field = |(index, field): (usize, &'a syn::Field)| {
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        };
        Field {
            name: member.to_token_stream().to_string().trim_start_matches("r#").to_owned(),
            member,
            ty: &field.ty,
            docs: docs(&field.attrs),
            written: Written::parse(&field.attrs, On::Field, errors),
        }
    };
    data.fields.iter().enumerate().map(field).collect()
}

/// The path as it is written, wherever the method is said; unknown where it is said twice.
pub(crate) fn template(written: &Written, errors: &Errors) -> Template {
    let methods = written.entries.iter().filter(|entry| keys::METHODS.contains(&entry.key.name));
    let mut paths = methods.chain(written.get("path")).filter_map(Entry::text);
    match (paths.next(), paths.next()) {
        (Some(path), None) => Template::parse(path, errors),
        _ => Template::unknown(),
    }
}

/// What the struct says of all its fields.
struct Whole<'a> {
    ident: &'a Ident,
    written: &'a Written,
    template: &'a Template,
    /// In capital letters; `None` after an error.
    method: Option<String>,
    rename_all: Option<String>,
    /// Whether the fields can be held against the path, which has no mistake of its own.
    is_path_known: bool,
}

impl<'a> Request<'a> {
    /// Decides everything, or reports why it cannot. Whoever asks for errors first will not use what is left undecided.
    pub(crate) fn check(
        input: &'a DeriveInput,
        written: &'a Written,
        fields: &'a [Field<'a>],
        template: &'a Template,
        errors: &Errors,
    ) -> Self {
        let tuple = tuple(input).filter(|_| !template.placeholders.is_empty());
        if let Some(tuple) = tuple {
            errors.at(tuple, &m::PATH_IN_TUPLE, &[&input.ident.to_string()]);
        }
        let names_no_field = |placeholder: &&String| fields.iter().all(|field| field.name != **placeholder);
        let is_struct = matches!(input.data, Data::Struct(_));
        let unfilled = template.placeholders.iter().find(names_no_field).filter(|_| is_struct && tuple.is_none());
        let whole = Whole {
            ident: &input.ident,
            written,
            template,
            method: method(input, written, errors),
            rename_all: rename_all(written, errors),
            is_path_known: template.state == State::Sound && tuple.is_none() && unfilled.is_none(),
        };
        check_reply(&whole, errors);
        let mut params: Vec<Param<'a>> = fields.iter().filter_map(|field| whole.param(field, errors)).collect();
        check_names(&params, errors);
        check_bodies(&params, whole.method.as_deref(), errors);
        for field in fields {
            let requires = requires(field, fields, &params, errors);
            if let Some(param) = params.iter_mut().find(|param| param.field.name == field.name) {
                param.requires = requires;
            }
        }
        // rustc says nothing of names where a macro has reported an error.
        if let Some(unfilled) = unfilled.filter(|_| !errors.is_empty()) {
            errors.at(&template.literal, &m::PLACEHOLDER_WITHOUT_FIELD, &[&format!("{{{unfilled}}}")]);
        }
        let filled_by = |placeholder: &String| {
            let fills = |param: &Param<'_>| param.place == Place::Path && param.field.name == *placeholder;
            params.iter().position(fills)
        };
        Self {
            segments: template.placeholders.iter().filter_map(filled_by).collect(),
            unfilled: unfilled.filter(|_| errors.is_empty()).map(String::as_str),
            method: whole.method.unwrap_or_default(),
            template,
            response: owned(written, "response", errors),
            error: owned(written, "error", errors),
            absent: absent(written, errors),
            message_at: written.text("message_at"),
            is_authenticated: !written.has("auth"),
            params,
        }
    }

    /// Whether rustc will find nothing wrong in the template. It reports a placeholder that names no field, with what may be
    /// meant, and a brace that stands alone.
    pub(crate) fn fills_its_path(&self) -> bool {
        self.unfilled.is_none() && self.template.state != State::Unclosed
    }
}

/// The type that a reply is read as, if it can be one.
fn owned<'a>(written: &'a Written, key: &str, errors: &Errors) -> Option<&'a Type> {
    let ty = written.ty(key)?;
    if let Type::Reference(_) = ty {
        errors.at(ty, &m::REPLY_BORROWED, &[]);
        return None;
    }
    Some(ty)
}

/// The parentheses of a tuple struct.
fn tuple(input: &DeriveInput) -> Option<&FieldsUnnamed> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// Says the method in capital letters; `None` after an error.
fn method(input: &DeriveInput, written: &Written, errors: &Errors) -> Option<String> {
    let mut said: Option<&Entry> = None;
    for entry in written.entries.iter().filter(|entry| is_method(entry)) {
        match said {
            Some(first) => errors.at(&entry.ident, &m::TWO_METHODS, &[first.key.name]),
            None => said = Some(entry),
        }
    }
    let is_missing = said.is_none() && !keys::METHODS.iter().chain(&["method"]).any(|name| written.mentions(name));
    match (said, written.get("path")) {
        (None, None) if is_missing && matches!(input.data, Data::Struct(_)) => {
            errors.at(&input.ident, &m::NO_METHOD, &[&input.ident.to_string()]);
        }
        (None, Some(path)) if is_missing => {
            let literal = path.text().to_token_stream().to_string();
            errors.at(&path.ident, &m::PATH_WITHOUT_METHOD, &[&literal]);
        }
        (Some(method), None) if method.key.name == "method" && !written.mentions("path") => {
            errors.at(&method.ident, &m::METHOD_WITHOUT_PATH, &[]);
        }
        (Some(method), Some(path)) if method.key.name != "method" => {
            errors.at(&path.ident, &m::TWO_PATHS, &[method.key.name]);
        }
        _ => {}
    }
    let said = said?;
    if said.key.name != "method" {
        return Some(said.key.name.to_ascii_uppercase());
    }
    let name = said.text()?.value();
    let capital = name.to_ascii_uppercase();
    if !wire::is_token(&name) || name != capital {
        let meant = if wire::is_token(&name) { &capital } else { "PURGE" };
        errors.at(said.text(), &m::METHOD_INVALID, &[&name, meant]);
        return None;
    }
    Some(name)
}

fn is_method(entry: &Entry) -> bool {
    entry.key.name == "method" || keys::METHODS.contains(&entry.key.name)
}

fn rename_all(written: &Written, errors: &Errors) -> Option<String> {
    let literal = written.text("rename_all")?;
    let rule = literal.value();
    if !wire::RENAME_RULES.contains(&&*rule) {
        errors.at(literal, &m::RENAME_ALL_UNKNOWN, &[&rule, &listed(wire::RENAME_RULES)]);
    }
    Some(rule)
}

fn absent(written: &Written, errors: &Errors) -> Vec<u16> {
    let Some(entry) = written.get("absent") else {
        return Vec::new();
    };
    let Given::Statuses(statuses) = &entry.value else {
        return Vec::new();
    };
    if !written.mentions("response") {
        errors.at(&entry.ident, &m::ABSENT_WITHOUT_RESPONSE, &[]);
    }
    let parsed = statuses.iter().filter_map(|literal| {
        let status = literal.base10_parse().ok().filter(|status| (100..=599).contains(status));
        if status.is_none() {
            errors.at(literal, &m::STATUS_INVALID, &[&literal.to_string()]);
        }
        status
    });
    parsed.collect()
}

fn check_reply(whole: &Whole<'_>, errors: &Errors) {
    let written = whole.written;
    if whole.method.as_deref() == Some("GET")
        && !written.mentions("response")
        && let Some(get) = written.entries.iter().find(|entry| is_method(entry))
    {
        errors.at(&get.ident, &m::RESPONSE_MISSING, &[]);
    }
    if let Some(pointer) = written.text("message_at")
        && !pointer.value().starts_with('/')
    {
        errors.at(pointer, &m::MESSAGE_AT_INVALID, &[&pointer.value()]);
    }
}

impl<'a> Whole<'a> {
    /// The parameter that the field is; `None` when it is not sent, or after an error.
    fn param(&self, field: &'a Field<'a>, errors: &Errors) -> Option<Param<'a>> {
        let rules = rules(field, errors);
        let place = self.place(field, errors)?;
        Some(Param {
            field,
            place,
            name: wire_name(field, place, self.rename_all.as_deref(), errors),
            is_loggable: field.written.has("loggable"),
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
    } else if place == Place::Header && wire::is_reserved(&name) {
        errors.at(shown, &m::HEADER_NAME_RESERVED, &[&name]);
    }
    name
}

fn rules<'a>(field: &'a Field<'a>, errors: &Errors) -> Vec<Rule<'a>> {
    let Some(entry) = field.written.get("validate") else {
        return Vec::new();
    };
    let Given::Rules(rules) = &entry.value else {
        return Vec::new();
    };
    if rules.is_empty() {
        errors.at(&entry.ident, &m::RULES_MISSING, &[&listed(keys::RULES)]);
    }
    rules.iter().filter_map(|rule| known_rule(rule, errors)).collect()
}

fn known_rule<'a>(rule: &'a WrittenRule, errors: &Errors) -> Option<Rule<'a>> {
    let Some(word) = single_word(&rule.path) else {
        return Some(Rule::Own(rule));
    };
    let name = word.to_string();
    if !keys::RULES.contains(&&*name) {
        match closest(&name, keys::RULES) {
            Some(rule) => errors.at(word, &m::MISSPELLED_RULE, &[&name, rule]),
            None => errors.at(word, &m::UNKNOWN_RULE, &[&name, &listed(keys::RULES)]),
        }
        return None;
    }
    if let Some(operands) = &rule.operands {
        errors.at(operands, &m::RULE_OPERAND, &[&name]);
        return None;
    }
    Some(Rule::BuiltIn(word))
}

/// The word of a path that is one word.
fn single_word(path: &Path) -> Option<&Ident> {
    match path.segments.first() {
        Some(segment) if path.segments.len() == 1 && path.leading_colon.is_none() => Some(&segment.ident),
        _ => None,
    }
}

fn requires<'a>(
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
fn check_names(params: &[Param<'_>], errors: &Errors) {
    for (index, param) in params.iter().enumerate() {
        let is_same = |other: &&Param<'_>| {
            other.place == param.place
                && (other.name == param.name
                    || (param.place == Place::Header && other.name.eq_ignore_ascii_case(&param.name)))
        };
        let has_name = param.place != Place::Body && !param.name.is_empty();
        if let Some(first) = params.iter().take(index).find(is_same).filter(|_| has_name) {
            let noun = if param.place == Place::Query { "query parameter" } else { param.place.word() };
            let arguments = [param.place.word(), &first.name, &first.field.name, noun];
            let written = param.field.written.text(param.place.word()).or(param.field.written.text("rename"));
            match written {
                Some(literal) => errors.at(literal, &m::SAME_NAME, &arguments),
                None => errors.at(&param.field.member, &m::SAME_NAME, &arguments),
            }
        }
    }
}

fn check_bodies(params: &[Param<'_>], method: Option<&str>, errors: &Errors) {
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

/// The type's own tokens, for what an error leaves undecided too.
pub(crate) fn type_or(ty: Option<&Type>, otherwise: TokenStream) -> TokenStream {
    ty.map_or(otherwise, ToTokens::to_token_stream)
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
