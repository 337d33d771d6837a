//! HTTP Basic authentication.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::HeaderValue;
use http::request::Parts;

use crate::boxed::{BoxError, BoxFuture};
use crate::value::buffer::Buffer;
use crate::value::percent;

use super::{Authenticate, added, authorize};

/// A user name and a password: `Authorization: Basic <base64>` (RFC 7617).
///
/// For the id and secret of an OAuth 2.0 client, use [`form_encoded`](Self::form_encoded).
///
/// ```
/// use api_request::{Basic, Client};
///
/// # fn build() -> Result<Client, api_request::error::ConfigError> {
/// let client = Client::builder("https://auth.example.com").auth(Basic::new("ada", "correct horse")).build()?;
/// # Ok(client)
/// # }
/// ```
#[derive(Clone)]
pub struct Basic(Result<HeaderValue, &'static str>);

impl Basic {
    /// Creates credentials from a user name and a password.
    ///
    /// Both are sent as UTF-8 (RFC 7617, section 2), and both may be empty.
    ///
    /// # Errors
    ///
    /// The constructor does not fail. If the user name contains a colon, or either contains a control character, each call fails with
    /// [`Error::Auth`](crate::Error::Auth), and nothing is sent.
    #[must_use]
    pub fn new(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let (user, password) = (user.as_ref(), password.as_ref());
        Self(check(user, password).and_then(|()| header_value(user.as_bytes(), password.as_bytes())))
    }

    /// Creates credentials from the id and secret of an OAuth 2.0 client.
    ///
    /// Both are form-encoded first (RFC 6749, section 2.3.1), so they may contain any character. The result differs from
    /// [`new`](Self::new) if they contain characters other than ASCII letters, digits, `*`, `-`, `.` and `_`. Some servers do not decode
    /// them, contrary to the RFC; use `new` for those.
    #[must_use]
    pub fn form_encoded(id: impl AsRef<str>, secret: impl AsRef<str>) -> Self {
        let encoded = |text: &str| {
            let mut out = Buffer::new();
            percent::encode_form(&mut out, text.as_bytes());
            out.take()
        };
        Self(header_value(&encoded(id.as_ref()), &encoded(secret.as_ref())))
    }
}

fn check(user: &str, password: &str) -> Result<(), &'static str> {
    if user.contains(':') {
        return Err("the user name must not contain a colon (RFC 7617, section 2)");
    }
    if user.contains(|c: char| c.is_ascii_control()) {
        return Err("the user name must not contain a control character (RFC 7617, section 2)");
    }
    if password.contains(|c: char| c.is_ascii_control()) {
        return Err("the password must not contain a control character (RFC 7617, section 2)");
    }
    Ok(())
}

fn header_value(user: &[u8], password: &[u8]) -> Result<HeaderValue, &'static str> {
    let encoded = BASE64_STANDARD.encode([user, b":", password].concat());
    let mut value =
        HeaderValue::try_from(format!("Basic {encoded}")).map_err(|_| "the password is not a valid header value")?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basic(REDACTED)")
    }
}

impl Authenticate for Basic {
    fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
        added(authorize(&self.0, request))
    }
}
