//! What a request body contains: JSON, a form, parts, text or bytes.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use url::form_urlencoded;

use super::message::Pairs;

/// A body that was read by its media type.
pub(super) enum Content {
    Empty,
    Json(Value),
    Form(Pairs),
    Multipart(Vec<Part>),
    Text(String),
    Bytes(Bytes),
}

/// One part of a multipart body (RFC 7578).
#[derive(PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Bytes,
}

impl Content {
    pub(super) fn of(headers: &HeaderMap, body: &Bytes) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if body.is_empty() {
            return Self::Empty;
        }
        if (essence == "application/json" || essence.ends_with("+json"))
            && let Ok(value) = serde_json::from_slice(body)
        {
            return Self::Json(value);
        }
        if essence == "application/x-www-form-urlencoded" {
            return Self::Form(form_urlencoded::parse(body).into_owned().collect());
        }
        if essence.starts_with("multipart/")
            && let Some(parts) = boundary_of(kind).and_then(|boundary| parts_of(body, boundary))
        {
            return Self::Multipart(parts);
        }
        // The media type of JSON may be any, such as `application/vnd.api`.
        if !essence.starts_with("text/")
            && matches!(body.first(), Some(b'{' | b'['))
            && let Ok(value) = serde_json::from_slice(body)
        {
            return Self::Json(value);
        }
        match std::str::from_utf8(body) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Bytes(body.clone()),
        }
    }

    /// What the body is called in a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Json(_) => "JSON",
            Self::Form(_) => "a form",
            Self::Multipart(_) => "a multipart body",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

fn boundary_of(content_type: &str) -> Option<&str> {
    let (_, boundary) = content_type.split_once("boundary=")?;
    Some(boundary.split(';').next().unwrap_or_default().trim().trim_matches('"'))
}

/// The parts of a multipart body (RFC 2046, section 5.1). `None` if the body is not one.
fn parts_of(body: &Bytes, boundary: &str) -> Option<Vec<Part>> {
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(delimiter.trim_start().as_bytes())?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        rest = rest.strip_prefix(b"\r\n")?;
        let end = find(rest, delimiter.as_bytes())?;
        parts.push(part_of(body, rest.get(..end)?)?);
        rest = rest.get(end + delimiter.len()..)?;
    }
    Some(parts)
}

fn part_of(body: &Bytes, written: &[u8]) -> Option<Part> {
    let end = find(written, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(written.get(..end)?);
    let mut part = Part {
        name: String::new(),
        file_name: None,
        content_type: None,
        content: body.slice_ref(written.get(end + 4..)?),
    };
    for (name, value) in head.split("\r\n").filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("content-disposition") {
            part.name = quoted_parameter(value, "; name=\"")?;
            part.file_name = quoted_parameter(value, "; filename=\"");
        } else if name.eq_ignore_ascii_case("content-type") {
            part.content_type = Some(value.trim().to_owned());
        }
    }
    Some(part)
}

/// The value of a parameter. Browsers escape the quotes in it (WHATWG HTML, section 4.10.22.7).
fn quoted_parameter(header: &str, begin: &str) -> Option<String> {
    let (_, rest) = header.split_once(begin)?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
