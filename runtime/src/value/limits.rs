//! The limits of a request, and messages that several modules share.

/// The length in bytes of the longest URL that `http::Uri` accepts.
pub(crate) const MAX_URL: usize = 65_534;

pub(crate) const ONE_HEADER_MORE: &str = "the request has too many headers";

pub(crate) const INVALID_VALUE: &str = "the value is not a valid header value";

pub(crate) const EMPTY_KEY: &str = "the value contains an empty key";
