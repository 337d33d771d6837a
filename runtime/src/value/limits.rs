//! The limits of a request, and messages that several modules share.

use http::HeaderMap;

/// The length in bytes of the longest URL that `http::Uri` accepts.
pub(crate) const MAX_URL: usize = 65_534;

/// How many headers a request may have. `http::HeaderMap` panics above 24,576, and transports add headers of their own.
const MAX_HEADERS: usize = 20_000;

/// Whether the request may have one more header.
pub(crate) fn has_room(headers: &HeaderMap) -> bool {
    headers.len() < MAX_HEADERS
}

/// Whether the request has more headers than it may have.
pub(crate) fn is_overfull(headers: &HeaderMap) -> bool {
    headers.len() > MAX_HEADERS
}

pub(crate) const ONE_HEADER_MORE: &str = "the request has too many headers";

pub(crate) const INVALID_VALUE: &str = "the value is not a valid header value";

pub(crate) const EMPTY_KEY: &str = "the value contains an empty key";
