//! Reads a whole body into memory within its limits, copying each byte once at most.

use std::pin::Pin;

use bytes::Bytes;
use http_body::Body as _;

use crate::error::BodyFailure;
use crate::message::Body;
use crate::tokio_runtime;

use super::Limits;

/// Reads a body to its end or to a limit, and leaves an empty one. Returns what was read even if it fails.
pub(crate) async fn gather(body: &mut Body, limits: &Limits) -> (Bytes, Option<BodyFailure>) {
    let mut stream = match std::mem::take(body).into_bytes() {
        Ok(bytes) if bytes.len() > limits.max_reply => {
            return (bytes.slice(..limits.max_reply), Some(BodyFailure::TooLarge(limits.max_reply)));
        }
        Ok(bytes) => return (bytes, None),
        Err(stream) => match stream.decodable() {
            Ok(stream) => stream,
            Err((error, mut encoded)) => {
                // The bytes as they were sent are of use even if they cannot be read to their end.
                let (bytes, failure) = Box::pin(gather(&mut encoded, limits)).await;
                // An empty body is valid in every coding.
                let failure = if bytes.is_empty() { failure } else { Some(BodyFailure::Coding(error)) };
                return (bytes, failure);
            }
        },
    };
    let mut gathered = Gathered::default();
    // The response may be read where no call runs.
    if limits.deadline.is_some()
        && let Err(reason) = tokio_runtime::check()
    {
        return (Bytes::new(), Some(BodyFailure::Broken(reason.into())));
    }
    let reading = gathered.read(&mut stream, limits.max_reply);
    let failure = match limits.deadline {
        Some(deadline) => match tokio::time::timeout_at(deadline, reading).await {
            Ok(failure) => failure,
            Err(_) => Some(BodyFailure::Stalled(limits.timeout)),
        },
        None => reading.await,
    };
    (gathered.into_bytes(), failure)
}

/// The most memory that is reserved for a length that the server announces. A longer body grows as it arrives.
const MOST_RESERVED: usize = 16 << 20;

/// The pieces of a body. A single piece, the common case, is not copied.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    all: Vec<u8>,
}

impl Gathered {
    async fn read(&mut self, body: &mut Body, max: usize) -> Option<BodyFailure> {
        let expected = usize::try_from(body.size_hint().lower()).ok().filter(|&expected| expected <= max);
        let expected = expected.map_or(0, |expected| expected.min(MOST_RESERVED));
        while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
            let data = match frame {
                Ok(frame) => frame.into_data().unwrap_or_default(),
                Err(error) => return Some(BodyFailure::of(error)),
            };
            let room = max - self.len();
            let fits = data.slice(..data.len().min(room));
            self.add(fits, expected);
            if data.len() > room {
                return Some(BodyFailure::TooLarge(max));
            }
            if body.is_end_stream() {
                return None;
            }
        }
        None
    }

    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn add(&mut self, data: Bytes, expected: usize) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve(expected.max(self.first.len() + data.len()));
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&data);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::task::{Context, Poll};

    use http_body::{Frame, SizeHint};

    use super::*;

    /// Pieces of a body, and the length that the server announced.
    struct Announced(VecDeque<Bytes>, SizeHint);

    impl http_body::Body for Announced {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
        }

        fn size_hint(&self) -> SizeHint {
            self.1
        }
    }

    /// The gathered bytes, how much was reserved, and whether they were too large. The bytes come from the pieces, for which the memory
    /// was reserved.
    async fn gathered(pieces: &[Bytes], announced: Option<u64>, max: usize) -> (Bytes, usize, bool) {
        let announced = announced.map_or_else(SizeHint::default, SizeHint::with_exact);
        let mut body = Body::wrap(Announced(pieces.to_vec().into(), announced));
        let mut gathered = Gathered::default();
        let failure = gathered.read(&mut body, max).await;
        let reserved = gathered.all.capacity();
        (gathered.into_bytes(), reserved, matches!(failure, Some(BodyFailure::TooLarge(_))))
    }

    #[tokio::test]
    async fn a_single_piece_is_not_copied() {
        let piece = Bytes::from(vec![b'a'; 1000]);
        for announced in [None, Some(1000)] {
            let (bytes, reserved, is_too_large) = gathered(std::slice::from_ref(&piece), announced, 1000).await;
            assert_eq!((bytes.as_ptr(), bytes.len(), reserved), (piece.as_ptr(), 1000, 0));
            assert!(!is_too_large);
        }
    }

    #[tokio::test]
    async fn a_plausible_length_is_reserved_once_and_others_are_not() {
        let pieces = [Bytes::from_static(&[b'a'; 1000]), Bytes::from_static(&[b'b'; 500])];
        let more = 1 << 30;
        for (announced, max, length, most) in [
            (Some(1500), 1500, 1500, 1500),
            (None, 1500, 1500, 2000),
            // A body above the cap is rejected, so nothing is reserved for it.
            (Some(u64::MAX), 1200, 1200, 2000),
            (Some(1300), 1200, 1200, 2000),
            (Some(more), usize::MAX, 1500, MOST_RESERVED),
            (Some(u64::MAX), usize::MAX, 1500, MOST_RESERVED),
        ] {
            let (bytes, reserved, is_too_large) = gathered(&pieces, announced, max).await;
            assert_eq!(bytes, [&*pieces[0], &*pieces[1]].concat()[..length], "{announced:?}, cap {max}");
            assert!(reserved <= most, "reserved {reserved} bytes for {announced:?}, cap {max}");
            assert_eq!(is_too_large, length < 1500);
        }
    }
}
