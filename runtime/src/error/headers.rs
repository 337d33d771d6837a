//! The response headers that errors use: the request ID, and safe ones. Safe headers are those whose values may be shown.

use std::fmt;

use http::{HeaderMap, HeaderName};

use crate::secret::REDACTED;

use super::secrets::Cleaner;
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

/// How many headers are shown.
const MOST_SHOWN: usize = 100;

/// The names of the headers, and the values of the safe ones. All are cleaned and cut as the server's message is.
#[derive(Default)]
pub(crate) struct ShownHeaders {
    shown: Vec<(Box<str>, Box<str>)>,
    more: usize,
}

impl ShownHeaders {
    pub(crate) fn of(headers: &HeaderMap, cleaner: &Cleaner<'_>) -> Self {
        let shown = headers.iter().take(MOST_SHOWN).map(|(name, value)| {
            let text = value.to_str().ok().filter(|text| is_safe(name, text));
            let text = text.and_then(|text| cleaner.shown(text));
            let name = cleaner.shown(name.as_str());
            (name.unwrap_or_else(|| REDACTED.into()), text.unwrap_or_else(|| REDACTED.into()))
        });
        Self { shown: shown.collect(), more: headers.len().saturating_sub(MOST_SHOWN) }
    }
}

impl ShownHeaders {
    /// The headers that may be shown where the call's secrets are not known.
    pub(crate) fn of_any_call(headers: &HeaderMap) -> Self {
        Self::of(headers, &Cleaner::new(std::iter::empty::<&str>()))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.shown.iter().map(|(name, value)| (&**name, &**value))
    }
}

impl fmt::Debug for ShownHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = (self.more > 0).then(|| ("…".into(), format!("{} more", self.more).into()));
        f.debug_map().entries(self.shown.iter().cloned().chain(more)).finish()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn shows_safe_values_cleaned_and_cut() {
        let mut headers = HeaderMap::new();
        for (name, value) in
            [("server", "a-long-token\t"), ("vary", &"v".repeat(300_000)), ("x-a", "hidden"), ("via-a-long-token", "")]
        {
            headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let shown = |headers: &HeaderMap| format!("{:?}", ShownHeaders::of(headers, &Cleaner::new(["a-long-token"])));
        assert_eq!(
            shown(&headers),
            format!(
                r#"{{"server": "REDACTED\\t", "vary": "{}…", "x-a": "REDACTED", "via-REDACTED": "REDACTED"}}"#,
                "v".repeat(200)
            )
        );
        for _ in 0..5_000 {
            headers.append("vary", HeaderValue::from_static("a"));
        }
        assert!(shown(&headers).ends_with(r#", "…": "4904 more"}"#), "{}", shown(&headers));
    }
}
