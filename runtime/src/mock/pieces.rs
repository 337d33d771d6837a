//! The body of a response that is sent in pieces, cut, or stalled.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::boxed::BoxError;

/// How a body ends early.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The connection is lost.
    Cut,
    /// Nothing more is sent.
    Stall,
}

/// A body in pieces, which may fail at its end.
pub(super) struct Pieces {
    left: VecDeque<Bytes>,
    /// How it ends early.
    end: Option<End>,
    /// Whether the reader has seen everything before the cut. A server sends what it has only when it waits.
    has_waited: bool,
    /// The length that the head of the response has announced.
    announced: Option<u64>,
}

impl Pieces {
    /// `end` is the number of bytes after which the body ends early, and how.
    pub(super) fn new(pieces: Vec<Bytes>, end: Option<(usize, End)>, announced: Option<u64>) -> Self {
        let (mut room, end) = end.map_or((usize::MAX, None), |(bytes, end)| (bytes, Some(end)));
        let mut left = VecDeque::new();
        for mut piece in pieces {
            piece.truncate(room);
            room -= piece.len();
            if !piece.is_empty() {
                left.push_back(piece);
            }
        }
        Self { left, end, has_waited: false, announced }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(piece) = self.left.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match self.end {
            None => return Poll::Ready(None),
            // Only a timeout of the client ends it, or the end of its connection.
            Some(End::Stall) => return Poll::Pending,
            Some(End::Cut) => {}
        }
        if !self.has_waited {
            self.has_waited = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.end = None;
        let reason = "the mock cut the body";
        Poll::Ready(Some(Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && self.end.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
