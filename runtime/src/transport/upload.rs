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

type Last = Arc<Mutex<Sent>>;

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
            let last: Last = Arc::new(Mutex::new(Sent::Nothing));
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
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &frame {
            Poll::Ready(Some(Ok(_))) if !self.body.is_end_stream() => *last = Sent::Until(Instant::now()),
            Poll::Ready(_) => *last = Sent::All,
            Poll::Pending if matches!(*last, Sent::Nothing) => *last = Sent::Until(Instant::now()),
            Poll::Pending => {}
        }
        drop(last);
        frame
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
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Sent::All;
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
