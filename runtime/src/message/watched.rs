//! A request's body that is watched while it is sent, so that one which stalls ends the call in time.

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

/// What whoever watches a body knows of it.
struct State {
    sent: Sent,
    /// Why it ended early.
    failure: Option<BoxError>,
}

/// How far the body has gone.
#[derive(Clone, Copy)]
enum Sent {
    /// Nothing of it was asked for: there may be no connection yet.
    Nothing,
    /// A piece was asked for or went then.
    Until(Instant),
    All,
}

/// The body, and who watches it; a body in memory is not watched.
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

/// All that a transport is told of a body that failed: what made it fail may be another call's error, which says nothing about
/// whether this one was sent.
#[derive(Debug)]
struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request's body ended early")
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

/// Who has all that it wants of a body of known length lets it go.
impl Drop for Watched {
    fn drop(&mut self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).sent = Sent::All;
    }
}

/// Waits for a body to stall, and knows what came of it.
pub(crate) struct Watch(Shared);

impl Watch {
    /// Why the body ended early, if it did.
    pub(crate) fn failure(&self) -> Option<BoxError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    /// Whether some of it was asked for, and not all of it went.
    pub(crate) fn is_under_way(&self) -> bool {
        matches!(self.last(), Sent::Until(_))
    }

    fn last(&self) -> Sent {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sent
    }

    /// The outcome of sending the body; `None` if no piece of it went for that long.
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
                // Until then the limits of a connection hold.
                Sent::Nothing => Instant::now().checked_add(after),
                Sent::Until(last) => last.checked_add(after).filter(|end| *end > Instant::now()),
                Sent::All => return std::future::pending().await,
            };
            match (last, end) {
                (_, Some(end)) => tokio::time::sleep_until(end).await,
                // A limit beyond what the clock can tell is none.
                (Sent::Until(last), None) if last.checked_add(after).is_some() => return,
                (_, None) => return std::future::pending().await,
            }
        }
    }
}
