//! Media types: that of a request body, and how it matches those of a document.

use crate::endpoint::{BodyKind, Endpoint, JsonType, Param, Place};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const ANY: &str = "*/*";

/// The media type of the body; `None` without a body. A constant `Content-Type` overrides that of the encoding.
pub(super) fn of_body(endpoint: &Endpoint) -> Option<&'static str> {
    let made = match endpoint.body() {
        BodyKind::Empty => return None,
        BodyKind::Properties => JSON,
        BodyKind::Form => FORM,
        BodyKind::Multipart => MULTIPART,
        BodyKind::Whole => of_whole(endpoint),
    };
    let declared = endpoint.content_type().filter(|_| made == JSON);
    Some(constant(endpoint, "content-type").or(declared).unwrap_or(made))
}

fn of_whole(endpoint: &Endpoint) -> &'static str {
    let whole = endpoint.param_list().iter().find(|param| param.place() == Place::Body);
    // A hand-written endpoint may not specify a media type.
    let by_kind = |param: &Param| if param.json_type() == JsonType::Unknown { ANY } else { JSON };
    whole.map_or(ANY, |param| param.media_type().unwrap_or_else(|| by_kind(param)))
}

/// The value of `Accept` that the request declares.
pub(super) fn accept(endpoint: &Endpoint) -> Option<&'static str> {
    constant(endpoint, "accept").or(endpoint.accept())
}

/// The value of a constant header.
pub(super) fn constant(endpoint: &Endpoint, header: &str) -> Option<&'static str> {
    let is_it = |param: &&Param| param.place() == Place::Header && param.name().eq_ignore_ascii_case(header);
    endpoint.param_list().iter().find(is_it)?.value()
}

/// The media types of a list such as `Accept`.
pub(super) fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|media_type| !media_type.is_empty())
}

/// Whether both may describe the same message.
///
/// Either may be a media range (RFC 9110, section 12.5.1), and a suffix such as `+json` matches its type (RFC 6839).
pub(super) fn meet(a: &str, b: &str) -> bool {
    let (a, b) = (essence(a), essence(b));
    let (Some((a_kind, a_sub)), Some((b_kind, b_sub))) = (a.split_once('/'), b.split_once('/')) else {
        return false;
    };
    let is_any = |word: &str| word == "*";
    let suffix = |sub: &str| sub.rsplit_once('+').map_or_else(|| sub.to_owned(), |(_, suffix)| suffix.to_owned());
    let alike = a_sub == b_sub || is_any(a_sub) || is_any(b_sub);
    (a_kind == b_kind && (alike || suffix(a_sub) == suffix(b_sub) && (a_sub.contains('+') || b_sub.contains('+'))))
        || is_any(a_kind)
        || is_any(b_kind)
}

/// Whether the media type matches JSON.
pub(super) fn is_json(media_type: &str) -> bool {
    meet(media_type, JSON)
}

/// The media type without its parameters, which may be case-sensitive, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_suffixes_match() {
        for (a, b) in [
            ("application/json", "Application/JSON; charset=utf-8"),
            ("application/json", "application/problem+json"),
            ("application/*", "application/json"),
            ("*/*", "image/png"),
            ("text/*", "text/csv"),
        ] {
            assert!(meet(a, b) && meet(b, a), "{a} {b}");
        }
        for (a, b) in
            [("application/json", "text/json"), ("text/*", "image/png"), ("a+json", "application/json"), ("", "")]
        {
            assert!(!meet(a, b) && !meet(b, a), "{a} {b}");
        }
    }
}
