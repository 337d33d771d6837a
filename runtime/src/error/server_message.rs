//! Finds the server's own message in the body of an error response.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;

use crate::json_scan::{Frame, Position, Token, Tokens, without_bom};

use super::secrets::Cleaner;

/// How much of a body is searched for the message, in bytes.
///
/// The time and the memory for it do not depend on the length of the body.
const SEARCHED: usize = 256 << 10;

/// Where a JSON body commonly has its message, as JSON Pointers, the most specific first. `*` is any property.
const COMMON_PLACES: [&str; 22] = [
    "/message",
    "/error/message",
    "/error_description",
    "/detail",
    "/title",
    "/error",
    "/errors/0/message",
    "/generalErrors/0/message",
    "/fieldErrors/*/0/message",
    "/errors/0",
    "/errors/0/detail",
    "/errors/0/title",
    "/detail/0/msg",
    "/error/0/message",
    "/error/0",
    "/0/message",
    "/Message",
    "/errors/message",
    "/errors/*/0/message",
    "/errors/*/message",
    "/errors/*/0",
    "/errors/*",
];

/// The first of several places that are equally specific. Of the messages in an `errors` object, the first in document order counts.
const FIRST_OF_EQUAL: usize = COMMON_PLACES.len() - 4;

/// The server's message in the body of an error response, not yet cleaned of secrets.
#[derive(Debug, PartialEq)]
pub(crate) enum Message {
    /// A string in a JSON body.
    InJson(String),
    /// A text body, whose first line is the message.
    ///
    /// A secret may contain line breaks, so the secrets are removed before the first line is cut off.
    Text(String),
}

impl Message {
    pub(crate) fn shown(&self, cleaner: &Cleaner<'_>) -> Option<Box<str>> {
        match self {
            Self::InJson(text) => cleaner.shown(text),
            Self::Text(text) => cleaner.first_line(text),
        }
    }
}

/// The body's message, at the pointer or in the first of the common places.
pub(crate) fn message(headers: &HeaderMap, body: &[u8], pointer: Option<&str>) -> Option<Message> {
    let body = without_bom(body.get(..SEARCHED).unwrap_or(body));
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.as_bytes().get(..10));
    let is_text = media_type.is_some_and(|media_type| media_type.eq_ignore_ascii_case(b"text/plain"));
    // Some servers send JSON as `text/plain`.
    if is_text && !is_json(body) {
        return text(body);
    }
    in_json(body, pointer).map(Message::InJson)
}

/// Whether the text is a JSON object or array, or the start of one. In the second case, the rest was cut off.
fn is_json(text: &[u8]) -> bool {
    let opens = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
    opens && serde_json::from_slice::<IgnoredAny>(text).map_or_else(|error| error.is_eof(), |_| true)
}

fn text(body: &[u8]) -> Option<Message> {
    let text = String::from_utf8_lossy(body).trim().to_owned();
    (!text.is_empty()).then_some(Message::Text(text))
}

/// Reads only the strings that can be the message.
fn in_json(json: &[u8], pointer: Option<&str>) -> Option<String> {
    let mut position = Position::default();
    let mut best: Option<(usize, String)> = None;
    for (_, token) in Tokens::new(json) {
        if let Token::String(written) = token
            && !position.is_before_name()
            && let Some(rank) = rank(&position, pointer)
            && best.as_ref().is_none_or(|(best, _)| rank < *best)
            && let Some(text) = unescaped(written)
        {
            best = Some((rank, text));
        }
        position.pass(token);
        // After the first value, and after the most specific place, there is nothing to find.
        if position.depth() == 0 || best.as_ref().is_some_and(|(rank, _)| *rank == 0) {
            break;
        }
    }
    best.map(|(_, text)| text)
}

/// How specific the place is: 0 for the pointer, then the common places in order. `None` if no message is there.
fn rank(position: &Position<'_>, pointer: Option<&str>) -> Option<usize> {
    if pointer.is_some_and(|pointer| is_at(position, pointer, false)) {
        return Some(0);
    }
    let common = COMMON_PLACES.iter().position(|place| is_at(position, place, true))?;
    Some(common.min(FIRST_OF_EQUAL) + usize::from(pointer.is_some()))
}

/// Whether the position is the one that the JSON Pointer names (RFC 6901).
fn is_at(position: &Position<'_>, pointer: &str, has_wildcards: bool) -> bool {
    let frames = position.frames();
    let mut names = pointer.split('/').skip(1);
    position.depth() == frames.len()
        && frames.iter().all(|frame| {
            names.next().is_some_and(|name| match frame {
                Frame::Object(Some(_)) if has_wildcards && name == "*" => true,
                Frame::Object(Some(written)) => is_name(written, name),
                Frame::Object(None) => false,
                Frame::Array(index) => name.parse() == Ok(*index),
            })
        })
        && names.next().is_none()
}

/// Whether the property's name, as written in JSON, matches a name in a JSON Pointer.
fn is_name(written: &[u8], name: &str) -> bool {
    if !name.contains('~') && !written.contains(&b'\\') {
        return written == name.as_bytes();
    }
    let quoted = [b"\"", written, b"\""].concat();
    let written = serde_json::from_slice::<Cow<'_, str>>(&quoted).unwrap_or_default();
    written == name.replace("~1", "/").replace("~0", "~")
}

/// The text of a string in JSON; `None` if it is blank. Of a string that is cut off, the text before the cut.
fn unescaped(written: &[u8]) -> Option<String> {
    let whole = String::from_utf8_lossy(written);
    let text = serde_json::from_str::<String>(&whole).ok().or_else(|| {
        // At most an escape of a surrogate pair is incomplete.
        let ends = whole.char_indices().rev().map(|(end, c)| end + c.len_utf8());
        ends.take(12).find_map(|end| serde_json::from_str::<String>(&format!("{}\"", &whole[..end])).ok())
    });
    text.filter(|text| !text.trim().is_empty())
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
            (r#"{"title":"b","message":"a"}"#, None, Some("a")),
            (r#"{"error":{"message":"a"}}"#, None, Some("a")),
            (r#"{"error":"invalid_grant","error_description":"a"}"#, None, Some("a")),
            (r#"{"error":"a"}"#, None, Some("a")),
            (r#"{"errors":[{"message":"a"}]}"#, None, Some("a")),
            (r#"{"generalErrors":[{"code":"c","message":"a"}]}"#, None, Some("a")),
            (r#"{"fieldErrors":{"z":[],"b":[{"message":"a"}],"a":[{"message":"c"}]},"x":{}}"#, None, Some("a")),
            (r#"{"fieldErrors":[{"message":"a"}]}"#, None, None),
            (r#"{"fieldErrors":{"x":[{"code":"c","message":"a"}]}}"#, None, Some("a")),
            (r#"{"errors":["a","b"]}"#, None, Some("a")),
            (r#"{"errors":[{"status":"403","title":"b","detail":"a"}]}"#, None, Some("a")),
            (r#"{"errors":[{"code":"b","title":"a"}]}"#, None, Some("a")),
            (r#"{"errors":[[],"b"]}"#, None, None),
            (r#"{"detail":[{"loc":["body","n"],"msg":"a"}]}"#, None, Some("a")),
            (r#"{"detail":"a"}"#, None, Some("a")),
            (r#"{"error":["a","b"]}"#, None, Some("a")),
            (r#"{"error":[{"code":7,"message":"a"}]}"#, None, Some("a")),
            (r#"[{"code":7,"message":"a"},{"message":"b"}]"#, None, Some("a")),
            (r#"["a"]"#, None, None),
            (r#"{"Message":"a"}"#, None, Some("a")),
            (r#"{"Message":"b","message":"a"}"#, None, Some("a")),
            (r#"{"errors":{"z":[],"n":["a","b"],"m":["c"]}}"#, None, Some("a")),
            (r#"{"errors":{"n":{"kind":"k","message":"a"},"m":"c"}}"#, None, Some("a")),
            (r#"{"errors":{"n":[{"message":"a"}]}}"#, None, Some("a")),
            (r#"{"errors":{"code":"E1","message":"a"}}"#, None, Some("a")),
            (r#"{"errors":{"n":"a"}}"#, None, Some("a")),
            (r#"{"message":"b","deep":["a"]}"#, Some("/deep/0"), Some("a")),
            (r#"{"deep":["a"],"message":"b"}"#, Some("/deep/0"), Some("a")),
            (r#"{"message":"a"}"#, Some("/deep/0"), Some("a")),
            (r#"{"message":"a","deep":[7]}"#, Some("/deep/0"), Some("a")),
            (r#"{"a/b~":{"\u0063":"a"},"*":"b"}"#, Some("/a~1b~0/c"), Some("a")),
            (r#"{"message":"b","*":{"x":"c"},"x":"d"}"#, Some("/*"), Some("b")),
            (r#""a""#, Some(""), Some("a")),
            (r#"{"message":7}"#, None, None),
            (r#"{"message":" ","error":"a"}"#, None, Some("a")),
            ("\u{FEFF}{\"message\":\"a\"}", None, Some("a")),
            (r#"{"x":{"message":"b"},"message":"a\u00"#, None, Some("a")),
            ("<html>", None, None),
            ("", None, None),
        ] {
            let found = found.map(|text: &str| Message::InJson(text.to_owned()));
            assert_eq!(message(&json, body.as_bytes(), pointer), found, "{body}");
        }
        let text = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("Text/Plain; charset=utf-8"))]);
        let first =
            |body: &[u8]| message(&text, body, None).and_then(|message| message.shown(&Cleaner::new(["line\nend"])));
        assert_eq!(first(b"\n first \nsecond").as_deref(), Some("first"));
        assert_eq!(first("\u{FEFF}first".as_bytes()).as_deref(), Some("first"));
        assert_eq!(first(b"a line\nend b\nc").as_deref(), Some("a REDACTED b"));
        assert_eq!(first(br#"{"errors":["a"]}"#).as_deref(), Some("a"));
        assert_eq!(first(br#"{"message":"a"} is not allowed"#).as_deref(), Some(r#"{"message":"a"} is not allowed"#));
        assert_eq!(first(b" \n"), None);
        assert_eq!(first(b"404").as_deref(), Some("404"));
        assert_eq!(first(b"[error] x").as_deref(), Some("[error] x"));
        // JSON is never shown as text, even if it has no message or is cut off.
        for json in
            [&br#"{"token":"a"}"#[..], br#" [{"token":"a"}]"#, br#"{"token":"a"#, b"\xEF\xBB\xBF{\"token\":\"\xC3"]
        {
            assert_eq!(first(json), None, "{json:?}");
        }
        for after in ["", r#","message":"a""#] {
            let long = format!(r#"{{"items":["{}"]{after}}}"#, "é".repeat(SEARCHED));
            assert_eq!(first(long.as_bytes()), None);
        }
        let long = format!(r#"{{"message":"a","items":["{}"]}}"#, "é".repeat(SEARCHED));
        assert_eq!(first(long.as_bytes()).as_deref(), Some("a"));
    }

    #[test]
    fn searches_only_the_beginning_of_a_long_body() {
        let json = HeaderMap::new();
        let long = format!(r#"{{"message":"{}"}}"#, "a".repeat(10 << 20));
        let Some(Message::InJson(found)) = message(&json, long.as_bytes(), None) else { panic!() };
        assert!(found.len() < SEARCHED && found.bytes().all(|byte| byte == b'a'));
        for (first, part) in
            [("[", r#"{"":0},"#), ("", "["), ("", r#"{"errors":"#), (r#"{"detail":["#, r#""","#), ("[", r#""\\","#)]
        {
            let body = first.to_owned() + &part.repeat((10 << 20) / part.len());
            assert_eq!(message(&json, body.as_bytes(), Some("/x/y/z")), None, "{part}");
        }
    }
}
