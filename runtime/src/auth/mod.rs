//! Credentials: the open trait, and the kinds that most APIs ask for.
//!
//! | kind | what it adds |
//! |---|---|
//! | [`Bearer`] | `Authorization: Bearer <token>` (RFC 6750) |
//! | [`Refreshing`] | as `Bearer`, with tokens that a function of yours gets anew when they end |
//! | [`Basic`] | `Authorization: Basic <user and password>` (RFC 7617), also as OAuth 2.0 has it (RFC 6749) |
//! | [`ApiKey`] | a header, a query parameter or a cookie of any name |
//!
//! A client has them by [`auth`](crate::client::ClientBuilder::auth), or several by
//! [`auth_named`](crate::client::ClientBuilder::auth_named); a single call by [`Call::auth`](crate::client::Call::auth). Whatever is wrong
//! with them is told when a request is sent, as [`Error::Auth`](crate::Error::Auth), without a word of the secret.

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
/// Every header, query parameter and cookie that it adds is taken for a secret: the client marks headers sensitive, and keeps all of
/// it out of what it prints.
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
    message = "`{Self}` is no credentials",
    label = "this does not implement `Authenticate`",
    note = "write `Bearer::new(token)`, `Basic::new(user, password)` or `ApiKey::header(name, key)`"
)]
pub trait Authenticate: Send + Sync + 'static {
    /// Adds the credentials. `body` is `None` when the body is a stream.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Asked once after a 401, with the request as it was sent: has the next `authenticate` something fresher? If so, the call is
    /// sent once more with it, unless its body is there once. Of a header that `authenticate` has set or added to, `used` has the values
    /// that it set, and no other.
    fn rejected<'a>(&'a self, used: &'a Parts) -> BoxFuture<'a, bool> {
        let _ = used;
        Box::pin(ready(false))
    }

    /// The headers, query parameters and cookies that these credentials set. The default is an empty list.
    ///
    /// If a request sets one of them itself, by a field, a constant, the key of a map or
    /// [`Call::header`](crate::client::Call::header), the call fails with [`Error::Encode`](crate::Error::Encode), because one of the two
    /// values would be lost. A header that the client sends with every request gives way. The header `Authorization` needs no entry:
    /// no request can set it.
    fn sets(&self) -> Vec<(Place, &str)> {
        Vec::new()
    }
}

/// What was added at once. A future that has nothing in it takes no memory.
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

/// Sets the one `Authorization` header.
fn authorize(value: &Result<HeaderValue, &'static str>, request: &mut Parts) -> Result<(), BoxError> {
    let value = value.as_ref().map_err(|reason| *reason)?;
    request.headers.try_insert(AUTHORIZATION, value.clone())?;
    Ok(())
}
