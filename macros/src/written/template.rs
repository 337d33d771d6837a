//! The path template.
//!
//! The derive checks its text; rustc checks the placeholders, because it can point into the literal.

use proc_macro2::Span;
use syn::LitStr;

use crate::tables::messages::{self as m, Message};
use crate::tables::names::is_unreserved;

use super::errors::Errors;
use super::field::Field;

/// A path template.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    /// The fields that the placeholders name, in order.
    pub(crate) placeholders: Vec<String>,
    /// The field that fills more than one segment.
    pub(crate) rest: Option<String>,
    /// The field whose segment vanishes when it is `None`.
    pub(crate) optional: Option<String>,
    /// The pairs after the path, as they are sent.
    pub(crate) query: Vec<QueryPair>,
    pub(crate) state: State,
}

/// A constant query parameter.
pub(crate) struct QueryPair {
    pub(crate) name: String,
    pub(crate) value: String,
    /// `name=value` or `name`, as it is sent.
    pub(crate) text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Its text can be sent, and each pair of braces has a name in it.
    Sound,
    /// It is invalid and has been reported, or it is missing, which is reported elsewhere.
    Mistaken,
}

impl Template {
    /// Takes the place of a missing template.
    pub(crate) fn unknown() -> Self {
        Self {
            literal: LitStr::new("/", Span::call_site()),
            placeholders: Vec::new(),
            rest: None,
            optional: None,
            query: Vec::new(),
            state: State::Mistaken,
        }
    }

    /// Reads the template, and reports the first mistake: several often have one cause.
    pub(crate) fn parse(literal: &LitStr, fields: &[Field<'_>], errors: &Errors) -> Self {
        let text = literal.value();
        let (path, query) = split(&text);
        let mut template = Self { literal: literal.clone(), state: State::Sound, ..Self::unknown() };
        let read = check_shape(path, fields).and_then(|()| template.read(path));
        template.state = match read.and_then(|()| read_query(query)) {
            Ok(pairs) => {
                template.query = pairs;
                State::Sound
            }
            Err(mistake) => {
                let arguments: Vec<&str> = mistake.arguments.iter().map(String::as_str).collect();
                errors.at(literal, mistake.message, &arguments);
                State::Mistaken
            }
        };
        template
    }

    /// The path without its query: the user's own literal, if it has no query.
    pub(crate) fn path(&self) -> LitStr {
        match split(&self.literal.value()) {
            (_, None) => self.literal.clone(),
            (path, Some(_)) => LitStr::new(path, self.literal.span()),
        }
    }

    /// Checks the text between the placeholders, and collects the placeholders.
    fn read(&mut self, text: &str) -> Result<(), Mistake> {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            check_text(&rest[..at], Section::Path)?;
            let before = &rest[..at];
            rest = &rest[at..];
            check_doubled(rest)?;
            let Some(end) = rest.find('}').filter(|&end| rest.starts_with('{') && !rest[1..end].contains('{')) else {
                return Err(unpaired(text, text.len() - rest.len()));
            };
            let (spelled, inner) = (&rest[..=end], &rest[1..end]);
            rest = &rest[end + 1..];
            let (name, form) = inner.split_once(':').map_or((inner, None), |(name, form)| (name, Some(form)));
            if !is_identifier(name) || !matches!(form, None | Some("+" | "?")) {
                return Err(mistake(&m::PLACEHOLDER_MALFORMED, [spelled, &meant(inner)]));
            }
            let plain = format!("{{{name}}}");
            if self.placeholders.iter().any(|placeholder| placeholder == name) {
                return Err(mistake(&m::PLACEHOLDER_TWICE, [&*plain]));
            }
            match form {
                Some("+") if self.rest.is_some() => {
                    return Err(mistake(&m::PLACEHOLDER_REST_TWICE, [spelled, &plain]));
                }
                Some("+") => self.rest = Some(name.to_owned()),
                Some(_) if !rest.is_empty() || !before.ends_with('/') => {
                    return Err(mistake(&m::PLACEHOLDER_OPTIONAL_INSIDE, [spelled, &plain]));
                }
                Some(_) => self.optional = Some(name.to_owned()),
                None => {}
            }
            self.placeholders.push(name.to_owned());
        }
        check_text(rest, Section::Path)
    }
}

/// The path, and the query after it. A `?` in braces belongs to a placeholder.
fn split(text: &str) -> (&str, Option<&str>) {
    let mut in_braces = false;
    for (at, c) in text.char_indices() {
        match c {
            '{' => in_braces = true,
            '}' => in_braces = false,
            '?' if !in_braces => return (&text[..at], Some(&text[at + 1..])),
            _ => {}
        }
    }
    (text, None)
}

fn read_query(query: Option<&str>) -> Result<Vec<QueryPair>, Mistake> {
    let Some(query) = query else {
        return Ok(Vec::new());
    };
    query.split('&').map(read_pair).collect()
}

fn read_pair(text: &str) -> Result<QueryPair, Mistake> {
    if let Some((_, placeholder)) = text.split_once('{') {
        let (inner, _) = placeholder.split_once('}').unwrap_or((placeholder, ""));
        return Err(mistake(&m::PATH_QUERY_PLACEHOLDER, [&*name_in(inner), text]));
    }
    // /key?uploads
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    if name.is_empty() {
        return Err(mistake(&m::PATH_QUERY, [text]));
    }
    check_text(text, Section::Query)?;
    // RFC 3986 allows `'` there, but URL parsers escape it (WHATWG URL, "special-query percent-encode set").
    let text = text.replace('\'', "%27");
    Ok(QueryPair { name: decoded(name), value: decoded(value), text })
}

/// The text with its escapes decoded. They have been checked.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits = if byte == b'%' { rest.next().zip(rest.next()) } else { None };
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match digits.and_then(|(high, low)| Some(digit(high)? << 4 | digit(low)?)) {
            Some(escaped) => bytes.push(escaped),
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The placeholder that was probably meant by the text in braces.
fn meant(inner: &str) -> String {
    let name = name_in(inner);
    let is_rest = inner.contains('*') || inner.contains("...") || inner.ends_with('+');
    match inner {
        _ if is_rest => format!("{{{name}:+}}"),
        _ if inner.ends_with('?') => format!("{{{name}:?}}"),
        _ => format!("{{{name}}}"),
    }
}

/// Refuses doubled braces. `format_args!` reads them as one literal brace, and other template languages as a placeholder.
fn check_doubled(text: &str) -> Result<(), Mistake> {
    let brace = match text.get(..2) {
        Some("{{") => '{',
        Some("}}") => '}',
        _ => return Ok(()),
    };
    let foreign = text.strip_prefix("{{").and_then(|text| text.split_once("}}"));
    Err(match foreign {
        Some((name, _)) if is_identifier(name.trim()) => {
            mistake(&m::PLACEHOLDER_FOREIGN, [&*format!("{{{{{name}}}}}"), &format!("{{{}}}", name.trim())])
        }
        _ => mistake(&m::PATH_CHARACTER, [&*brace.to_string(), &escaped(brace)]),
    })
}

/// The mistake of a brace without its counterpart, with the template that was probably meant. rustc would advise to double the brace.
fn unpaired(text: &str, at: usize) -> Mistake {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = (&text[..at], &text[at + 1..]);
    if text[at..].starts_with('{') {
        let word = after.find(|c: char| !is_word(c)).unwrap_or(after.len());
        let form = after[word..].get(..2).filter(|form| matches!(*form, ":+" | ":?")).unwrap_or_default();
        let (name, rest) = (&after[..word], &after[word + form.len()..]);
        if is_identifier(name) {
            let spelled = format!("{{{name}{form}");
            return mistake(&m::BRACE_UNCLOSED, [&*spelled, &format!("{before}{spelled}}}{rest}")]);
        }
        return mistake(&m::PATH_CHARACTER, ["{", &escaped('{')]);
    }
    let begin = before.rfind(|c: char| !is_word(c) && !":+?".contains(c)).map_or(0, |at| at + 1);
    let name = before[begin..].split(':').next().unwrap_or_default();
    if is_identifier(name) {
        let meant = format!("{}{{{}}}{after}", &before[..begin], &before[begin..]);
        return mistake(&m::BRACE_UNOPENED, [&*format!("{}}}", &before[begin..]), &meant]);
    }
    mistake(&m::PATH_CHARACTER, ["}", &escaped('}')])
}

/// The name that was probably meant by the text in braces.
fn name_in(inner: &str) -> String {
    let inner = inner.trim_start_matches("r#").split(':').next().unwrap_or_default();
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let name: String = inner.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').chars().map(word).collect();
    if is_identifier(&name) { name } else { "field".to_owned() }
}

struct Mistake {
    message: &'static Message,
    arguments: Vec<String>,
}

fn mistake<'a>(message: &'static Message, arguments: impl IntoIterator<Item = &'a str>) -> Mistake {
    Mistake { message, arguments: arguments.into_iter().map(str::to_owned).collect() }
}

/// Checks the slashes, and each segment between them.
fn check_shape(text: &str, fields: &[Field<'_>]) -> Result<(), Mistake> {
    if let Some((_, rest)) = text.split_once("://") {
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        return Err(mistake(&m::PATH_IS_URL, [path]));
    }
    let Some(path) = text.strip_prefix('/') else {
        return Err(mistake(&m::PATH_WITHOUT_SLASH, [&*format!("/{text}")]));
    };
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        if segment.is_empty() && segments.peek().is_some() {
            return Err(mistake(&m::PATH_EMPTY_SEGMENT, []));
        }
        if matches!(segment, "." | "..") {
            return Err(mistake(&m::PATH_DOT_SEGMENT, [segment]));
        }
        if let Some(name) = foreign(segment, fields) {
            return Err(mistake(&m::PLACEHOLDER_FOREIGN, [segment, &format!("{{{name}}}")]));
        }
    }
    Ok(())
}

/// The name in `<name>`, or in `:name` if a field has that name. Some APIs have segments such as `:feed`.
fn foreign<'t>(segment: &'t str, fields: &'t [Field<'_>]) -> Option<&'t str> {
    if let Some(name) = segment.strip_prefix(':') {
        let plain = |name: &str| name.replace('_', "").to_lowercase();
        return fields.iter().map(|field| &*field.name).find(|field| plain(field) == plain(name));
    }
    segment.strip_prefix('<')?.strip_suffix('>').filter(|name| is_identifier(name))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Path,
    Query,
}

/// Checks text of the template outside of braces.
fn check_text(text: &str, section: Section) -> Result<(), Mistake> {
    for (at, c) in text.char_indices() {
        match c {
            '#' => return Err(mistake(&m::PATH_FRAGMENT, [])),
            '%' => {
                let Some(escape) = text.get(at..at + 3).filter(|escape| is_escape(escape)) else {
                    return Err(mistake(&m::PATH_PERCENT, []));
                };
                if section == Section::Path && matches!(&*escape.to_ascii_lowercase(), "%2e" | "%2f" | "%5c") {
                    let hidden = if escape.ends_with(['e', 'E']) { "." } else { "/" };
                    return Err(mistake(&m::PATH_HIDDEN, [escape, hidden]));
                }
            }
            '\\' => return Err(mistake(&m::PATH_HIDDEN, ["\\", "/"])),
            '?' if section == Section::Query => {}
            c if c == '/' || is_pchar(c) => {}
            c => return Err(mistake(&m::PATH_CHARACTER, [&*c.to_string(), &escaped(c)])),
        }
    }
    Ok(())
}

fn is_escape(text: &str) -> bool {
    text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the path may contain the character without an escape (RFC 3986, section 3.3).
fn is_pchar(c: char) -> bool {
    is_unreserved(c) || "!$&'()*+,;=:@".contains(c)
}

fn escaped(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn is_identifier(text: &str) -> bool {
    // A raw identifier is written plain in a format string, so keywords are names here.
    !text.is_empty()
        && !["_", "self", "Self", "super", "crate"].contains(&text)
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}
