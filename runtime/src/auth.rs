//! Credentials: the open trait, and bearer tokens.

use std::fmt;

use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::transport::{BoxError, BoxFuture};

/// Adds credentials to a request before it is sent.
///
/// Every header that it adds is taken for a secret: the client marks it sensitive and keeps it out of all that it prints.
///
/// ```
/// use api_request::auth::Authenticate;
/// use api_request::transport::{BoxError, BoxFuture};
/// use http::{HeaderValue, request::Parts};
///
/// struct SessionHeader(HeaderValue);
///
/// impl Authenticate for SessionHeader {
///     fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
///         Box::pin(async move {
///             request.headers.insert("x-session", self.0.clone());
///             Ok(())
///         })
///     }
/// }
/// ```
pub trait Authenticate: Send + Sync + 'static {
    /// Adds the credentials. `body` is `None` when the body is a stream.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Asked once after a 401, with the request as it was sent: has the next `authenticate` something fresher? If so, the call is
    /// sent once more with it, unless its body is there once.
    fn rejected<'a>(&'a self, used: &'a Parts) -> BoxFuture<'a, bool> {
        let _ = used;
        Box::pin(std::future::ready(false))
    }
}

/// A bearer token: `Authorization: Bearer <token>` (RFC 6750, section 2.1).
#[derive(Clone)]
pub struct Bearer(Result<HeaderValue, &'static str>);

impl Bearer {
    /// Takes the token as it is, without the word `Bearer`. One that is empty or that no header can carry is reported as
    /// `Error::Auth` when a request is sent.
    #[must_use]
    pub fn new(token: impl AsRef<str>) -> Self {
        Self(header_value(token.as_ref()))
    }
}

fn header_value(token: &str) -> Result<HeaderValue, &'static str> {
    if token.is_empty() {
        return Err("the bearer token is empty");
    }
    if token.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer ")) {
        return Err("the bearer token begins with the word `Bearer`: give the token alone");
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("the bearer token has a space or another character that no token has");
    }
    let mut value =
        HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| "no header can carry the bearer token")?;
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
        Box::pin(std::future::ready(match &self.0 {
            Ok(value) => {
                request.headers.insert(AUTHORIZATION, value.clone());
                Ok(())
            }
            Err(reason) => Err((*reason).into()),
        }))
    }
}
