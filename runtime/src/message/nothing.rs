//! Checks that a stream whose length is zero is empty. A transport never polls such a stream, and would drop what it contains.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use crate::boxed::BoxError;

use super::{Body, WrongLength};

/// Whether the body is a stream, and its length is zero.
pub(crate) fn is_claimed_of(body: &Body) -> bool {
    body.as_bytes().is_none() && body.size_hint().exact() == Some(0)
}

/// Reads the stream to its end, and returns an empty one.
///
/// # Errors
///
/// Fails if it is not empty, or if it fails.
pub(crate) async fn checked(mut body: Body) -> Result<Body, BoxError> {
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if frame?.data_ref().is_some_and(|data| !data.is_empty()) {
            return Err(WrongLength::LONGER.into());
        }
    }
    Ok(Body::of_pieces(Nothing))
}

struct Nothing;

impl http_body::Body for Nothing {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        true
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(0)
    }
}
