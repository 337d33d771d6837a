//! A body that decodes another one while it is read.

use std::io::{ErrorKind, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;

use crate::boxed::BoxError;
use crate::message::Body;

use super::error::{CodingError, Truncated};
use super::input::Feed;

/// The most bytes that are decoded at once. A few compressed bytes may stand for millions.
const PIECE: usize = 16 << 10;

/// Decodes each piece as soon as it arrives. Its memory does not depend on the length of the body.
pub(super) struct Decoded {
    body: Body,
    reader: Box<dyn Read + Send>,
    feed: Feed,
    coding: &'static str,
    /// Where the reader writes.
    room: Box<[u8]>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing has arrived. An empty body is valid in every coding, because servers send them so.
    Empty,
    Decoding,
    /// The decoded data is complete, and the body has not ended.
    Complete,
    Over,
}

impl Decoded {
    pub(super) fn new(body: Body, reader: Box<dyn Read + Send>, feed: Feed, coding: &'static str) -> Self {
        Self { body, reader, feed, coding, room: vec![0; PIECE].into(), state: State::Empty }
    }

    /// Closes the connection and returns the error.
    fn fail(&mut self, error: BoxError) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.state = State::Over;
        self.body = Body::empty();
        Poll::Ready(Some(Err(error)))
    }
}

impl http_body::Body for Decoded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        loop {
            if this.state == State::Decoding {
                match this.reader.read(&mut this.room) {
                    Ok(0) => this.state = State::Complete,
                    Ok(length) => {
                        return Poll::Ready(Some(Ok(Frame::data(Bytes::copy_from_slice(&this.room[..length])))));
                    }
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                        return this.fail(Truncated(this.coding).into());
                    }
                    Err(_) => return this.fail(CodingError::Invalid(this.coding).into()),
                }
            }
            if this.state == State::Over {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if data.is_empty() => {}
                    // The data is complete, and what follows it is ignored.
                    Ok(_) if this.state == State::Complete => {
                        this.state = State::Over;
                        this.body = Body::empty();
                    }
                    Ok(data) => {
                        this.state = State::Decoding;
                        this.feed.give(data);
                    }
                    Err(_) => {}
                },
                Some(Err(error)) => return this.fail(error),
                None if this.state == State::Decoding => this.feed.end(),
                None => this.state = State::Over,
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self.state {
            State::Over => true,
            State::Empty | State::Complete => self.body.is_end_stream(),
            State::Decoding => false,
        }
    }
}
