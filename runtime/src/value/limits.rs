//! What a request may be at most, and what is said of more.

/// The longest URL that `http::Uri` takes, in bytes.
pub(crate) const MAX_URL: usize = 65_534;

pub(crate) const ONE_HEADER_MORE: &str = "it is one header more than a request can carry";

pub(crate) const EMPTY_KEY: &str = "a key in it is empty";
