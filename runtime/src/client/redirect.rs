//! Decides which redirects a client follows; `attempt` follows them. They are those of GET and HEAD, within the origin and to trusted
//! origins.

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode, Uri};
use url::Url;

use crate::error::Unfollowed;

use super::Inner;

/// More than any well-behaved server needs.
pub(super) const MAX_HOPS: u32 = 5;

/// Whether redirects of a request with this method are followed.
pub(super) fn is_followed(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Returns the target of a redirect, or the reason why it is not followed.
///
/// An origin that the client does not trust would receive values that are not meant for it.
pub(super) fn next(
    from: &Uri,
    status: StatusCode,
    headers: &HeaderMap,
    client: &Inner,
    has_credentials: bool,
) -> Result<Uri, Unfollowed> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Err(Unfollowed::Status);
    }
    let location = headers.get(LOCATION).ok_or(Unfollowed::NoLocation)?;
    let (from, to) = resolve(from, location.as_bytes()).ok_or(Unfollowed::Location)?;
    let (old, new) = (from.origin(), to.origin());
    if old != new {
        if from.scheme() == "https" && to.scheme() == "http" {
            return Err(Unfollowed::Downgrade);
        }
        if !client.trusts(&old) || !client.trusts(&new) {
            return Err(Unfollowed::Origin);
        }
        if has_credentials && !client.allow_plain_http && client.proxies.expose(&to) {
            return Err(Unfollowed::PlainHttp);
        }
    }
    to.as_str().parse().map_err(|_| Unfollowed::Location)
}

fn resolve(from: &Uri, location: &[u8]) -> Option<(Url, Url)> {
    let location = std::str::from_utf8(location).ok()?;
    let from = Url::parse(&from.to_string()).ok()?;
    let mut to = from.join(location).ok()?;
    to.set_fragment(None);
    let has_credentials = !to.username().is_empty() || to.password().is_some();
    (matches!(to.scheme(), "https" | "http") && !has_credentials).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http::{HeaderValue, Request, Response};

    use super::*;
    use crate::Client;
    use crate::message::Body;
    use crate::transport::Tower;

    fn client(trusted: &[&str]) -> Client {
        let nowhere = tower::service_fn(async |_: Request<Body>| Ok::<_, Infallible>(Response::new(Body::empty())));
        let builder = Client::builder("https://h.example:8443").allow_plain_http().transport(Tower(nowhere));
        trusted.iter().fold(builder, |builder, origin| builder.trusted_origin(origin)).build().unwrap()
    }

    fn next_of(client: &Client, from: &str, location: &'static str) -> Result<Uri, Unfollowed> {
        let headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(location))]);
        next(&from.parse().unwrap(), StatusCode::TEMPORARY_REDIRECT, &headers, &client.0, true)
    }

    #[test]
    fn stays_within_the_origin() {
        let client = client(&[]);
        for (location, to) in [
            ("/c?d#e", Ok("https://h.example:8443/c?d")),
            ("c", Ok("https://h.example:8443/a/c")),
            ("?x", Ok("https://h.example:8443/a/b?x")),
            ("https://h.example:8443/c", Ok("https://h.example:8443/c")),
            ("https://h.example/c", Err(Unfollowed::Origin)),
            ("http://h.example:8443/c", Err(Unfollowed::Downgrade)),
            ("//other.example:8443/c", Err(Unfollowed::Origin)),
            ("https://u:p@h.example:8443/c", Err(Unfollowed::Location)),
            ("https://u@h.example:8443/c", Err(Unfollowed::Location)),
            ("https://[", Err(Unfollowed::Location)),
            ("data:x", Err(Unfollowed::Location)),
        ] {
            let found = next_of(&client, "https://h.example:8443/a/b?q=1", location);
            assert_eq!(found, to.map(|to| to.parse().unwrap()), "{location}");
        }
        let from = "https://h.example:8443/".parse().unwrap();
        let no_location = |status| next(&from, status, &HeaderMap::new(), &client.0, true);
        assert_eq!(no_location(StatusCode::FOUND), Err(Unfollowed::NoLocation));
        assert_eq!(no_location(StatusCode::NOT_MODIFIED), Err(Unfollowed::Status));
    }

    #[test]
    fn goes_to_and_from_trusted_origins_but_never_down_to_plain_http() {
        let client = client(&["https://Files.example", "http://plain.example", "https://b\u{fc}cher.example"]);
        for (from, location, is_followed) in [
            ("https://h.example:8443/", "https://files.example:443/c", true),
            ("https://h.example:8443/", "https://b%C3%BCcher.example/c", true),
            ("https://files.example/", "https://h.example:8443/c", true),
            ("https://files.example/", "https://xn--bcher-kva.example/c", true),
            ("http://plain.example/", "https://files.example/c", true),
            ("https://files.example/", "https://other.example/c", false),
            ("https://other.example/", "https://files.example/c", false),
            ("https://other.example/", "https://other.example/c", true),
        ] {
            let expected = if is_followed { None } else { Some(Unfollowed::Origin) };
            assert_eq!(next_of(&client, from, location).err(), expected, "{from} {location}");
        }
        assert_eq!(next_of(&client, "https://files.example/", "http://plain.example/"), Err(Unfollowed::Downgrade));
    }
}
