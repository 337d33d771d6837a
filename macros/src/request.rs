//! A request as it is checked: only what can be expanded, every name and place decided.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Ident, Index, LitStr, Member, Path, Type};

use crate::errors::Errors;
use crate::keys::{self, On};
use crate::messages as m;
use crate::suggest::listed;
use crate::template::Template;
use crate::wire;
use crate::written::{Entry, Given, Written, WrittenRule};

pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) template: &'a Template,
    pub(crate) response: Option<&'a Type>,
    pub(crate) error: Option<&'a Type>,
    pub(crate) message_at: Option<&'a LitStr>,
    pub(crate) is_authenticated: bool,
    /// The fields that are sent, in the order of declaration, which is the order of `ENDPOINT`.
    pub(crate) params: Vec<Param<'a>>,
    /// For each placeholder of the template, the parameter that fills it.
    pub(crate) segments: Vec<usize>,
}

pub(crate) struct Param<'a> {
    pub(crate) field: &'a Field<'a>,
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) is_loggable: bool,
    pub(crate) rules: Vec<Rule<'a>>,
    /// The parameters that must be set when this one is.
    pub(crate) requires: Vec<usize>,
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
        if let Some((equals, value)) = &field.default {
            errors.at(quote!(#equals #value), &m::DEFAULT_FIELD_VALUE, &[]);
        }
        let member = match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        };
        Field {
            name: member.to_token_stream().to_string().trim_start_matches("r#").to_owned(),
            member,
            ty: &field.ty,
            written: Written::parse(&field.attrs, On::Field, errors),
        }
    };
    data.fields.iter().enumerate().map(field).collect()
}

/// The path as it is written, wherever the method is said.
pub(crate) fn template(written: &Written, errors: &Errors) -> Template {
    let methods = written.entries.iter().filter(|entry| keys::METHODS.contains(&entry.key.name));
    match methods.chain(written.get("path")).find_map(Entry::text) {
        Some(path) => Template::parse(path, errors),
        None => Template::unknown(),
    }
}

impl<'a> Request<'a> {
    /// Decides everything, or reports why it cannot. Whoever asks for errors first will not use what is left undecided.
    pub(crate) fn check(
        input: &DeriveInput,
        written: &'a Written,
        fields: &'a [Field<'a>],
        template: &'a Template,
        errors: &Errors,
    ) -> Self {
        let method = method(input, written, errors);
        let rename_all = rename_all(written, errors);
        check_reply(written, &method, errors);
        let mut params = Vec::new();
        for field in fields {
            let place = place(field, &method, written, template, errors);
            if let Some(place) = place {
                let name = wire_name(field, place, rename_all.as_deref(), errors);
                params.push(Param {
                    field,
                    place,
                    name,
                    is_loggable: field.written.has("loggable"),
                    rules: rules(field, errors),
                    requires: Vec::new(),
                });
            }
        }
        check_names(&params, errors);
        check_bodies(&params, &method, errors);
        let requires: Vec<Vec<usize>> = params.iter().map(|param| requires(param.field, &params, errors)).collect();
        for (param, requires) in params.iter_mut().zip(requires) {
            param.requires = requires;
        }
        let filled_by = |placeholder: &String| {
            let fills = |param: &Param<'_>| param.place == Place::Path && param.field.name == *placeholder;
            params.iter().position(fills)
        };
        Self {
            segments: template.placeholders.iter().filter_map(filled_by).collect(),
            method,
            template,
            response: written.ty("response"),
            error: written.ty("error"),
            message_at: written.text("message_at"),
            is_authenticated: !written.has("auth"),
            params,
        }
    }

    /// Whether each placeholder has a field; rustc reports one that has none, with what may be meant.
    pub(crate) fn fills_its_path(&self) -> bool {
        self.segments.len() == self.template.placeholders.len() && !self.template.is_unclosed
    }
}

/// Says the method in capital letters. It is GET where there is none, after an error.
fn method(input: &DeriveInput, written: &Written, errors: &Errors) -> String {
    let mut said: Option<&Entry> = None;
    for entry in written.entries.iter().filter(|entry| is_method(entry)) {
        match said {
            Some(first) => errors.at(&entry.ident, &m::TWO_METHODS, &[first.key.name]),
            None => said = Some(entry),
        }
    }
    let path = written.get("path");
    match (said, path) {
        (None, None) if mentions_method(written) => {}
        (None, None) => errors.at(&input.ident, &m::NO_METHOD, &[&input.ident.to_string()]),
        (None, Some(path)) if !mentions_method(written) => {
            let literal = path.text().to_token_stream().to_string();
            errors.at(&path.ident, &m::PATH_WITHOUT_METHOD, &[&literal]);
        }
        (Some(method), None) if method.key.name == "method" && !written.mentions("path") => {
            errors.at(&method.ident, &m::METHOD_WITHOUT_PATH, &[]);
        }
        (Some(method), Some(path)) if method.key.name != "method" => {
            errors.at(&path.ident, &m::TWO_METHODS, &[method.key.name]);
        }
        _ => {}
    }
    match said {
        None => "GET".to_owned(),
        Some(entry) if entry.key.name != "method" => entry.key.name.to_ascii_uppercase(),
        Some(entry) => {
            let name = entry.text().map(LitStr::value).unwrap_or_default();
            if !wire::is_token(&name) || name.bytes().any(|byte| byte.is_ascii_lowercase()) {
                errors.at(entry.text(), &m::METHOD_INVALID, &[&name]);
            }
            name
        }
    }
}

fn mentions_method(written: &Written) -> bool {
    keys::METHODS.iter().chain(&["method"]).any(|method| written.mentions(method))
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

fn check_reply(written: &Written, method: &str, errors: &Errors) {
    if method == "GET"
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

/// Where the field goes; `None` when it is not sent, or after an error.
fn place(field: &Field<'_>, method: &str, written: &Written, template: &Template, errors: &Errors) -> Option<Place> {
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
    let is_in_path = template.placeholders.contains(&field.name) && matches!(field.member, Member::Named(_));
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
        Some((entry, Place::Path)) if !is_in_path && !template.is_unclosed => {
            errors.at(&entry.ident, &m::PATH_FIELD_WITHOUT_PLACEHOLDER, &[&placeholder]);
            None
        }
        Some((entry, place)) if place != Place::Path && is_in_path => {
            errors.at(&entry.ident, &m::PLACEHOLDER_ELSEWHERE, &[&placeholder, entry.key.name]);
            None
        }
        Some((_, place)) => Some(place),
        None if is_in_path => Some(Place::Path),
        None if written.has("method") => {
            errors.at(&field.member, &m::PLACE_NEEDED, &[method]);
            None
        }
        None if matches!(method, "POST" | "PUT" | "PATCH") => Some(Place::Property),
        None => Some(Place::Query),
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
        None => wire::rename(&field.name, rename_all),
    };
    if literal.is_none() && matches!(field.member, Member::Unnamed(_)) && place != Place::Body {
        errors.at(field.ty, &m::NAME_NEEDED, &[]);
    }
    let shown = literal.map_or_else(|| field.member.to_token_stream(), ToTokens::to_token_stream);
    if place == Place::Header {
        if !wire::is_token(&name) {
            errors.at(shown, &m::HEADER_NAME_INVALID, &[&name]);
        } else if wire::is_reserved(&name) {
            errors.at(shown, &m::HEADER_NAME_RESERVED, &[&name]);
        }
    } else if name.is_empty() {
        errors.at(shown, &m::NAME_EMPTY, &[]);
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
        errors.at(word, &m::UNKNOWN_RULE, &[&name, &listed(keys::RULES)]);
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

fn requires(field: &Field<'_>, params: &[Param<'_>], errors: &Errors) -> Vec<usize> {
    let Some(Given::Fields(others)) = field.written.get("requires").map(|entry| &entry.value) else {
        return Vec::new();
    };
    let position = |other: &Ident| {
        let name = other.to_string();
        let name = name.trim_start_matches("r#");
        if name == field.name {
            errors.at(other, &m::REQUIRES_ITSELF, &[name]);
            return None;
        }
        let found = params.iter().position(|param| param.field.name == name);
        if found.is_none() {
            let names = params.iter().map(|param| &*param.field.name).filter(|other| *other != field.name);
            errors.at(other, &m::REQUIRES_UNKNOWN, &[name, &listed(names)]);
        }
        found
    };
    others.iter().filter_map(position).collect()
}

/// No two parameters have one name in one place.
fn check_names(params: &[Param<'_>], errors: &Errors) {
    for (index, param) in params.iter().enumerate() {
        let is_same = |other: &&Param<'_>| {
            other.place == param.place
                && (other.name == param.name
                    || (param.place == Place::Header && other.name.eq_ignore_ascii_case(&param.name)))
        };
        let has_name = !matches!(param.place, Place::Body | Place::Path) && !param.name.is_empty();
        if let Some(first) = params.iter().take(index).find(is_same).filter(|_| has_name) {
            let arguments = [param.place.word(), &first.name, &first.field.name];
            let written = param.field.written.text(param.place.word()).or(param.field.written.text("rename"));
            match written {
                Some(literal) => errors.at(literal, &m::SAME_NAME, &arguments),
                None => errors.at(&param.field.member, &m::SAME_NAME, &arguments),
            }
        }
    }
}

fn check_bodies(params: &[Param<'_>], method: &str, errors: &Errors) {
    let key = |param: &Param<'_>| match param.field.written.get(param.place.word()) {
        Some(entry) => entry.ident.to_token_stream(),
        None => param.field.member.to_token_stream(),
    };
    let mut bodies = params.iter().filter(|param| param.place == Place::Body);
    let whole = bodies.next();
    if matches!(method, "GET" | "HEAD") {
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
