//! Bodies that are read from a `std::io::Read`.

use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::Frame;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::boxed::BoxError;

use super::Stream;

/// How many bytes are read at once.
const PIECE: usize = 64 << 10;

impl Stream {
    /// Creates a one-shot body from a reader, such as a pipe or a decompressor.
    ///
    /// It is read in pieces of at most 64 KiB, on a thread where reading may block. It works with async clients too. To send a file, use
    /// `Stream::file`, which can be sent again.
    ///
    /// The call fails with [`Error::Transport`](crate::Error::Transport) if reading fails or panics. A reader that is blocked when the call
    /// ends stays blocked until its read returns.
    ///
    /// For a part, pass the stream to [`Part::from`](super::Part).
    ///
    /// ```no_run
    /// # use api_request::body::Stream;
    /// # fn build() -> std::io::Result<Stream> {
    /// let mut dump = std::process::Command::new("pg_dump").stdout(std::process::Stdio::piped()).spawn()?;
    /// let stdout = dump.stdout.take().expect("the output is piped");
    /// let body = Stream::from_read(stdout).content_type("application/sql");
    /// # Ok(body)
    /// # }
    /// ```
    pub fn from_read(reader: impl Read + Send + 'static) -> Self {
        Self::new(ReadBody(State::Idle(Box::new(reader))))
    }
}

type Reader = Box<dyn Read + Send>;

struct ReadBody(State);

enum State {
    Idle(Reader),
    /// A piece is read on a thread that may block.
    Reading(JoinHandle<(Reader, io::Result<Bytes>)>),
    Over,
}

impl http_body::Body for ReadBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if matches!(self.0, State::Idle(_)) {
            // A transport of your own may poll a body outside of a runtime.
            let runtime = Handle::try_current()?;
            if let State::Idle(reader) = std::mem::replace(&mut self.0, State::Over) {
                self.0 = State::Reading(runtime.spawn_blocking(|| read_piece(reader)));
            }
        }
        let State::Reading(reading) = &mut self.0 else { return Poll::Ready(None) };
        let read = ready!(Pin::new(reading).poll(cx));
        self.0 = State::Over;
        let (reader, piece) = read.map_err(|error| {
            let is_panic = error.is_panic();
            if is_panic {
                "the reader of the request body panicked"
            } else {
                "the runtime ended while the body was read"
            }
        })?;
        let piece = piece?;
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        self.0 = State::Idle(reader);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.0, State::Over)
    }
}

/// Reads the next piece, which is empty at the end.
fn read_piece(mut reader: Reader) -> (Reader, io::Result<Bytes>) {
    let mut piece = vec![0; PIECE];
    let read = loop {
        match reader.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    let piece = read.map(|length| {
        piece.truncate(length);
        Bytes::from(piece)
    });
    (reader, piece)
}
