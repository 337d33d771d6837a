//! The future of one call.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::transport::BoxFuture;

/// A request on its way: encoded already, sent once this is polled, stopped when it is dropped.
///
/// It borrows neither the request nor the client, and it is `Send`, so it may be spawned as it is:
/// `tokio::spawn(request.send(&client))`.
#[must_use = "a request is not sent until this is awaited"]
pub struct Sending<T, E>(BoxFuture<'static, Result<T, Error<E>>>);

impl<T, E> Sending<T, E> {
    pub(super) fn new(future: impl Future<Output = Result<T, Error<E>>> + Send + 'static) -> Self {
        Self(Box::pin(future))
    }
}

impl<T, E> Future for Sending<T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl<T, E> fmt::Debug for Sending<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending(..)")
    }
}
