//! The response headers that errors use: `Retry-After`, the request ID, and those that are safe to show.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::secret::REDACTED;

use super::secrets::Cleaner;

pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that overflows is longer than anybody waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO))
}

const REQUEST_ID: [&str; 5] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray"];

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// The headers whose values contain no user data.
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
            let text = value.to_str().ok().filter(|_| SAFE.contains(&name.as_str()));
            let text = text.and_then(|text| cleaner.shown(text));
            let name = cleaner.shown(name.as_str());
            (name.unwrap_or_else(|| REDACTED.into()), text.unwrap_or_else(|| REDACTED.into()))
        });
        Self { shown: shown.collect(), more: headers.len().saturating_sub(MOST_SHOWN) }
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
    use http::{HeaderName, HeaderValue};

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

    #[test]
    fn reads_retry_after_as_seconds_or_a_date() {
        let after = |value| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]));
        assert_eq!(after("120"), Some(Duration::from_secs(120)));
        assert_eq!(after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!((after("-1"), after("+1"), after("1.5"), after("")), (None, None, None, None));
        assert_eq!(after("99999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(after("Wednesday, 21-Oct-15 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("Wed Oct 21 07:28:00 2015"), Some(Duration::ZERO));
        let future = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(90));
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_str(&future).unwrap())]);
        let wait = retry_after(&headers).unwrap();
        assert!(wait > Duration::from_secs(60) && wait <= Duration::from_secs(90));
    }
}
