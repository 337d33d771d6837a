//! The path template: what of it the macro checks, and what it leaves to rustc, which points into the literal.

use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;
use crate::messages::{self as m, Message};

/// A path template whose own text can be sent.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    /// The fields that the placeholders name, in order.
    pub(crate) placeholders: Vec<String>,
    /// A brace is not closed: `format_args!` says so at both of its ends.
    pub(crate) is_unclosed: bool,
}

impl Template {
    /// Stands in for a template that is not written, which is an error of its own.
    pub(crate) fn unknown() -> Self {
        Self { literal: LitStr::new("/", Span::call_site()), placeholders: Vec::new(), is_unclosed: false }
    }

    /// Reads the template. Of several mistakes the first is reported: they are often one.
    pub(crate) fn parse(literal: &LitStr, errors: &Errors) -> Self {
        let text = literal.value();
        let mut template = Self { literal: literal.clone(), placeholders: Vec::new(), is_unclosed: false };
        let result = check_shape(&text).and_then(|()| template.read(&text));
        if let Err(mistake) = result {
            let arguments: Vec<&str> = mistake.arguments.iter().map(String::as_str).collect();
            errors.at(literal, mistake.message, &arguments);
        }
        template
    }

    fn read(&mut self, text: &str) -> Result<(), Mistake> {
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            check_text(&rest[..at])?;
            let Some(length) = rest[at..].find('}').filter(|_| rest[at..].starts_with('{')) else {
                self.is_unclosed = true;
                return Ok(());
            };
            let inner = &rest[at + 1..at + length];
            let spelled = &rest[at..=at + length];
            if inner.contains('{') {
                self.is_unclosed = true;
                return Ok(());
            }
            if !is_identifier(inner) {
                let name: String = inner.chars().filter(|&c| c.is_alphanumeric() || c == '_').collect();
                let name =
                    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { "field" } else { &name };
                return Err(mistake(&m::PLACEHOLDER_MALFORMED, [spelled, &format!("{{{name}}}")]));
            }
            if self.placeholders.iter().any(|placeholder| placeholder == inner) {
                return Err(mistake(&m::PLACEHOLDER_TWICE, [spelled]));
            }
            self.placeholders.push(inner.to_owned());
            rest = &rest[at + length + 1..];
        }
        check_text(rest)
    }
}

struct Mistake {
    message: &'static Message,
    arguments: Vec<String>,
}

fn mistake<'a>(message: &'static Message, arguments: impl IntoIterator<Item = &'a str>) -> Mistake {
    Mistake { message, arguments: arguments.into_iter().map(str::to_owned).collect() }
}

/// The slashes, and what stands between two of them.
fn check_shape(text: &str) -> Result<(), Mistake> {
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
        if let Some(name) = foreign(segment) {
            return Err(mistake(&m::PLACEHOLDER_FOREIGN, [segment, &format!("{{{name}}}")]));
        }
    }
    Ok(())
}

/// The name in `:name` or `<name>`.
fn foreign(segment: &str) -> Option<&str> {
    let name = segment.strip_prefix(':').or_else(|| segment.strip_prefix('<')?.strip_suffix('>'))?;
    is_identifier(name).then_some(name)
}

/// A run of the template's own text.
fn check_text(text: &str) -> Result<(), Mistake> {
    for (at, c) in text.char_indices() {
        match c {
            '#' => return Err(mistake(&m::PATH_FRAGMENT, [])),
            '?' => return Err(mistake(&m::PATH_QUERY, [])),
            '%' => {
                let Some(escape) = text.get(at..at + 3).filter(|escape| is_escape(escape)) else {
                    return Err(mistake(&m::PATH_PERCENT, []));
                };
                if matches!(&*escape.to_ascii_lowercase(), "%2e" | "%2f" | "%5c") {
                    return Err(mistake(&m::PATH_HIDDEN, [escape]));
                }
            }
            c if c == '/' || is_pchar(c) => {}
            c => return Err(mistake(&m::PATH_CHARACTER, [&*c.to_string(), &escaped(c)])),
        }
    }
    Ok(())
}

fn is_escape(text: &str) -> bool {
    text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit())
}

/// RFC 3986, section 3.3, but for escapes.
fn is_pchar(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c)
}

fn escaped(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn is_identifier(text: &str) -> bool {
    // A raw identifier is written plain in a format string, so keywords are names here.
    !text.is_empty()
        && text != "_"
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}
