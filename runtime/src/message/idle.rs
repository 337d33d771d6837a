//! A body that fails if no piece arrives within the idle timeout.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use crate::boxed::BoxError;
use crate::tokio_runtime;

use super::Body;

/// Makes the body fail if no piece arrives for the time `after`. A body in memory is returned unchanged.
pub(crate) fn limit(body: Body, after: Duration) -> Body {
    match body.into_bytes() {
        Ok(bytes) => bytes.into(),
        Err(body) => {
            let body = Body::wrap(Idle { body, after, waiting: None });
            #[cfg(feature = "blocking")]
            let body = body.driven();
            body
        }
    }
}

struct Idle {
    body: Body,
    after: Duration,
    /// The timer, which runs only while the next piece is awaited.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl http_body::Body for Idle {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.waiting = None;
            return Poll::Ready(frame);
        }
        let after = self.after;
        // A timeout that the clock cannot represent is never reached.
        let Some(end) = Instant::now().checked_add(after) else {
            return Poll::Pending;
        };
        // The body may be read where no call runs.
        if self.waiting.is_none()
            && let Err(reason) = tokio_runtime::check()
        {
            return Poll::Ready(Some(Err(reason.into())));
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Some(Err(Box::new(Stalled(after)))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// No piece of the body arrived within the idle timeout.
#[derive(Debug)]
pub(crate) struct Stalled(Duration);

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing arrived for {:?}", self.0)
    }
}

impl std::error::Error for Stalled {}

/// The time for which nothing arrived.
pub(crate) fn after(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Duration {
    error.downcast_ref::<Stalled>().map_or(Duration::ZERO, |stalled| stalled.0)
}
