//! `MockTransport`, by which a client reaches a mock in memory.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::uri::Authority;
use http::{Request, Response};
use tower_service::Service;

use crate::boxed::{BoxError, BoxFuture};
use crate::error::NotSent;
use crate::error::call_facts::Sent;
use crate::message::Body;
use crate::transport::{Attempt, Transport};

use super::BASE;
use super::answer::Kind;
use super::message::{Message, read};
use super::state::{Shared, State};

/// The transport of a client that talks to a [`Mock`](super::Mock) in memory.
///
/// It is also a tower service, so that you can wrap it in the layers of your client: see [`Tower`](crate::transport::Tower).
#[derive(Clone)]
pub struct MockTransport {
    state: Shared,
}

impl MockTransport {
    pub(super) fn new(state: Shared) -> Self {
        Self { state }
    }
}

impl Transport for MockTransport {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(respond(&self.state, request))
    }
}

impl Service<Request<Body>> for MockTransport {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let state = Arc::clone(&self.state);
        Box::pin(async move { respond(&state, request).await })
    }
}

async fn respond(state: &State, request: Request<Body>) -> Result<Response<Body>, BoxError> {
    let (mut parts, body) = request.into_parts();
    let body = read(body).await?;
    let sent = parts.extensions.remove::<Sent>();
    let scheme = parts.uri.scheme_str().unwrap_or_default();
    let host = parts.uri.authority().map_or("", Authority::as_str);
    let origin = format!("{scheme}://{host}");
    let other_origin = Some(&*origin).filter(|origin| *origin != BASE);
    let method = parts.method.clone();
    let (prefix, own) = sent.as_ref().map(|sent| (sent.base.prefix(), &sent.uri)).unzip();
    let mut message = Message::new(parts, prefix.unwrap_or_default(), own, body);
    message.given = sent.as_ref().filter(|sent| sent.has_given_url).map(|sent| sent.endpoint);
    let answer = state.answer(message, sent.as_ref(), other_origin);
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    match answer.kind {
        Kind::Response => Ok(answer.into_response(&method)),
        Kind::Refuse => {
            let refused = io::Error::new(io::ErrorKind::ConnectionRefused, "the mock refused the connection");
            Err(NotSent::new(refused).into())
        }
        Kind::Reset => Err(io::Error::new(io::ErrorKind::ConnectionReset, "the mock reset the connection").into()),
        Kind::Hang => std::future::pending().await,
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport").finish_non_exhaustive()
    }
}
