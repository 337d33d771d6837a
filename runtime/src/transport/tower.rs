//! Any service of tower's as a transport: layers around reqwest, another client, or a server in memory.

use std::future::poll_fn;

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use crate::boxed::{BoxError, BoxFuture};
use crate::error::{NotSent, causes};
use crate::message::Body;

use super::{Attempt, Transport};

/// A [tower service](https://docs.rs/tower) as a transport, with all the layers that it is wrapped in.
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
/// /// What the errors of the layers mean to the client.
/// fn told(error: BoxError) -> BoxError {
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
///     .map_err(told)
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
/// Each call takes a clone of the service, and waits within its deadline until that is ready: a service that cannot be cloned
/// goes behind tower's `Buffer`. Redirects, deadlines and caps stay with the client, around all layers. A layer that makes the
/// body of a request another type goes around tower-http's `MapRequestBodyLayer::new(Body::wrap)`.
///
/// An axum `Router` is such a service, so a whole server in memory is a transport: `Tower(router)`.
///
/// # Errors
///
/// An error means that the server may have seen the request, unless a [`NotSent`] is among its causes; a
/// [`TimedOut`](super::TimedOut) among them makes it a timeout. So a layer may wrap the errors of what it wraps, if its own
/// give them as their [`source`](std::error::Error::source). A layer that repeats requests must not pass on the `NotSent` of a
/// later try where an earlier one may have arrived: better leave repeating to the client.
///
/// # Secrets
///
/// A layer sees the whole request, and what it writes down is its own affair: tower-http's `TraceLayer` writes the URL with
/// the values in it unless told otherwise. Headers with credentials, and those of secret fields, are marked as sensitive.
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
            // Only the very clone that said so is ready.
            let mut service = self.0.clone();
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(told)?;
            let reply = service.call(request).await.map_err(told)?;
            Ok(reply.map(Body::wrap))
        })
    }
}

/// The client looks for the promise at the outside only.
fn told(error: impl Into<BoxError>) -> BoxError {
    let error = error.into();
    let is_promised = causes(&*error).any(<dyn std::error::Error>::is::<NotSent>);
    if is_promised && !error.is::<NotSent>() { NotSent::new(error).into() } else { error }
}
