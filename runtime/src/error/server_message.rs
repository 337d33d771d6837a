//! Finds the server's own message in the body of an error response.

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::secrets::Cleaner;

/// Where a JSON body commonly has its message, as JSON Pointers, the most specific first.
const COMMON_PLACES: [&str; 8] = [
    "/message",
    "/error/message",
    "/error_description",
    "/detail",
    "/title",
    "/error",
    "/errors/0/message",
    "/generalErrors/0/message",
];

/// The server's message in the body of an error response, not yet cleaned of secrets.
#[derive(Debug, PartialEq)]
pub(crate) enum Message {
    /// A string in a JSON body.
    InJson(String),
    /// A whole text body, whose first line is the message. A secret may contain line breaks, so the secrets are removed before the
    /// first line is cut off.
    Text(String),
}

impl Message {
    pub(crate) fn shown(&self, cleaner: &Cleaner<'_>) -> Box<str> {
        match self {
            Self::InJson(text) => cleaner.shown(text),
            Self::Text(text) => cleaner.first_line(text),
        }
    }
}

pub(crate) fn message(headers: &HeaderMap, body: &[u8], pointer: Option<&str>) -> Option<Message> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.as_bytes().get(..10));
    if media_type.is_some_and(|media_type| media_type.eq_ignore_ascii_case(b"text/plain")) {
        let text = String::from_utf8_lossy(body).trim().to_owned();
        return (!text.is_empty()).then_some(Message::Text(text));
    }
    let json = serde_json::from_slice::<Value>(body).ok()?;
    let text = |pointer: &str| Some(Message::InJson(json.pointer(pointer)?.as_str()?.to_owned()));
    match pointer {
        Some(pointer) => text(pointer),
        None => COMMON_PLACES.into_iter().find_map(text).or_else(|| first_field_error(body).map(Message::InJson)),
    }
}

/// The first message in `fieldErrors`, in document order, which a `Value` does not keep.
fn first_field_error(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<FirstIn<BODY>>(body).ok()?.0
}

/// Deserializes the first message in an object.
struct FirstIn<const OBJECT: u8>(Option<String>);

const BODY: u8 = 0;
const FIELD_ERRORS: u8 = 1;

impl<'de, const OBJECT: u8> Deserialize<'de> for FirstIn<OBJECT> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Self(None))
    }
}

impl<'de, const OBJECT: u8> Visitor<'de> for FirstIn<OBJECT> {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Self, A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let found = if OBJECT == FIELD_ERRORS {
                let errors: Value = members.next_value()?;
                errors.pointer("/0/message").and_then(Value::as_str).map(str::to_owned)
            } else if name == "fieldErrors" {
                members.next_value::<FirstIn<FIELD_ERRORS>>()?.0
            } else {
                members.next_value::<IgnoredAny>()?;
                None
            };
            self.0 = self.0.or(found);
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn finds_the_message_in_the_common_places() {
        let json = HeaderMap::new();
        for (body, pointer, found) in [
            (r#"{"message":"a","title":"b"}"#, None, Some("a")),
            (r#"{"error":{"message":"a"}}"#, None, Some("a")),
            (r#"{"error":"invalid_grant","error_description":"a"}"#, None, Some("a")),
            (r#"{"error":"a"}"#, None, Some("a")),
            (r#"{"errors":[{"message":"a"}]}"#, None, Some("a")),
            (r#"{"generalErrors":[{"code":"c","message":"a"}]}"#, None, Some("a")),
            (r#"{"fieldErrors":{"z":[],"b":[{"message":"a"}],"a":[{"message":"c"}]},"x":{}}"#, None, Some("a")),
            (r#"{"fieldErrors":[{"message":"a"}]}"#, None, None),
            (r#"{"fieldErrors":{"x":[{"code":"c","message":"a"}]}}"#, None, Some("a")),
            (r#"{"message":"b","deep":["a"]}"#, Some("/deep/0"), Some("a")),
            (r#"{"message":"b"}"#, Some("/deep/0"), None),
            (r#"{"message":7}"#, None, None),
            ("<html>", None, None),
            ("", None, None),
        ] {
            let found = found.map(|text: &str| Message::InJson(text.to_owned()));
            assert_eq!(message(&json, body.as_bytes(), pointer), found, "{body}");
        }
        let text = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("Text/Plain; charset=utf-8"))]);
        let first = |body: &[u8]| message(&text, body, None).map(|message| message.shown(&Cleaner::new(["line\nend"])));
        assert_eq!(first(b"\n first \nsecond").as_deref(), Some("first"));
        assert_eq!(first(b"a line\nend b\nc").as_deref(), Some("a REDACTED b"));
        assert_eq!(first(b" \n"), None);
    }
}
