//! Credentials: the trait [`Authenticate`] and the kinds that most APIs use.
//!
//! | kind | what it adds |
//! |---|---|
//! | [`Bearer`] | `Authorization: Bearer <token>` (RFC 6750) |
//! | [`Refreshing`] | the same, with a token that your function fetches and that expires |
//! | [`Basic`] | `Authorization: Basic <base64>` (RFC 7617), also in the OAuth 2.0 form (RFC 6749, section 2.3.1) |
//! | [`ApiKey`] | a header, a query parameter or a cookie |
//!
//! Pass credentials to [`ClientBuilder::auth`](crate::client::ClientBuilder::auth), or to
//! [`auth_named`](crate::client::ClientBuilder::auth_named) if requests use different ones. [`Call::auth`](crate::client::Call::auth)
//! sets them for a single call.
//!
//! Invalid credentials are reported when a request is sent, as [`Error::Auth`](crate::Error::Auth). The error never shows a secret.
//! The chapter [credentials](crate::guide::credentials) explains all of this with examples.

mod api_key;
mod basic;
mod bearer;
mod refreshing;
mod token;

use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::boxed::{BoxError, BoxFuture};
use crate::endpoint::Place;

pub use api_key::ApiKey;
pub use basic::Basic;
pub use bearer::Bearer;
pub use refreshing::Refreshing;
pub use token::Token;

/// Adds credentials to a request before it is sent.
///
/// The client treats every header, query parameter and cookie that an implementation adds as a secret. It marks the headers as
/// sensitive, and never prints any of the values.
///
/// # Examples
///
/// ```
/// use api_request::auth::Authenticate;
/// use api_request::endpoint::Place;
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
///
///     fn sets(&self) -> Vec<(Place, &str)> {
///         vec![(Place::Header, "x-session")]
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as credentials",
    label = "the trait `Authenticate` is not implemented for this type",
    note = "pass `Bearer::new(token)`, `Basic::new(user, password)` or `ApiKey::header(name, key)`, or implement `Authenticate`"
)]
pub trait Authenticate: Send + Sync + 'static {
    /// Adds the credentials to `request`.
    ///
    /// `body` is `None` if the body is a stream.
    ///
    /// # Errors
    ///
    /// If it fails, the call fails with [`Error::Auth`](crate::Error::Auth), and the request is not sent.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Returns whether the next `authenticate` will add fresher credentials.
    ///
    /// The client asks this once per call, after the first 401. If the answer is `true`, it resends the request. It does not ask
    /// if the request has a one-shot body, or if the call has no retries. The default answer is `false`.
    ///
    /// `used` is the request as it was sent. If `authenticate` set a header or added values to it, `used` has only those values of that
    /// header.
    fn rejected<'a>(&'a self, used: &'a Parts) -> BoxFuture<'a, bool> {
        let _ = used;
        Box::pin(ready(false))
    }

    /// Lists the headers, query parameters and cookies that these credentials set.
    ///
    /// The default is an empty list. `Authorization` needs no entry, because a request cannot set it.
    ///
    /// A call fails with [`Error::Encode`](crate::Error::Encode) if its request sets one of them itself, because one of the two values
    /// would be lost. A request can set them with a field, a constant, a key of a map or [`Call::header`](crate::client::Call::header).
    /// Credentials override the headers of [`ClientBuilder::header`](crate::client::ClientBuilder::header) without an error.
    fn sets(&self) -> Vec<(Place, &str)> {
        Vec::new()
    }
}

/// Returns a future that is ready at once. On success it has no fields, so boxing it does not allocate.
fn added(result: Result<(), BoxError>) -> BoxFuture<'static, Result<(), BoxError>> {
    struct Added;

    impl Future for Added {
        type Output = Result<(), BoxError>;

        fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
            Poll::Ready(Ok(()))
        }
    }

    match result {
        Ok(()) => Box::pin(Added),
        error => Box::pin(ready(error)),
    }
}

/// Sets the `Authorization` header, and replaces an existing one.
fn authorize(value: &Result<HeaderValue, &'static str>, request: &mut Parts) -> Result<(), BoxError> {
    let value = value.as_ref().map_err(|reason| *reason)?;
    request.headers.try_insert(AUTHORIZATION, value.clone())?;
    Ok(())
}
