//! The response headers that errors use: the request ID, and those that are safe to show.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::secret::REDACTED;

use super::wait;

const REQUEST_ID: [&str; 5] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray"];

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// The headers whose values contain no user data, besides those of rate limits.
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

/// Whether the value of a header contains no user data.
fn is_safe(name: &HeaderName, value: &str) -> bool {
    SAFE.contains(&name.as_str()) || wait::is_rate_limit(name, value)
}

/// Shows the values of the safe headers, and only the names of the others.
pub(crate) struct SafeHeaders<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for SafeHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let text = value.to_str().ok().filter(|text| is_safe(name, text));
            (name.to_string(), text.unwrap_or(REDACTED).to_owned())
        };
        f.debug_map().entries(self.0.iter().map(shown)).finish()
    }
}
