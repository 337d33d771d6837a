//! The body of a response that is sent in pieces, or cut.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::boxed::BoxError;

/// A body in pieces, which may fail at its end.
pub(super) struct Pieces {
    left: VecDeque<Bytes>,
    is_cut: bool,
    /// Whether the reader has seen everything before the cut. A server sends what it has only when it waits.
    has_waited: bool,
    /// The length that the head of the response has announced.
    announced: Option<u64>,
}

impl Pieces {
    /// `cut` is the number of bytes after which the connection is lost.
    pub(super) fn new(pieces: Vec<Bytes>, cut: Option<usize>, announced: Option<u64>) -> Self {
        let mut room = cut.unwrap_or(usize::MAX);
        let mut left = VecDeque::new();
        for mut piece in pieces {
            piece.truncate(room);
            room -= piece.len();
            if !piece.is_empty() {
                left.push_back(piece);
            }
        }
        Self { left, is_cut: cut.is_some(), has_waited: false, announced }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(piece) = self.left.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        if !self.is_cut {
            return Poll::Ready(None);
        }
        if !self.has_waited {
            self.has_waited = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.is_cut = false;
        let reason = "the mock cut the body";
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && !self.is_cut
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
