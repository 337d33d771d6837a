//! Decompresses the body of a response: `Content-Encoding` (RFC 9110, section 8.4).

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod body;
#[cfg(feature = "brotli")]
mod brotli;
mod coding;
mod error;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod input;
#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod step;
#[cfg(feature = "zstd")]
mod zstd;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Method, Response, StatusCode};

use super::Body;

pub(crate) use error::CodingError;

/// The value of `Accept-Encoding` that the client sends; `None` if no coding is enabled.
///
/// `deflate` is decoded, but not asked for: servers disagree about what it is.
pub(crate) const ACCEPTED: Option<HeaderValue> =
    match (cfg!(feature = "gzip"), cfg!(feature = "brotli"), cfg!(feature = "zstd")) {
        (false, false, false) => None,
        (true, false, false) => Some(HeaderValue::from_static("gzip")),
        (false, true, false) => Some(HeaderValue::from_static("br")),
        (false, false, true) => Some(HeaderValue::from_static("zstd")),
        (true, true, false) => Some(HeaderValue::from_static("gzip, br")),
        (true, false, true) => Some(HeaderValue::from_static("gzip, zstd")),
        (false, true, true) => Some(HeaderValue::from_static("br, zstd")),
        (true, true, true) => Some(HeaderValue::from_static("gzip, br, zstd")),
    };

/// Makes the body of a response decode itself while it is read. It also removes the headers that described the encoded body.
///
/// A response that has no body or a part of one is returned unchanged. If a coding is unknown, reading the body fails.
pub(crate) fn decode(method: &Method, reply: &mut Response<Body>) {
    if !reply.headers().contains_key(CONTENT_ENCODING) || has_no_whole_body(method, reply.status()) {
        return;
    }
    match coding::read(reply.headers()) {
        Ok(codings) if codings.is_empty() => {}
        Ok(codings) => {
            reply.headers_mut().remove(CONTENT_ENCODING);
            reply.headers_mut().remove(CONTENT_LENGTH);
            let body = std::mem::take(reply.body_mut());
            *reply.body_mut() = coding::decoded(body, &codings);
        }
        Err(error) => {
            let body = std::mem::take(reply.body_mut());
            *reply.body_mut() = body.undecodable(error);
        }
    }
}

/// Whether the response has no body, or one byte range of the encoded body. Such a range cannot be decoded by itself.
fn has_no_whole_body(method: &Method, status: StatusCode) -> bool {
    let is_without = matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT);
    is_without || method == Method::HEAD || status.is_informational()
}
