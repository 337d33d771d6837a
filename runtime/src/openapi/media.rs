//! Media types: what the body of a request is, and which of a document's is meant by it.

use crate::endpoint::{BodyKind, Endpoint, JsonType, Param, Place};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const ANY: &str = "*/*";

/// What the body is; `None` where there is none. A constant `Content-Type` says it, or else how the body is made.
pub(super) fn of_body(endpoint: &Endpoint) -> Option<&'static str> {
    let made = match endpoint.body() {
        BodyKind::Empty => return None,
        BodyKind::Properties => JSON,
        BodyKind::Form => FORM,
        BodyKind::Multipart => MULTIPART,
        BodyKind::Whole => of_whole(endpoint),
    };
    Some(constant(endpoint, "content-type").unwrap_or(made))
}

fn of_whole(endpoint: &Endpoint) -> &'static str {
    let whole = endpoint.param_list().iter().find(|param| param.place() == Place::Body);
    // By hand nothing else may be said of it.
    let by_kind = |param: &Param| if param.json_type() == JsonType::Unknown { ANY } else { JSON };
    whole.map_or(ANY, |param| param.media_type().unwrap_or_else(|| by_kind(param)))
}

/// The value of a header that is always the same.
pub(super) fn constant(endpoint: &Endpoint, header: &str) -> Option<&'static str> {
    let is_it = |param: &&Param| param.place() == Place::Header && param.name().eq_ignore_ascii_case(header);
    endpoint.param_list().iter().find(is_it)?.value()
}

/// The media types of a list, as of `Accept`.
pub(super) fn listed(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|media_type| !media_type.is_empty())
}

/// Whether both may be of one message, either of them a range (RFC 9110, section 12.5.1). Types that are written in JSON or in XML
/// (RFC 6839) are those.
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

/// Whether JSON may be meant.
pub(super) fn is_json(media_type: &str) -> bool {
    meet(media_type, JSON)
}

/// Without parameters, whose case is not always none.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_suffixes_meet() {
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
