//! `MockTransport`, by which a client reaches a mock in memory.

use std::fmt;
use std::io;

use http::{Request, Response};

use crate::boxed::{BoxError, BoxFuture};
use crate::error::NotSent;
use crate::error::call_facts::Sent;
use crate::message::Body;
use crate::transport::{Attempt, Transport};

use super::BASE;
use super::answer::Kind;
use super::message::{Message, read};
use super::state::Shared;

/// The transport of a client that talks to a [`Mock`](super::Mock) in memory.
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
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = read(body).await?;
            let sent = parts.extensions.get::<Sent>().cloned();
            let origin = format!(
                "{}://{}",
                parts.uri.scheme_str().unwrap_or_default(),
                parts.uri.authority().map_or("", |authority| authority.as_str())
            );
            let other_origin = Some(&*origin).filter(|origin| *origin != BASE);
            let method = parts.method.clone();
            let own = sent.as_ref().map(|sent| &sent.uri);
            let message = Message::new(parts, attempt.base.prefix(), own, body);
            let answer = self.state.answer(message, sent.as_ref(), other_origin);
            if !answer.delay.is_zero() {
                tokio::time::sleep(answer.delay).await;
            }
            match answer.kind {
                Kind::Response => Ok(answer.into_response(&method)),
                Kind::Refuse => {
                    let refused = io::Error::new(io::ErrorKind::ConnectionRefused, "the mock refused the connection");
                    Err(NotSent::new(refused).into())
                }
                Kind::Reset => {
                    Err(io::Error::new(io::ErrorKind::ConnectionReset, "the mock reset the connection").into())
                }
                Kind::Hang => std::future::pending().await,
            }
        })
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockTransport").finish_non_exhaustive()
    }
}
