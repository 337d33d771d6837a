//! How long a server asks a client to wait, by `Retry-After` or rate-limit headers.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, StatusCode};

/// The headers of one convention for rate limits.
struct Convention {
    remaining: &'static str,
    reset: &'static str,
    is_epoch: bool,
}

const CONVENTIONS: [Convention; 3] = [
    Convention { remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset", is_epoch: true },
    Convention { remaining: "x-rate-limit-remaining", reset: "x-rate-limit-reset", is_epoch: true },
    Convention { remaining: "ratelimit-remaining", reset: "ratelimit-reset", is_epoch: false },
];

/// What one convention says about a rate limit.
#[derive(Clone, Copy, Default)]
struct Limit {
    is_used_up: bool,
    reset: Option<Duration>,
}

/// Reads `Retry-After` (RFC 9110, section 10.2.3). A date in the past gives zero.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    seconds(value).or_else(|| Some(until(httpdate::parse_http_date(value).ok()?)))
}

/// Whether a rate limit of this response is used up.
pub(crate) fn is_used_up(headers: &HeaderMap) -> bool {
    limits(headers).any(|limit| limit.is_used_up)
}

/// How long it takes until the rate limit of a failed response is reset. A time in the past gives zero.
///
/// Returns `None` if no limit is used up and the status is not 429.
pub(crate) fn rate_limit_reset(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let used_up = limits(headers).filter(|limit| limit.is_used_up).find_map(|limit| limit.reset);
    let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
    let reset = used_up.or_else(|| limits(headers).filter(|_| is_limited).find_map(|limit| limit.reset))?;
    // The draft of `RateLimit` gives precedence to `Retry-After`.
    Some(retry_after(headers).filter(|wait| !wait.is_zero()).unwrap_or(reset))
}

/// Whether the value of this header describes a rate limit and nothing of the user.
pub(crate) fn is_rate_limit(name: &HeaderName, value: &str) -> bool {
    const WORDS: [&str; 6] = ["limit", "policy", "remaining", "reset", "resource", "used"];
    let name = name.as_str();
    let Some((_, kind)) = name.split_once("ratelimit").or_else(|| name.split_once("rate-limit")) else {
        return false;
    };
    // A partition key can name the user.
    (kind.is_empty() || kind.split('-').any(|word| WORDS.contains(&word))) && !value.contains("pk=")
}

fn limits(headers: &HeaderMap) -> impl Iterator<Item = Limit> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let named = CONVENTIONS.iter().map(move |convention| Limit {
        is_used_up: text(convention.remaining).and_then(seconds).is_some_and(|left| left.is_zero()),
        reset: text(convention.reset).and_then(seconds).map(|reset| {
            if convention.is_epoch {
                SystemTime::UNIX_EPOCH.checked_add(reset).map_or(Duration::MAX, until)
            } else {
                reset
            }
        }),
    });
    named.chain(std::iter::once_with(|| of_lines(headers)))
}

/// Reads `RateLimit`: `limit=100, remaining=0, reset=50` of its older drafts, and `"burst";r=0;t=50, "daily";r=9;t=3600` of the newer.
fn of_lines(headers: &HeaderMap) -> Limit {
    let mut items: Vec<Limit> = Vec::new();
    let mut unnamed: Option<Limit> = None;
    let lines = headers.get_all("ratelimit").iter().filter_map(|value| value.to_str().ok());
    for item in lines.flat_map(|line| line.split(',')) {
        let is_older = item.trim_start().starts_with(|first: char| first.is_ascii_alphabetic()) && item.contains('=');
        let mut limit = Limit::default();
        let target = if is_older && !item.contains(';') { unnamed.get_or_insert_default() } else { &mut limit };
        for (key, value) in item.split(';').filter_map(|part| part.split_once('=')) {
            let number = seconds(value.trim());
            match key.trim() {
                "r" | "remaining" => target.is_used_up = number.is_some_and(|left| left.is_zero()),
                "t" | "reset" => target.reset = number,
                _ => {}
            }
        }
        items.push(limit);
    }
    items.extend(unnamed);
    // Every limit that is used up has to be reset. If none is, the server does not tell which one was exceeded.
    let used_up = items.iter().filter(|limit| limit.is_used_up);
    match used_up.clone().count() {
        0 => Limit { is_used_up: false, reset: items.iter().filter_map(|limit| limit.reset).min() },
        _ => Limit { is_used_up: true, reset: used_up.filter_map(|limit| limit.reset).max() },
    }
}

/// Reads a number of seconds. A fraction is rounded up, and a number that overflows is longer than anybody waits.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    Some(Duration::from_secs(whole.parse().unwrap_or(u64::MAX).saturating_add(more)))
}

fn until(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn reads_retry_after_as_seconds_or_a_date() {
        let after = |value| retry_after(&headers(&[("retry-after", value)]));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(after("120"), seconds(120));
        assert_eq!((after("299.997"), after("0.001"), after("2.000"), after("3.")), {
            (seconds(300), seconds(1), seconds(2), seconds(3))
        });
        assert_eq!((after("0"), after("0.0")), (seconds(0), seconds(0)));
        assert_eq!(
            (after("soon"), after("-1"), after("+1"), after("1.5s"), after("1.2.3")),
            (None, None, None, None, None)
        );
        assert_eq!((after(""), after("."), after("1e3"), after("1,5")), (None, None, None, None));
        assert_eq!(after("99999999999999999999"), seconds(u64::MAX));
        assert_eq!(after("18446744073709551615.5"), seconds(u64::MAX));
        assert_eq!(after("Wed, 21 Oct 2015 07:28:00 GMT"), seconds(0));
        assert_eq!(after("Wednesday, 21-Oct-15 07:28:00 GMT"), seconds(0));
        assert_eq!(after("Wed Oct 21 07:28:00 2015"), seconds(0));
        let wait = after(&httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(90))).unwrap();
        assert!(wait > Duration::from_secs(60) && wait <= Duration::from_secs(90));
    }

    #[test]
    fn reads_the_reset_of_a_limit_that_is_used_up() {
        let in_a_minute = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 60;
        let in_a_minute = in_a_minute.to_string();
        for (pairs, of_503, of_429) in [
            (&[("ratelimit-remaining", "0"), ("ratelimit-reset", "7")][..], Some(7), Some(7)),
            (&[("ratelimit-remaining", "0"), ("ratelimit-reset", "6.5")], Some(7), Some(7)),
            (&[("ratelimit-remaining", "3"), ("ratelimit-reset", "7")], None, Some(7)),
            (&[("ratelimit-reset", "7")], None, Some(7)),
            (&[("ratelimit-remaining", "0")], None, None),
            (&[("ratelimit-remaining", "0"), ("ratelimit-reset", "7"), ("retry-after", "2")], Some(2), Some(2)),
            (&[("retry-after", "2")], None, None),
            (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &in_a_minute)], Some(60), Some(60)),
            (&[("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", &in_a_minute)], Some(60), Some(60)),
            (&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", &in_a_minute)], None, Some(60)),
            (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000")], Some(0), Some(0)),
            (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "soon")], None, None),
            // The limit that is used up counts, whichever headers describe it.
            (
                &[("x-ratelimit-remaining", "9"), ("x-ratelimit-reset", &in_a_minute), ("ratelimit", "\"a\";r=0;t=5")],
                Some(5),
                Some(5),
            ),
            (&[("ratelimit", "limit=100, remaining=0, reset=50")], Some(50), Some(50)),
            (&[("ratelimit", "limit=100, remaining=2, reset=50")], None, Some(50)),
            (&[("ratelimit", "\"default\";r=0;t=30")], Some(30), Some(30)),
            (&[("ratelimit", "default;r=0;t=30")], Some(30), Some(30)),
            (&[("ratelimit", "\"burst\";r=0;t=5, \"daily\";r=8;t=900")], Some(5), Some(5)),
            (&[("ratelimit", "\"burst\";r=0;t=5"), ("ratelimit", "\"daily\";r=0;t=900")], Some(900), Some(900)),
            (&[("ratelimit", "\"burst\";r=1;t=5, \"daily\";r=8;t=900")], None, Some(5)),
            (&[("ratelimit", "\"default\";r=0")], None, None),
            (&[("ratelimit", ";;=,,")], None, None),
        ] {
            let headers = headers(pairs);
            let reset = |status| {
                let reset = rate_limit_reset(status, &headers);
                reset.map(|reset| reset.as_secs() + u64::from(reset.subsec_nanos() > 0))
            };
            let found = (reset(StatusCode::SERVICE_UNAVAILABLE), reset(StatusCode::TOO_MANY_REQUESTS));
            assert_eq!(found, (of_503, of_429), "{pairs:?}");
        }
        let endless = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "18446744073709551615")]);
        assert_eq!(rate_limit_reset(StatusCode::FORBIDDEN, &endless), Some(Duration::MAX));
    }

    #[test]
    fn knows_the_headers_of_rate_limits() {
        let is_shown = |name: &str, value| is_rate_limit(&name.parse().unwrap(), value);
        for name in [
            "ratelimit",
            "ratelimit-policy",
            "ratelimit-reset",
            "x-ratelimit-remaining",
            "x-rate-limit-reset",
            "x-ratelimit-limit-requests",
            "anthropic-ratelimit-tokens-reset",
        ] {
            assert!(is_shown(name, "1"), "{name}");
        }
        for name in ["x-ratelimit-user", "x-rate-limit-by", "x-limit", "x-remaining"] {
            assert!(!is_shown(name, "1"), "{name}");
        }
        assert!(!is_shown("ratelimit", "\"a\";r=0;t=1;pk=:YWRh:"));
    }
}
