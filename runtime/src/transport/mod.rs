//! What carries requests to servers: the open trait, any service of tower's, and reqwest behind the feature of that name.

pub(crate) mod idle;
#[cfg(feature = "reqwest")]
mod reqwest;
mod tower;
pub(crate) mod upload;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use http::{Request, Response};
use tokio::time::Instant;

use crate::base::BaseUrl;
use crate::body::Body;

#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::{KnownUrl, Settings};
pub use self::tower::Tower;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A future of any kind.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to its server and brings back the head of the reply, with a body that is still to be read.
///
/// It follows no redirect and repeats nothing: the client does. Dropping the future stops the call.
///
/// ```
/// use api_request::body::Body;
/// use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
/// use http::{Request, Response};
///
/// /// Answers every request alike.
/// struct Always(&'static str);
///
/// impl Transport for Always {
///     fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
///         Box::pin(async { Ok(Response::new(Body::from(self.0))) })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` carries no requests",
    label = "this does not implement `Transport`",
    note = "a service of tower's is wrapped: `Tower(service)`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. An error is taken to mean that the server may have seen it, unless it is a [`NotSent`].
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>>;
}

/// What a transport is told of a call besides its request.
#[derive(Debug)]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) deadline: Option<Instant>,
    #[cfg_attr(not(feature = "reqwest"), allow(dead_code, reason = "only reqwest wants a parsed URL"))]
    pub(crate) base: BaseUrl,
}

impl Attempt {
    /// The number of this try, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// When the call is given up, if ever. The client sees to it; a transport may use it to give up on its own.
    #[must_use]
    pub fn deadline(&self) -> Option<std::time::Instant> {
        self.deadline.map(Instant::into_std)
    }
}

/// A transport's promise that the server has seen nothing of the request: no connection came about.
#[derive(Debug)]
pub struct NotSent(pub BoxError);

impl NotSent {
    /// Wraps the error that kept the request from being sent.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// The error and what caused it. A [`NotSent`] speaks with the words of the error in it, so its `source` leaves that out.
pub(crate) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| match error.downcast_ref::<NotSent>() {
        Some(NotSent(inner)) => Some(&**inner),
        None => error.source(),
    })
}

/// A limit of time that passed: as a cause within a transport's error it makes `Error::is_timeout` true.
#[derive(Debug, Default)]
pub struct TimedOut(Option<BoxError>);

impl TimedOut {
    /// Wraps the error that tells of the limit.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(Some(source.into()))
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it took too long")
    }
}

impl std::error::Error for TimedOut {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.as_ref()?;
        Some(&**source)
    }
}
