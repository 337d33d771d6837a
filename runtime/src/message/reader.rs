//! `BodyReader`, a body that is read like a file.

use std::fmt;
use std::io::{self, BufRead, Read};
use std::pin::Pin;

use bytes::{Buf as _, Bytes};
use http_body::Body as _;

use crate::background::Background;
use crate::boxed::BoxError;

use super::{Body, idle};

/// A body that is read with [`std::io::Read`].
///
/// Reading blocks the thread until data arrives.
///
/// [`ByteStream::into_read`](crate::reply::ByteStream::into_read) and [`Body::into_read`] return it. It has a buffer, so you need no
/// [`BufReader`](std::io::BufReader) around it.
///
/// Reading fails if the connection is lost, and with [`ErrorKind::TimedOut`](io::ErrorKind::TimedOut) if the body stalls. It fails again
/// if you go on, so a body that ends early is never taken for a complete one.
pub struct BodyReader {
    body: Body,
    background: Option<Background>,
    /// What has arrived and has not been read.
    piece: Bytes,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Over,
    Broken,
}

impl Body {
    /// Returns a reader of the body.
    ///
    /// A body in memory can be read anywhere. Reading a stream fails unless a [`blocking::Client`](crate::blocking::Client) has received
    /// it, and in async code.
    ///
    /// ```no_run
    /// use std::io::Read as _;
    ///
    /// use api_request::{ApiRequest, NoContent, blocking};
    ///
    /// #[derive(ApiRequest)]
    /// #[api(get = "/status", response = NoContent)]
    /// struct Status;
    ///
    /// # fn run(client: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut text = String::new();
    /// client.call(&Status).raw()?.into_body().into_read().read_to_string(&mut text)?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn into_read(self) -> BodyReader {
        let background = self.background().cloned();
        BodyReader::new(self, background)
    }
}

impl BodyReader {
    pub(crate) fn new(body: Body, background: Option<Background>) -> Self {
        let (body, piece) = match body.into_bytes() {
            Ok(bytes) => (Body::empty(), bytes),
            Err(stream) => (stream, Bytes::new()),
        };
        let state = if matches!(body.as_bytes(), Some([])) { State::Over } else { State::Reading };
        Self { body, background, piece, state }
    }

    /// Waits for the next piece. The piece is empty at the end.
    fn fetch(&mut self) -> io::Result<()> {
        while self.piece.is_empty() && self.state != State::Over {
            if self.state == State::Broken {
                return Err(io::Error::other("reading this body has failed before"));
            }
            let background = Background::of(self.background.as_ref()).map_err(io::Error::other)?;
            // Until the next piece has arrived, also if a panic unwinds from here.
            self.state = State::Broken;
            match background.wait(|context| Pin::new(&mut self.body).poll_frame(context)) {
                None => self.state = State::Over,
                Some(Ok(frame)) => {
                    self.piece = frame.into_data().unwrap_or_default();
                    self.state = State::Reading;
                }
                Some(Err(error)) => {
                    self.body = Body::empty();
                    return Err(failure(error));
                }
            }
        }
        Ok(())
    }
}

/// Converts the error of a body.
fn failure(error: BoxError) -> io::Error {
    match error.downcast::<io::Error>() {
        // After these, readers such as `read_to_end` continue.
        Ok(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
            io::Error::other(error)
        }
        Ok(error) => *error,
        Err(error) if error.is::<idle::Stalled>() => io::Error::new(io::ErrorKind::TimedOut, error),
        Err(error) => io::Error::other(error),
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        self.fetch()?;
        let length = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

impl BufRead for BodyReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.fetch()?;
        Ok(&self.piece)
    }

    fn consume(&mut self, amount: usize) {
        self.piece.advance(amount.min(self.piece.len()));
    }
}

impl fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyReader(..)")
    }
}
