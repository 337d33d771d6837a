//! Decides which redirects a client follows: those of GET and HEAD, within the origin.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode, Uri};
use url::Url;

/// More than any well-behaved server needs.
pub(super) const MAX_HOPS: u32 = 5;

/// Whether redirects of a request with this method are followed.
pub(super) fn is_followed(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Returns the target of a redirect; `None` if it is not followed. Another origin would receive values that are meant for this one.
pub(super) fn next(from: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Uri> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?;
    let from = Url::parse(&from.to_string()).ok()?;
    let mut to = from.join(location).ok()?;
    to.set_fragment(None);
    let has_credentials = !to.username().is_empty() || to.password().is_some();
    (!has_credentials && to.origin() == from.origin()).then(|| to.as_str().parse().ok())?
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn stays_within_the_origin() {
        let from: Uri = "https://h.example:8443/a/b?q=1".parse().unwrap();
        for (location, to) in [
            ("/c?d#e", Some("https://h.example:8443/c?d")),
            ("c", Some("https://h.example:8443/a/c")),
            ("?x", Some("https://h.example:8443/a/b?x")),
            ("https://h.example:8443/c", Some("https://h.example:8443/c")),
            ("https://h.example/c", None),
            ("http://h.example:8443/c", None),
            ("//other.example:8443/c", None),
            ("https://u:p@h.example:8443/c", None),
            ("https://u@h.example:8443/c", None),
            ("https://[", None),
            ("data:x", None),
        ] {
            let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
            let found = next(&from, StatusCode::TEMPORARY_REDIRECT, &headers);
            assert_eq!(found, to.map(|to| to.parse().unwrap()), "{location}");
            assert_eq!(next(&from, StatusCode::NOT_MODIFIED, &headers), None);
        }
    }
}
