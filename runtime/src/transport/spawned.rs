//! A transport that sends in a task of its own, for blocking clients.

use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::boxed::{BoxError, BoxFuture};
use crate::error::NotSent;
use crate::message::Body;

use super::{Attempt, Transport};

/// Sends in a task, which the thread of a blocking client runs.
///
/// If the thread that calls took a connection from the pool itself, it would often be faster than the background thread, which returns the
/// connection of the call before. Then it would open one more.
pub(crate) struct Spawned(pub(crate) Arc<dyn Transport>);

impl Transport for Spawned {
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        let transport = Arc::clone(&self.0);
        let attempt = Attempt { number: attempt.number, deadline: attempt.deadline, base: attempt.base.clone() };
        let sending = async move { transport.call(request, &attempt).await };
        #[cfg(feature = "tracing")]
        let sending = tracing::Instrument::in_current_span(sending);
        match Handle::try_current() {
            Ok(runtime) => Box::pin(Task(runtime.spawn(sending))),
            Err(error) => Box::pin(std::future::ready(Err(NotSent::new(error).into()))),
        }
    }
}

/// The task of a call. Dropping it ends the call.
struct Task(JoinHandle<Result<Response<Body>, BoxError>>);

impl Future for Task {
    type Output = Result<Response<Body>, BoxError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match ready!(Pin::new(&mut self.0).poll(context)) {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(error) => Err(error.into()),
            },
        })
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}
