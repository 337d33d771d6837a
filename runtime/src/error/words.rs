//! What of a reply an error tells: the server's message, its name for the request, when to come again.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::encode::value::REDACTED;

use super::cleaner::Cleaner;

/// Where a JSON body usually has its message, as JSON Pointers in the order of trust.
const USUAL_PLACES: [&str; 8] = [
    "/message",
    "/error/message",
    "/error_description",
    "/detail",
    "/title",
    "/error",
    "/errors/0/message",
    "/generalErrors/0/message",
];

/// The server's message in an error's body, not yet fit to be shown.
#[derive(Debug, PartialEq)]
pub(crate) enum Message {
    /// A text in a JSON body.
    InJson(String),
    /// The whole of a body that is text. Its first line is the message, which is found once the secrets are out: they may have
    /// line ends in them.
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
        None => USUAL_PLACES.into_iter().find_map(text).or_else(|| first_field_error(body).map(Message::InJson)),
    }
}

/// The first message of `fieldErrors`, in the order of the document, which a `Value` does not keep.
fn first_field_error(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<FirstIn<BODY>>(body).ok()?.0
}

/// The first message in an object.
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

pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // What is too much for a number is longer than anybody waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO))
}

const REQUEST_ID: [&str; 5] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray"];

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// The headers that hold nothing of a user's.
const SAFE: [&str; 10] = [
    "age",
    "allow",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "server",
    "transfer-encoding",
    "vary",
];

/// Shows the values of safe headers, and of the others only that they are there.
pub(crate) struct SafeHeaders<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for SafeHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let text = value.to_str().ok().filter(|_| SAFE.contains(&name.as_str()));
            (name.to_string(), text.unwrap_or(REDACTED).to_owned())
        };
        f.debug_map().entries(self.0.iter().map(shown)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_message_in_the_usual_places() {
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

    #[test]
    fn reads_retry_after_as_seconds_or_a_date() {
        let after = |value| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]));
        assert_eq!(after("120"), Some(Duration::from_mins(2)));
        assert_eq!(after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!((after("-1"), after("+1"), after("1.5"), after("")), (None, None, None, None));
        assert_eq!(after("99999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(after("Wednesday, 21-Oct-15 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("Wed Oct 21 07:28:00 2015"), Some(Duration::ZERO));
        let future = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(90));
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(&future).unwrap())]);
        let wait = retry_after(&headers).unwrap();
        assert!(wait > Duration::from_mins(1) && wait <= Duration::from_secs(90));
    }
}
