//! Transports, which send requests: the trait [`Transport`], tower services, and reqwest (feature `reqwest`).

mod proxies;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "blocking")]
mod spawned;
mod tower;

use http::{Request, Response};
use tokio::time::Instant;

use crate::base::BaseUrl;
use crate::message::Body;

pub(crate) use self::proxies::Proxies;
#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::Settings;
#[cfg(feature = "blocking")]
pub(crate) use self::spawned::Spawned;
pub use self::tower::Tower;
pub use crate::boxed::{BoxError, BoxFuture};
pub use crate::error::{NotSent, TimedOut};

/// Sends one request and returns the response, whose body is not read yet.
///
/// A transport does not follow redirects and does not retry: the client does both. Dropping the future cancels the request.
///
/// # Examples
///
/// ```
/// use api_request::body::Body;
/// use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
/// use http::{Request, Response};
///
/// /// Answers every request with the same text.
/// struct Always(&'static str);
///
/// impl Transport for Always {
///     fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
///         Box::pin(async { Ok(Response::new(Body::from(self.0))) })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "the trait `Transport` is not implemented for this type",
    note = "wrap a tower service in `api_request::transport::Tower`, or implement `Transport`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// Return a [`NotSent`] only if the server cannot have seen the request: the call then fails with
    /// [`Error::Connect`](crate::Error::Connect). Any other error is [`Error::Transport`](crate::Error::Transport), which means that the
    /// server may have seen it. An error that is or wraps [`TimedOut`] makes it a timeout.
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>>;
}

/// What a transport knows about a call besides its request.
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

    /// The deadline of the call; `None` if it has none.
    ///
    /// The client enforces it. A transport may use it to stop earlier.
    #[must_use]
    pub fn deadline(&self) -> Option<std::time::Instant> {
        self.deadline.map(Instant::into_std)
    }
}
