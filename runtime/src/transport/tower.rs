//! Tower services as transports: layers around reqwest, another client, or a server in memory.

use std::future::poll_fn;

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use crate::boxed::{BoxError, BoxFuture};
use crate::error::{NotSent, causes};
use crate::message::Body;

use super::{Attempt, Transport};

/// A [tower service](https://docs.rs/tower) as a transport.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use api_request::Client;
/// use api_request::transport::{BoxError, NotSent, Reqwest, TimedOut, Tower};
/// use tower::ServiceBuilder;
/// use tower::load_shed::error::Overloaded;
/// use tower::timeout::error::Elapsed;
/// use tower_http::decompression::DecompressionLayer;
/// use tower_http::set_header::SetRequestHeaderLayer;
///
/// /// Tells the client what the errors of the layers mean.
/// fn classify(error: BoxError) -> BoxError {
///     if error.is::<Overloaded>() {
///         NotSent::new(error).into()
///     } else if error.is::<Elapsed>() {
///         TimedOut::new(error).into()
///     } else {
///         error
///     }
/// }
///
/// # fn main() -> Result<(), BoxError> {
/// let service = ServiceBuilder::new()
///     .map_err(classify)
///     .load_shed()
///     .concurrency_limit(32)
///     .timeout(Duration::from_secs(5))
///     .layer(SetRequestHeaderLayer::if_not_present(
///         http::header::ACCEPT_LANGUAGE,
///         http::HeaderValue::from_static("en"),
///     ))
///     .layer(DecompressionLayer::new())
///     .service(Reqwest::new()?);
/// let client = Client::builder("https://auth.example.com").transport(Tower(service)).build()?;
/// # Ok(())
/// # }
/// ```
///
/// - An axum `Router` is a tower service, so `Tower(router)` is a whole server in memory.
/// - Each call clones the service, and waits until the clone is ready or its deadline has passed. Wrap a service that cannot be cloned in
///   tower's `Buffer`.
/// - Redirects, retries, deadlines and size limits are handled by the client, outside all layers.
/// - If a layer changes the type of the request's body, put tower-http's `MapRequestBodyLayer::new(Body::wrap)` inside it.
///
/// # Errors
///
/// The client searches the error and its [sources](std::error::Error::source):
///
/// - A [`NotSent`] means that the server has not seen the request.
/// - A [`TimedOut`](super::TimedOut) means that the request timed out.
/// - Otherwise the server may have seen the request.
///
/// So a layer may wrap an error, as long as it returns it from `source`.
///
/// Leave retries to the client. If a layer retries, it must not return a `NotSent` of the last try if an earlier try may have reached
/// the server.
///
/// # Secrets
///
/// Layers see the whole request. Check what they log: by default, tower-http's `TraceLayer` logs the URL with all values. Headers with
/// credentials and headers of secret fields are marked as sensitive.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tower<S>(pub S);

impl<S, B> Transport for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            // Readiness belongs to one clone: the clone that was polled must be the one that is called.
            let mut service = self.0.clone();
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(with_not_sent_outside)?;
            let reply = service.call(request).await.map_err(with_not_sent_outside)?;
            Ok(reply.map(Body::wrap))
        })
    }
}

/// Wraps an error in `NotSent` if one of its sources is a `NotSent`. The client checks only the outermost error.
fn with_not_sent_outside(error: impl Into<BoxError>) -> BoxError {
    let error = error.into();
    let is_not_sent = causes(&*error).any(<dyn std::error::Error>::is::<NotSent>);
    if is_not_sent && !error.is::<NotSent>() { NotSent::new(error).into() } else { error }
}
