//! Bodies and parts that are read from files.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::boxed::BoxError;
use crate::message::{Body, WrongLength};
use crate::tokio_runtime;

use super::{Part, Stream};

impl Stream {
    /// Creates a body from a file, which is opened again for each try.
    ///
    /// The length is read now and sent as `Content-Length`. If the file has grown since, only this many bytes are sent. If it has
    /// shrunk, the call fails with [`Error::Transport`](crate::Error::Transport).
    ///
    /// # Errors
    ///
    /// Fails if the file does not exist, cannot be read, or is not a regular file.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let metadata = std::fs::File::open(&path)?.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        let left = metadata.len();
        let open = move || {
            let reader = tokio::fs::File::from_std(std::fs::File::open(&path)?);
            Ok(Body::of_pieces(File { reader, left, buffer: BytesMut::new() }))
        };
        Ok(Self::measured(open, left))
    }
}

impl Part {
    /// Creates a part from a file, with the name of that file.
    ///
    /// The file is opened again for each retry, as in [`Stream::file`].
    ///
    /// # Errors
    ///
    /// Fails if the file does not exist or cannot be read.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let part = Self::from(Stream::file(path)?);
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }
}

/// How many bytes of a file are read at once.
const PIECE: usize = 64 << 10;

/// A file that is read in pieces, up to its original length.
struct File {
    reader: tokio::fs::File,
    left: u64,
    buffer: BytesMut,
}

impl http_body::Body for File {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        if this.left == 0 {
            return Poll::Ready(None);
        }
        // tokio reads files in threads of the runtime, and panics without one.
        tokio_runtime::current()?;
        let room = usize::try_from(this.left).unwrap_or(PIECE).min(PIECE);
        this.buffer.resize(room, 0);
        let mut piece = ReadBuf::new(&mut this.buffer);
        ready!(Pin::new(&mut this.reader).poll_read(cx, &mut piece))?;
        let read = piece.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(WrongLength("the file is shorter than its `Content-Length`").into())));
        }
        this.left -= read as u64;
        Poll::Ready(Some(Ok(Frame::data(this.buffer.split_to(read).freeze()))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
