//! What carries requests to servers: the open trait, any service of tower's, and reqwest behind the feature of that name.

#[cfg(feature = "reqwest")]
mod reqwest;
mod tower;

use http::{Request, Response};
use tokio::time::Instant;

use crate::base::BaseUrl;
use crate::message::Body;

#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::Settings;
pub use self::tower::Tower;
pub use crate::boxed::{BoxError, BoxFuture};
pub use crate::error::{NotSent, TimedOut};

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
