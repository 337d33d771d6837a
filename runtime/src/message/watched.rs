//! Watches the body of a request, so that a stalled upload times out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::boxed::BoxError;

use super::Body;

type Shared = Arc<Mutex<State>>;

/// The progress of a body, shared with its [`Watch`].
struct State {
    sent: Sent,
    /// The error of the body, if it failed.
    failure: Option<BoxError>,
}

/// How much of the body has been sent.
#[derive(Clone, Copy)]
enum Sent {
    /// No piece was requested yet. There may be no connection.
    Nothing,
    /// A piece was last requested or sent at this time.
    Until(Instant),
    All,
}

/// Returns the body and its watch. A body in memory is not watched.
pub(crate) fn watch(body: Body) -> (Body, Option<Watch>) {
    match body.into_bytes() {
        Ok(bytes) => (bytes.into(), None),
        Err(body) => {
            let state: Shared = Arc::new(Mutex::new(State { sent: Sent::Nothing, failure: None }));
            (Body::of_pieces(Watched { body, state: Arc::clone(&state) }), Some(Watch(state)))
        }
    }
}

struct Watched {
    body: Body,
    state: Shared,
}

/// The error that the transport receives when the body fails.
///
/// It hides the cause, which may be the error of another call. The transport could misread it as an error of this call.
#[derive(Debug)]
struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request body ended early")
    }
}

impl std::error::Error for Failed {}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &frame {
            Poll::Ready(Some(Ok(_))) if !self.body.is_end_stream() => state.sent = Sent::Until(Instant::now()),
            Poll::Ready(_) => state.sent = Sent::All,
            Poll::Pending if matches!(state.sent, Sent::Nothing) => state.sent = Sent::Until(Instant::now()),
            Poll::Pending => {}
        }
        frame.map_err(|error| {
            state.failure.get_or_insert(error);
            Failed.into()
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A transport drops a body of known length once it has read all of it.
impl Drop for Watched {
    fn drop(&mut self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).sent = Sent::All;
    }
}

/// Detects that a body stalls, and keeps its error.
pub(crate) struct Watch(Shared);

impl Watch {
    /// Returns the error of the body, if it failed.
    pub(crate) fn failure(&self) -> Option<BoxError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    /// Whether sending has begun and has not ended.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self.last(), Sent::Until(_))
    }

    fn last(&self) -> Sent {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent
    }

    /// Returns the output of `sending`, or `None` if the body stalls.
    ///
    /// The body stalls if no piece of it is sent for the time `after`.
    pub(crate) async fn sent<T>(&self, sending: impl Future<Output = T>, after: Duration) -> Option<T> {
        let (mut sending, mut stalling) = (std::pin::pin!(sending), std::pin::pin!(self.stalled(after)));
        std::future::poll_fn(|cx| match sending.as_mut().poll(cx) {
            Poll::Ready(sent) => Poll::Ready(Some(sent)),
            Poll::Pending => stalling.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    async fn stalled(&self, after: Duration) {
        loop {
            let last = self.last();
            let end = match last {
                // Before the first piece is requested, the timeouts of the connection apply.
                Sent::Nothing => Instant::now().checked_add(after),
                Sent::Until(last) => last.checked_add(after).filter(|end| *end > Instant::now()),
                Sent::All => return std::future::pending().await,
            };
            match (last, end) {
                (_, Some(end)) => tokio::time::sleep_until(end).await,
                // A timeout that the clock cannot represent is never reached.
                (Sent::Until(last), None) if last.checked_add(after).is_some() => return,
                (_, None) => return std::future::pending().await,
            }
        }
    }
}
