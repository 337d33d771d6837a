//! A request's body that is watched while it is sent, so that one which stalls ends the call in time.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;

use crate::body::Body;

use super::BoxError;

/// When the last piece went; `None` once all have.
type Last = Arc<Mutex<Option<Instant>>>;

/// The body, and who watches it; a body in memory is not watched.
pub(crate) fn watch(body: Body) -> (Body, Option<Watch>) {
    match body.into_bytes() {
        Ok(bytes) => (bytes.into(), None),
        Err(body) => {
            let last: Last = Arc::new(Mutex::new(Some(Instant::now())));
            (Body::wrap(Watched { body, last: Arc::clone(&last) }), Some(Watch(last)))
        }
    }
}

struct Watched {
    body: Body,
    last: Last,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(frame) = &frame {
            let goes_on = matches!(frame, Some(Ok(_))) && !self.body.is_end_stream();
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = goes_on.then(Instant::now);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Waits for a body to stall.
pub(crate) struct Watch(Last);

impl Watch {
    /// The outcome of sending the body; `None` if no piece of it went for that long.
    pub(crate) async fn sent<T>(self, sending: impl Future<Output = T>, after: Duration) -> Option<T> {
        let (mut sending, mut stalling) = (std::pin::pin!(sending), std::pin::pin!(self.stalled(after)));
        std::future::poll_fn(|cx| match sending.as_mut().poll(cx) {
            Poll::Ready(sent) => Poll::Ready(Some(sent)),
            Poll::Pending => stalling.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    async fn stalled(self, after: Duration) {
        loop {
            let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // What has gone as a whole stalls no more, and a limit beyond what the clock can tell is none.
            let Some(end) = last.and_then(|last| last.checked_add(after)) else {
                return std::future::pending().await;
            };
            if end <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(end).await;
        }
    }
}
