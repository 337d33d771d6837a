//! Bearer tokens.

use std::fmt;

use http::HeaderValue;
use http::request::Parts;

use crate::boxed::{BoxError, BoxFuture};

use super::{Authenticate, added, authorize};

/// A bearer token: `Authorization: Bearer <token>` (RFC 6750, section 2.1).
#[derive(Clone)]
pub struct Bearer(Result<HeaderValue, &'static str>);

impl Bearer {
    /// Creates credentials from a token, without the word `Bearer`.
    ///
    /// # Errors
    ///
    /// The constructor does not fail. If the token is empty, or contains a space, a control character or a non-ASCII character, each
    /// call fails with [`Error::Auth`](crate::Error::Auth), and nothing is sent.
    #[must_use]
    pub fn new(token: impl AsRef<str>) -> Self {
        Self(header_value(token.as_ref()))
    }
}

pub(super) fn header_value(token: &str) -> Result<HeaderValue, &'static str> {
    if token.is_empty() {
        return Err("the bearer token must not be empty");
    }
    if token.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer ")) {
        return Err("the bearer token must not begin with the word `Bearer`: pass the token alone");
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the bearer token must contain only visible ASCII characters, without spaces");
    }
    let mut value =
        HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| "the bearer token is not a valid header value")?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(REDACTED)")
    }
}

impl Authenticate for Bearer {
    fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
        added(authorize(&self.0, request))
    }
}
