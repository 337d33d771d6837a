//! The error of decoding a response as the request's `response` type.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use serde_json::error::Category;

use crate::boxed::BoxError;
use crate::json_scan::is_blank;
use crate::message::decompress::CodingError;
use crate::message::idle;
use crate::shown::{self, Quoted};

use super::json_path;

/// Why a response cannot be decoded: the position, and what was expected there.
///
/// `Display` and `Debug` show paths and kinds of values, never a value.
/// [`FromResponse::from_response`](crate::reply::FromResponse::from_response) returns it.
pub struct DecodeError(Box<Cause>);

pub(crate) enum Cause {
    Content {
        path: Option<Box<str>>,
        reason: Cow<'static, str>,
        detail: Option<Box<str>>,
    },
    /// The body did not arrive in full. A broken or stalled body becomes another variant of [`Error`](super::Error).
    Body(BodyFailure),
}

#[derive(Debug)]
pub(crate) enum BodyFailure {
    Broken(BoxError),
    Stalled(Duration),
    TooLarge(usize),
    Coding(CodingError),
}

impl BodyFailure {
    /// What an error of a body means.
    pub(crate) fn of(error: BoxError) -> Self {
        if error.is::<idle::Stalled>() {
            return Self::Stalled(idle::after(&*error));
        }
        match error.downcast::<CodingError>() {
            Ok(error) => Self::Coding(*error),
            Err(error) => Self::Broken(error),
        }
    }
}

impl DecodeError {
    /// Creates an error with a reason, which must not quote the response.
    ///
    /// Every message shows the reason.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Cause::Content { path: None, reason: reason.into(), detail: None }))
    }

    /// Adds a text that may quote the response.
    ///
    /// Only [`detail`](Self::detail) returns it.
    #[must_use]
    pub fn with_detail(mut self, text: impl Into<Box<str>>) -> Self {
        if let Cause::Content { detail, .. } = &mut *self.0 {
            *detail = Some(text.into());
        }
        self
    }

    /// Sets the position in the response, such as `$.user.roles[3]`.
    #[must_use]
    pub fn at(mut self, place: impl Into<Box<str>>) -> Self {
        if let Cause::Content { path, .. } = &mut *self.0 {
            *path = Some(place.into());
        }
        self
    }

    pub(crate) fn body(failure: BodyFailure) -> Self {
        match failure {
            // The name of the coding is the server's, so it is content, which is cleaned before it is shown.
            BodyFailure::Coding(error) => Self::new(error.to_string()),
            failure => Self(Box::new(Cause::Body(failure))),
        }
    }

    pub(crate) fn into_cause(self) -> Cause {
        *self.0
    }

    pub(crate) fn from_cause(cause: Cause) -> Self {
        Self(Box::new(cause))
    }

    /// Like [`json_after`](Self::json_after), for a text that is alone.
    #[cfg(feature = "events")]
    pub(crate) fn json(text: &[u8], media_type: Option<&str>, error: &serde_json::Error) -> Self {
        Self::json_after(0, text, media_type, error)
    }

    /// Translates an error of `serde_json` without quoting values of the response. It describes the shape of the response. The text
    /// follows `skipped` bytes of the body.
    #[cold]
    pub(crate) fn json_after(skipped: usize, text: &[u8], media_type: Option<&str>, error: &serde_json::Error) -> Self {
        let offset = json_path::offset(text, error.line(), error.column());
        let message = error.to_string();
        let (path, reason) = match error.classify() {
            _ if is_blank(text) => (None, "the body is empty".into()),
            Category::Eof => (None, "unexpected end of JSON".into()),
            Category::Data => {
                let (path, found) = json_path::locate(text, offset);
                let position = format!(" at line {} column {}", error.line(), error.column());
                (Some(path.into()), without_values(message.strip_suffix(&position).unwrap_or(&message), found).into())
            }
            // These two are valid JSON with any media type. Only the message of `serde_json` tells them apart.
            Category::Syntax if message.starts_with("recursion limit exceeded") => {
                let reason = format!("the JSON is nested more than 127 levels deep at byte {}", skipped + offset);
                (None, format!("{reason}; read it as `reply::Raw` and parse it without a limit").into())
            }
            Category::Syntax if message.starts_with("number out of range") => {
                let (path, _) = json_path::locate(text, offset);
                (Some(path.into()), "the number is too large for a 64-bit floating point number".into())
            }
            Category::Syntax | Category::Io => match media_type {
                Some(media_type) if !media_type.contains("json") => {
                    (None, format!("the content type is `{media_type}`, not JSON").into())
                }
                _ => (None, format!("invalid JSON at byte {}", skipped + offset).into()),
            },
        };
        Self(Box::new(Cause::Content { path, reason, detail: Some(message.into()) }))
    }

    /// A message of serde about a text format, without the values of the response.
    #[cfg(feature = "xml")]
    pub(crate) fn without_values(message: &str) -> String {
        without_values(message, "a text")
    }

    /// The position in the response, such as `$.user.roles[3]`.
    ///
    /// `None` if it is unknown, as for invalid JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Content { path, .. } => path.as_deref(),
            Cause::Body(_) => None,
        }
    }

    /// What was expected there.
    ///
    /// The text does not quote the response.
    #[must_use]
    pub fn reason(&self) -> Cow<'_, str> {
        match &*self.0 {
            Cause::Content { reason, .. } => Cow::Borrowed(reason),
            Cause::Body(BodyFailure::TooLarge(cap)) => {
                format!("the body is longer than the cap of {cap} bytes; raise it with `ClientBuilder::max_reply`")
                    .into()
            }
            Cause::Body(BodyFailure::Stalled(after)) => format!("the body did not end within {after:?}").into(),
            Cause::Body(BodyFailure::Broken(_)) => "the body ended early".into(),
            Cause::Body(BodyFailure::Coding(error)) => error.to_string().into(),
        }
    }

    /// The message of `serde`, which may quote the response.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Content { detail, .. } => detail.as_deref(),
            Cause::Body(_) => None,
        }
    }
}

/// What serde calls each kind of value, and what our messages call it.
const KINDS: [(&str, &str); 8] = [
    ("string", "a string"),
    ("character", "a string"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("boolean", "a boolean"),
    ("map", "an object"),
    ("sequence", "an array"),
    ("null", "null"),
];

/// Removes the values from a message of serde.
///
/// What the type expects is its author's text; what the response contains is not ours to show.
fn without_values(message: &str, found: &str) -> String {
    // A type that deserializes through a buffer reports the position of the whole buffer, so serde's own kind is more precise.
    let found = KINDS
        .iter()
        .find(|(word, _)| message.starts_with(&format!("invalid type: {word}")))
        .map_or(found, |kind| kind.1);
    let starts = |prefix| message.starts_with(prefix);
    if starts("invalid type: ") || starts("invalid value: ") || starts("invalid length ") {
        // The expectation comes last, so no value can follow it.
        return match message.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}, found {found}"),
            None => format!("unexpected {found}"),
        };
    }
    if starts("missing field `") || starts("duplicate field `") {
        return message.to_owned();
    }
    match message.rsplit_once("`, expected ") {
        Some((_, expected)) if starts("unknown variant `") => format!("unknown variant, expected {expected}"),
        Some((_, expected)) if starts("unknown field `") => format!("unknown field, expected {expected}"),
        _ => format!("the type rejected {found}"),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot decode the response: ")?;
        if let Some(path) = self.path() {
            write!(f, "{}: ", shown::escaped(path.into()))?;
        }
        f.write_str(&shown::escaped(self.reason()))
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("path", &self.path().map(Quoted))
            .field("reason", &Quoted(&self.reason()))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_the_type_and_not_the_value() {
        for (message, shown) in [
            ("invalid type: string \"can, expected ary at line 1\", expected u64", "expected u64, found a string"),
            ("invalid type: map, expected u64", "expected u64, found an object"),
            ("invalid value: integer `-1`, expected u8", "expected u8, found a string"),
            ("missing field `token`", "missing field `token`"),
            ("unknown variant `canary`, expected `a` or `b`", "unknown variant, expected `a` or `b`"),
            ("unknown field `canary`, expected `a`", "unknown field, expected `a`"),
            ("bad date: canary", "the type rejected a string"),
        ] {
            assert_eq!(without_values(message, "a string"), shown);
        }
    }
}
