//! A request as it is checked: only what can be expanded, every name and place decided.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, FieldsUnnamed, LitStr, Type};

use crate::encoding::{self, Encoding};
use crate::errors::Errors;
use crate::keys::{self, On};
use crate::messages as m;
use crate::params::{self, Field, Param, Place, Usual, Whole};
use crate::rules::{WrittenRule, whole_checks};
use crate::sent::Sent;
use crate::suggest::{closest, listed};
use crate::template::{State, Template};
use crate::wire;
use crate::written::{Entry, Given, Written};

pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) template: &'a Template,
    pub(crate) response: Option<&'a Type>,
    pub(crate) error: Option<&'a Type>,
    pub(crate) message_at: Option<&'a LitStr>,
    /// The statuses that read as `null`.
    pub(crate) absent: Vec<u16>,
    pub(crate) credentials: Credentials<'a>,
    /// Whether it says that it may be sent again.
    pub(crate) is_idempotent: bool,
    pub(crate) sent: Sent<'a>,
    /// The checks of the whole value.
    pub(crate) checks: Vec<&'a WrittenRule>,
    /// Whether a field that does not say its place is a property of the body.
    pub(crate) is_usually_in_body: bool,
    /// For each placeholder of the template, the parameter that fills it.
    pub(crate) segments: Vec<usize>,
    /// A placeholder that names no field.
    pub(crate) unfilled: Option<&'a str>,
}

/// Which of the client's credentials are sent.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    Usual,
    Named(&'a LitStr),
    None,
}

impl<'a> Credentials<'a> {
    fn of(written: &'a Written, errors: &Errors) -> Self {
        match written.get("auth").map(Entry::text) {
            None => Self::Usual,
            Some(None) => Self::None,
            Some(Some(name)) => {
                if name.value().is_empty() {
                    errors.at(name, &m::AUTH_NAME_EMPTY, &[]);
                }
                Self::Named(name)
            }
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
    params::fields(&data.fields, On::Request, errors)
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
            usual: usual(method(input, written, errors), written),
            encoding: Encoding::of(written, errors),
            is_strict: written.has("strict"),
            rename_all: rename_all(written, errors),
            is_path_known: template.state == State::Sound && tuple.is_none() && unfilled.is_none(),
        };
        check_reply(&whole, errors);
        let sent = Sent::check(&whole, fields, errors);
        encoding::check(written.get("body"), whole.usual.method(), &sent, errors);
        // rustc says nothing of names where a macro has reported an error, and shows those of any crate where no field is like it.
        let is_like_a_field = |name: &String| closest(name, fields.iter().map(|field| &*field.name)).is_some();
        if let Some(unfilled) = unfilled.filter(|name| !errors.is_empty() || !is_like_a_field(name)) {
            errors.at(&template.literal, &m::PLACEHOLDER_WITHOUT_FIELD, &[&format!("{{{unfilled}}}")]);
        }
        let filled_by = |placeholder: &String| {
            let fills = |param: &Param<'_>| param.place == Place::Path && param.field.name == *placeholder;
            sent.params.iter().position(fills)
        };
        Self {
            segments: template.placeholders.iter().filter_map(filled_by).collect(),
            unfilled: unfilled.filter(|_| errors.is_empty()).map(String::as_str),
            checks: whole_checks(written, errors),
            is_usually_in_body: whole.usual.is_body(),
            method: whole.usual.method().unwrap_or_default().to_owned(),
            template,
            response: owned(written, "response", errors),
            error: owned(written, "error", errors),
            absent: absent(written, errors),
            message_at: written.text("message_at"),
            credentials: Credentials::of(written, errors),
            is_idempotent: is_idempotent(&whole, errors),
            sent,
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

/// Where the method puts a field that does not say its place.
fn usual(method: Option<String>, written: &Written) -> Usual {
    match method {
        Some(method) if written.has("method") => Usual::NoneOf(method),
        Some(method) => Usual::ByMethod(method),
        None => Usual::Unknown,
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

pub(crate) fn rename_all(written: &Written, errors: &Errors) -> Option<String> {
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
    // A GET request without `response` has had its error.
    if !written.mentions("response") && !written.has("get") {
        errors.at(&entry.ident, &m::ABSENT_WITHOUT_RESPONSE, &[]);
    }
    for (at, literal) in statuses.iter().enumerate() {
        if statuses[..at].iter().any(|other| other.base10_digits() == literal.base10_digits()) {
            errors.at(literal, &m::DUPLICATE_KEY, &[literal.base10_digits()]);
        }
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

fn is_idempotent(whole: &Whole<'_>, errors: &Errors) -> bool {
    let Some(entry) = whole.written.get("idempotent") else {
        return false;
    };
    if let Some(method @ ("GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS")) = whole.usual.method() {
        errors.at(&entry.ident, &m::IDEMPOTENT_ALREADY, &[method]);
    }
    true
}

fn check_reply(whole: &Whole<'_>, errors: &Errors) {
    let written = whole.written;
    if whole.usual.method() == Some("GET")
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

/// The type's own tokens, for what an error leaves undecided too.
pub(crate) fn type_or(ty: Option<&Type>, otherwise: TokenStream) -> TokenStream {
    ty.map_or(otherwise, ToTokens::to_token_stream)
}
