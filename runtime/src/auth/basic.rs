//! A user and a password, or a client's id and secret.

use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use http::HeaderValue;
use http::request::Parts;

use crate::boxed::{BoxError, BoxFuture};
use crate::value::buffer::Buffer;
use crate::value::percent;

use super::{Authenticate, added, authorize};

/// A user and a password: `Authorization: Basic <base64>` (RFC 7617).
///
/// Servers of OAuth 2.0 want a client's id and secret [form-encoded](Self::form_encoded) in it.
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
    /// A user and a password as they are, in UTF-8 (RFC 7617, section 2). Each may be empty. A user with a colon in it, and a control
    /// character in either, are reported as `Error::Auth` when a request is sent: the header cannot carry them.
    #[must_use]
    pub fn new(user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let (user, password) = (user.as_ref(), password.as_ref());
        Self(check(user, password).and_then(|()| header_value(user.as_bytes(), password.as_bytes())))
    }

    /// A client's id and secret as OAuth 2.0 has them: each is encoded as in a form first (RFC 6749, section 2.3.1), so that they
    /// may have any character. It differs from [`new`](Self::new) where they have others than letters, digits, `*`, `-`, `.` and `_`;
    /// some servers leave the encoding out, against the RFC, and then want `new`.
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
        return Err("the user has a colon in it, which would end it there (RFC 7617, section 2)");
    }
    if user.contains(|c: char| c.is_ascii_control()) {
        return Err("the user has a control character in it (RFC 7617, section 2)");
    }
    if password.contains(|c: char| c.is_ascii_control()) {
        return Err("the password has a control character in it (RFC 7617, section 2)");
    }
    Ok(())
}

fn header_value(user: &[u8], password: &[u8]) -> Result<HeaderValue, &'static str> {
    let encoded = BASE64_STANDARD.encode([user, b":", password].concat());
    let mut value =
        HeaderValue::try_from(format!("Basic {encoded}")).map_err(|_| "no header can carry the password")?;
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
