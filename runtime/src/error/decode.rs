//! Why a reply is not what the request's `response` type describes.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use serde_json::error::Category;

use crate::boxed::BoxError;

use super::json_path;

/// A reply that cannot be read as its type: where in it, and what was expected there.
///
/// `Display` and `Debug` show paths and kinds of values, never a value.
pub struct DecodeError(Box<Cause>);

pub(crate) enum Cause {
    Content {
        path: Option<Box<str>>,
        reason: Cow<'static, str>,
        detail: Option<Box<str>>,
    },
    /// The body did not arrive, which ends the call with another variant.
    Body(BodyFailure),
}

#[derive(Debug)]
pub(crate) enum BodyFailure {
    Broken(BoxError),
    Stalled(Duration),
    TooLarge(usize),
}

impl DecodeError {
    /// A reason that may be shown: it must not quote the reply.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Cause::Content { path: None, reason: reason.into(), detail: None }))
    }

    /// Adds words that may quote the reply. Only [`detail`](Self::detail) gives them.
    #[must_use]
    pub fn with_detail(mut self, words: impl Into<Box<str>>) -> Self {
        if let Cause::Content { detail, .. } = &mut *self.0 {
            *detail = Some(words.into());
        }
        self
    }

    /// Says where in the reply, in the style of `$.user.roles[3]`.
    #[must_use]
    pub fn at(mut self, place: impl Into<Box<str>>) -> Self {
        if let Cause::Content { path, .. } = &mut *self.0 {
            *path = Some(place.into());
        }
        self
    }

    pub(crate) fn body(failure: BodyFailure) -> Self {
        Self(Box::new(Cause::Body(failure)))
    }

    pub(crate) fn into_cause(self) -> Cause {
        *self.0
    }

    pub(crate) fn from_cause(cause: Cause) -> Self {
        Self(Box::new(cause))
    }

    /// What `serde_json` refused, in words that hold nothing of the reply but its shape.
    #[cold]
    pub(crate) fn json(body: &[u8], media_type: Option<&str>, error: &serde_json::Error) -> Self {
        let (path, reason) = match error.classify() {
            _ if body.is_empty() => (None, "the body is empty".into()),
            Category::Eof => (None, "the JSON ends early".into()),
            Category::Data => {
                let (path, found) = json_path::locate(body, json_path::offset(body, error.line(), error.column()));
                let words = error.to_string();
                let position = format!(" at line {} column {}", error.line(), error.column());
                (Some(path.into()), refusal(words.strip_suffix(&position).unwrap_or(&words), found).into())
            }
            Category::Syntax | Category::Io => match media_type {
                Some(media_type) if !media_type.contains("json") => {
                    (None, format!("it is `{media_type}`, not JSON").into())
                }
                _ => (
                    None,
                    format!("it is not JSON, at byte {}", json_path::offset(body, error.line(), error.column())).into(),
                ),
            },
        };
        Self(Box::new(Cause::Content { path, reason, detail: Some(error.to_string().into()) }))
    }

    /// Where in the reply, in the style of `$.user.roles[3]`; `None` when it is no JSON at all.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Content { path, .. } => path.as_deref(),
            Cause::Body(_) => None,
        }
    }

    /// What was expected there, without quoting the reply.
    #[must_use]
    pub fn reason(&self) -> Cow<'_, str> {
        match &*self.0 {
            Cause::Content { reason, .. } => Cow::Borrowed(reason),
            Cause::Body(BodyFailure::TooLarge(cap)) => format!("the body is longer than the cap of {cap} bytes").into(),
            Cause::Body(BodyFailure::Stalled(after)) => format!("the body did not end within {after:?}").into(),
            Cause::Body(BodyFailure::Broken(_)) => "the body ended early".into(),
        }
    }

    /// The words of `serde`, which may quote the reply.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match &*self.0 {
            Cause::Content { detail, .. } => detail.as_deref(),
            Cause::Body(_) => None,
        }
    }
}

/// serde's words for the kinds of values, and ours.
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

/// serde's words name what the type expects, which is its author's text, and what the reply has, which is not ours to show.
fn refusal(words: &str, found: &str) -> String {
    // Where a type reads by way of a buffer, its position is that of the whole, and serde's own word is the better one.
    let found =
        KINDS.iter().find(|(word, _)| words.starts_with(&format!("invalid type: {word}"))).map_or(found, |kind| kind.1);
    let starts = |prefix| words.starts_with(prefix);
    if starts("invalid type: ") || starts("invalid value: ") || starts("invalid length ") {
        // What is expected stands last: a value cannot stand behind it.
        return match words.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}, found {found}"),
            None => format!("did not expect {found}"),
        };
    }
    if starts("missing field `") || starts("duplicate field `") {
        return words.to_owned();
    }
    match words.rsplit_once("`, expected ") {
        Some((_, expected)) if starts("unknown variant `") => format!("unknown variant, expected {expected}"),
        Some((_, expected)) if starts("unknown field `") => format!("unknown field, expected {expected}"),
        _ => format!("the type refuses {found}"),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot read the reply: ")?;
        if let Some(path) = self.path() {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.reason())
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("path", &self.path())
            .field("reason", &self.reason())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_the_type_and_not_the_value() {
        for (words, shown) in [
            ("invalid type: string \"can, expected ary at line 1\", expected u64", "expected u64, found a string"),
            ("invalid type: map, expected u64", "expected u64, found an object"),
            ("invalid value: integer `-1`, expected u8", "expected u8, found a string"),
            ("missing field `token`", "missing field `token`"),
            ("unknown variant `canary`, expected `a` or `b`", "unknown variant, expected `a` or `b`"),
            ("unknown field `canary`, expected `a`", "unknown field, expected `a`"),
            ("bad date: canary", "the type refuses a string"),
        ] {
            assert_eq!(refusal(words, "a string"), shown);
        }
    }
}
