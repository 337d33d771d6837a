//! API keys in a header, a query parameter or a cookie.

use std::fmt;

use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderName, HeaderValue, Uri};
use url::form_urlencoded;

use crate::boxed::{BoxError, BoxFuture};
use crate::endpoint::Place;
use crate::endpoint::grammar::is_tchar;
use crate::secret::REDACTED;
use crate::shown::Quoted;
use crate::value::buffer::Buffer;
use crate::value::limits::MAX_URL;
use crate::value::names::is_reserved;
use crate::value::{cookie, header, percent};

use super::{Authenticate, added};

/// An API key, sent as a header, a query parameter or a cookie.
///
/// This is `apiKey` in OpenAPI. A request must not set a parameter of the same name itself: see [`Authenticate::sets`].
///
/// # Errors
///
/// The constructors do not fail. If the name or the key is empty or not valid in its place, each call fails with
/// [`Error::Auth`](crate::Error::Auth), and nothing is sent.
///
/// # Examples
///
/// ```
/// use api_request::{ApiKey, Client};
///
/// # fn build() -> Result<Client, api_request::error::ConfigError> {
/// let client = Client::builder("https://api.example.com").auth(ApiKey::header("X-Api-Key", "bf69486b...")).build()?;
/// # Ok(client)
/// # }
/// ```
#[derive(Clone)]
pub struct ApiKey {
    place: Place,
    name: Box<str>,
    key: Result<Key, &'static str>,
}

#[derive(Clone)]
enum Key {
    Header(HeaderName, HeaderValue),
    Query(Box<str>),
    Cookie(Box<str>),
}

impl ApiKey {
    /// Sends the key in the header `name`.
    ///
    /// `value` is sent unchanged. Of the headers that the client sets itself, only `Authorization` is allowed, for schemes other than
    /// `Basic` and `Bearer`.
    #[must_use]
    pub fn header(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        Self { place: Place::Header, name: name.into(), key: in_header(name, value) }
    }

    /// Sends the key in the query parameter `name`.
    ///
    /// Name and value are percent-encoded. Servers and proxies log URLs: prefer [`header`](Self::header) if the API accepts both.
    #[must_use]
    pub fn query(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        Self { place: Place::Query, name: name.into(), key: in_query(name, value) }
    }

    /// Sends the key in the cookie `name`.
    ///
    /// The cookie is added to the `Cookie` header (RFC 6265, section 5.4). Characters of the value that are not allowed in a cookie are
    /// percent-encoded.
    #[must_use]
    pub fn cookie(name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        Self { place: Place::Cookie, name: name.into(), key: in_cookie(name, value) }
    }
}

const EMPTY: &str = "the API key must not be empty";

fn in_header(name: &str, value: &str) -> Result<Key, &'static str> {
    let name = HeaderName::try_from(name).map_err(|_| "the API key's name is not a valid header name")?;
    if is_reserved(&name) && name != AUTHORIZATION {
        return Err("the API key's header is reserved: the client sets it itself");
    }
    if value.is_empty() {
        return Err(EMPTY);
    }
    header::check(value, false)
        .map_err(|_| "the API key must not begin or end with a space, or contain a control character")?;
    let mut value = HeaderValue::try_from(value).map_err(|_| "the API key is not a valid header value")?;
    value.set_sensitive(true);
    Ok(Key::Header(name, value))
}

fn in_query(name: &str, value: &str) -> Result<Key, &'static str> {
    if name.is_empty() {
        return Err("the API key's name must not be empty");
    }
    if value.is_empty() {
        return Err(EMPTY);
    }
    let mut pair = Buffer::new();
    percent::encode(&mut pair, name.as_bytes());
    pair.push(b'=');
    percent::encode(&mut pair, value.as_bytes());
    Ok(Key::Query(String::from_utf8_lossy(pair.as_slice()).into()))
}

fn in_cookie(name: &str, value: &str) -> Result<Key, &'static str> {
    if name.is_empty() || !name.bytes().all(is_tchar) {
        return Err("the API key's name is not a valid cookie name");
    }
    if value.is_empty() {
        return Err(EMPTY);
    }
    let mut pair = Buffer::new();
    pair.extend(name.as_bytes());
    pair.push(b'=');
    cookie::encode(&mut pair, value, false);
    Ok(Key::Cookie(String::from_utf8_lossy(pair.as_slice()).into()))
}

impl ApiKey {
    fn add(&self, request: &mut Parts) -> Result<(), BoxError> {
        match self.key.as_ref().map_err(|reason| *reason)? {
            Key::Header(name, value) => {
                request.headers.try_insert(name, value.clone())?;
            }
            Key::Query(pair) => {
                // A URL that the server gave is sent as it is, and may already contain a key.
                let query = request.uri.query().unwrap_or_default();
                if form_urlencoded::parse(query.as_bytes()).all(|(name, _)| name != *self.name) {
                    request.uri = with_pair(&request.uri, pair)?;
                }
            }
            Key::Cookie(pair) => {
                let mut cookies = Vec::new();
                if let Some(others) = request.headers.get(COOKIE) {
                    cookies.extend_from_slice(others.as_bytes());
                    cookies.extend_from_slice(b"; ");
                }
                cookies.extend_from_slice(pair.as_bytes());
                let mut value = HeaderValue::try_from(cookies)?;
                value.set_sensitive(true);
                request.headers.try_insert(COOKIE, value)?;
            }
        }
        Ok(())
    }
}

/// Appends a pair to the query of the URL, and keeps every other byte.
fn with_pair(uri: &Uri, pair: &str) -> Result<Uri, BoxError> {
    let mut parts = uri.clone().into_parts();
    let target = parts.path_and_query.as_ref().map_or("/", PathAndQuery::as_str);
    let separator = match uri.query() {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    let target = format!("{target}{separator}{pair}");
    let origin_len = match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => scheme.len() + "://".len() + authority.as_str().len(),
        _ => 0,
    };
    if origin_len + target.len() > MAX_URL {
        return Err("the URL with the API key must have at most 65,534 bytes".into());
    }
    parts.path_and_query = Some(target.try_into()?);
    Ok(Uri::from_parts(parts)?)
}

/// Shows the place and the name of the key. Neither the value nor an invalid name is shown.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            Ok(_) => write!(f, "ApiKey({} {:?}: {REDACTED})", self.place, Quoted(&self.name)),
            // An invalid name may be the key, passed in the wrong order.
            Err(_) => write!(f, "ApiKey({} {REDACTED}: {REDACTED})", self.place),
        }
    }
}

impl Authenticate for ApiKey {
    fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
        added(self.add(request))
    }

    fn sets(&self) -> Vec<(Place, &str)> {
        // `authenticate` reports a key that cannot be sent.
        if self.key.is_ok() { vec![(self.place, &self.name)] } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_appended_to_any_url() {
        for (before, after) in [
            ("https://h.example", "https://h.example/?k=v"),
            ("https://h.example/a", "https://h.example/a?k=v"),
            ("https://h.example/a?", "https://h.example/a?k=v"),
            ("https://h.example/a%2f?b=%20&&c", "https://h.example/a%2f?b=%20&&c&k=v"),
            ("/a?b", "/a?b&k=v"),
        ] {
            let uri = with_pair(&before.parse().unwrap(), "k=v").unwrap();
            assert_eq!(uri.to_string(), after);
        }
    }

    #[test]
    fn the_length_of_the_url_is_limited() {
        let uri: Uri = "https://h.example/a".parse().unwrap();
        let room = MAX_URL - "https://h.example/a?k=".len();
        let longest = with_pair(&uri, &format!("k={}", "v".repeat(room))).unwrap();
        assert_eq!(longest.to_string().len(), MAX_URL);
        let error = with_pair(&uri, &format!("k={}", "v".repeat(room + 1))).unwrap_err();
        assert_eq!(error.to_string(), "the URL with the API key must have at most 65,534 bytes");
    }
}
