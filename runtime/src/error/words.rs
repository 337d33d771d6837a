//! The server's own words, made fit to be shown: found, cleaned of secrets, escaped, cut.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::encode::buffer::Buffer;
use crate::encode::percent;
use crate::encode::value::REDACTED;

/// How many characters of a server's message are shown.
const MAX_MESSAGE: usize = 200;
/// Shorter values stand in too many words for their replacement to help anyone.
const MIN_SECRET: usize = 8;

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
pub(crate) fn message(headers: &HeaderMap, body: &[u8], pointer: Option<&str>) -> Option<String> {
    if let Ok(json) = serde_json::from_slice::<Value>(body) {
        let text = |pointer: &str| Some(json.pointer(pointer)?.as_str()?.to_owned());
        return match pointer {
            Some(pointer) => text(pointer),
            None => USUAL_PLACES.into_iter().find_map(text).or_else(|| first_field_error(&json)),
        };
    }
    let is_text = headers.get(CONTENT_TYPE).is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/plain"));
    let first = String::from_utf8_lossy(body.split(|&byte| byte == b'\n').next()?).trim().to_owned();
    (is_text && !first.is_empty()).then_some(first)
}

fn first_field_error(json: &Value) -> Option<String> {
    let fields = json.get("fieldErrors")?.as_object()?;
    fields.values().find_map(|errors| Some(errors.get(0)?.get("message")?.as_str()?.to_owned()))
}

/// Replaces each secret of the call, however it is escaped.
pub(crate) struct Cleaner {
    /// Longest first, so that a secret within another leaves nothing of it.
    spellings: Vec<String>,
}

impl Cleaner {
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spellings: Vec<String> =
            secrets.into_iter().filter(|secret| secret.len() >= MIN_SECRET).flat_map(spellings).collect();
        spellings.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        spellings.dedup();
        Self { spellings }
    }

    fn clean(&self, text: &str) -> String {
        let clean =
            |text: String, secret: &String| if text.contains(secret) { text.replace(secret, REDACTED) } else { text };
        self.spellings.iter().fold(text.to_owned(), clean)
    }

    /// The text as it may be shown.
    pub(crate) fn shown(&self, text: &str) -> Box<str> {
        escape_and_cut(&self.clean(text)).into()
    }
}

/// As it is, percent-encoded in both cases and as a form has it, and within a JSON string in both ways to write a slash.
fn spellings(secret: &str) -> [String; 6] {
    let mut encoded = Buffer::new();
    percent::encode(&mut encoded, secret.as_bytes());
    let upper = String::from_utf8_lossy(encoded.as_slice()).into_owned();
    let form = upper.replace("%20", "+");
    let lower = lower_escapes(&upper);
    let json = Value::from(secret).to_string();
    let json = json.get(1..json.len() - 1).unwrap_or_default().to_owned();
    let slashes = json.replace('/', "\\/");
    [secret.to_owned(), upper, form, lower, json, slashes]
}

fn lower_escapes(encoded: &str) -> String {
    let mut pieces = encoded.split('%');
    let mut lower = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        lower.push('%');
        lower.push_str(&digits.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

fn escape_and_cut(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MAX_MESSAGE {
            shown.push('…');
            break;
        }
        if is_unsafe(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Control characters, line and paragraph separators, and what reorders or hides text (Unicode's `Bidi_Control`, and the
/// characters of no width).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
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
pub(super) struct SafeHeaders<'a>(pub(super) &'a HeaderMap);

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
            (r#"{"fieldErrors":{"x":[{"code":"c","message":"a"}]}}"#, None, Some("a")),
            (r#"{"message":"b","deep":["a"]}"#, Some("/deep/0"), Some("a")),
            (r#"{"message":"b"}"#, Some("/deep/0"), None),
            (r#"{"message":7}"#, None, None),
            ("<html>", None, None),
            ("", None, None),
        ] {
            assert_eq!(message(&json, body.as_bytes(), pointer).as_deref(), found, "{body}");
        }
        let text = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))]);
        assert_eq!(message(&text, b" first \nsecond", None).as_deref(), Some("first"));
    }

    #[test]
    fn replaces_each_spelling_of_a_secret() {
        let cleaner = Cleaner::new(["can+ary/\"se cret", "short", "can+ary/\"se cret and more"]);
        for text in [
            "can+ary/\"se cret",
            "can%2Bary%2F%22se%20cret",
            "can%2bary%2f%22se%20cret",
            "can%2Bary%2F%22se+cret",
            "can+ary/\\\"se cret",
            "can+ary\\/\\\"se cret",
            "can+ary/\"se cret and more",
        ] {
            assert_eq!(&*cleaner.shown(&format!("<{text}> short")), "<REDACTED> short", "{text}");
        }
    }

    #[test]
    fn escapes_what_could_deceive_a_reader_and_cuts() {
        let cleaner = Cleaner::new([]);
        assert_eq!(&*cleaner.shown("a\r\n\u{202e}b\u{2028}"), "a\\r\\n\\u{202e}b\\u{2028}");
        assert_eq!(cleaner.shown(&"é".repeat(300)).chars().count(), MAX_MESSAGE + 1);
    }

    #[test]
    fn reads_retry_after_as_seconds_or_a_date() {
        let after = |value| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]));
        assert_eq!(after("120"), Some(Duration::from_mins(2)));
        assert_eq!(after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!(after("-1"), None);
        let future = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(90));
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(&future).unwrap())]);
        let wait = retry_after(&headers).unwrap();
        assert!(wait > Duration::from_mins(1) && wait <= Duration::from_secs(90));
    }
}
