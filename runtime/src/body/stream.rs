//! `Stream`, a whole body that is sent in pieces.

use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};

use crate::boxed::BoxError;
use crate::message::{Body, BodyError, TypedBody};

use super::ToBody;
use super::plain::{OCTETS, media_type};

/// A whole body that is a stream. The default content type is `application/octet-stream`.
///
/// | constructor | body | retries |
/// |---|---|---|
/// | [`Stream::new`] | one-shot: sending the value again fails with [`Error::Encode`](crate::Error::Encode) | never |
/// | [`Stream::with`] | opened again for each try | as for other bodies |
/// | [`Stream::file`] | opened again for each try | as for other bodies |
///
/// The call fails with [`Error::Timeout`](crate::Error::Timeout) if sending a piece takes longer than the
/// [`idle_timeout`](crate::client::ClientBuilder::idle_timeout) of the client. The timeout of the whole call applies as well.
///
/// ```no_run
/// use api_request::body::Stream;
/// use api_request::{ApiRequest, Client};
///
/// #[derive(ApiRequest)]
/// #[api(put = "/backups/{id}")]
/// struct Upload {
///     id: u64,
///     #[api(body)]
///     file: Stream,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// Upload { id: 7, file: Stream::file("backup.tar")?.content_type("application/x-tar") }.send(&client).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Stream {
    source: Source,
    length: Option<u64>,
    content_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Once(Arc<Mutex<Option<Body>>>),
    Anew(Arc<dyn Fn() -> Result<Body, BoxError> + Send + Sync>),
    File(Arc<dyn Fn() -> Result<Body, BoxError> + Send + Sync>, u64),
}

impl Stream {
    /// Creates a one-shot body from any [`http_body::Body`].
    ///
    /// Examples are a [`Body`] and the body of a response.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::of(Source::Once(Arc::new(Mutex::new(Some(Body::wrap(body))))))
    }

    /// Creates a body that `open` opens again for each try.
    pub fn with<B>(open: impl Fn() -> Result<B, BoxError> + Send + Sync + 'static) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::of(Source::Anew(Arc::new(move || open().map(Body::wrap))))
    }

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
        Ok(Self::with(move || {
            let reader = tokio::fs::File::from_std(std::fs::File::open(&path)?);
            Ok(File { reader, left, buffer: BytesMut::new() })
        })
        .of_file(left))
    }

    /// Sets the length in bytes, sent as `Content-Length`.
    ///
    /// The call fails with [`Error::Transport`](crate::Error::Transport) if the stream has another length. You need not call it if the body
    /// that you pass to [`new`](Self::new) has an exact size hint.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Marks the source as a file, which checks its own length.
    fn of_file(mut self, length: u64) -> Self {
        if let Source::Anew(open) = &self.source {
            self.source = Source::File(Arc::clone(open), length);
        }
        self
    }

    /// Returns the content type that was set.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    fn of(source: Source) -> Self {
        Self { source, length: None, content_type: None }
    }

    /// Sets the content type (RFC 9110, section 8.3).
    ///
    /// The request fails with [`Error::Encode`](crate::Error::Encode) if it is not a valid media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream(..)")
    }
}

#[diagnostic::do_not_recommend]
impl ToBody for Stream {
    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let content_type = media_type(self.content_type.as_deref(), OCTETS)?;
        let body = match &self.source {
            Source::Once(body) => {
                if body.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
                    return Err(BodyError::new(
                        "the stream has already been sent; use `Stream::with` to open a new one each time",
                    ));
                }
                let once = Once { shared: Arc::clone(body), taken: None };
                match self.length {
                    Some(length) => Body::wrap(Measured::new(Body::wrap(once), length)),
                    None => Body::wrap(once),
                }
            }
            Source::File(open, length) => Body::opened(Arc::clone(open), Some(*length)),
            Source::Anew(open) => match self.length {
                Some(length) => {
                    let open = Arc::clone(open);
                    let open = move || open().map(|body| Body::wrap(Measured::new(body, length)));
                    Body::opened(Arc::new(open), Some(length))
                }
                None => Body::opened(Arc::clone(open), None),
            },
        };
        Ok(TypedBody::new(body, content_type))
    }
}

/// A one-shot body, which is taken when its first piece is requested. A request that is only printed does not use it up.
struct Once {
    shared: Arc<Mutex<Option<Body>>>,
    taken: Option<Body>,
}

impl http_body::Body for Once {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.taken.is_none() {
            let body = self.shared.lock().unwrap_or_else(PoisonError::into_inner).take();
            let Some(body) = body else {
                return Poll::Ready(Some(Err("the stream has already been sent".into())));
            };
            self.taken = Some(body);
        }
        match &mut self.taken {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.taken.as_ref().is_some_and(http_body::Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.taken {
            Some(body) => body.size_hint(),
            None => match &*self.shared.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(body) => body.size_hint(),
                None => SizeHint::default(),
            },
        }
    }
}

/// A body that must have the specified length. A receiver would take a longer body as complete at that length.
struct Measured {
    body: Body,
    left: u64,
    /// The last piece, held back until the body ends after it.
    last: Option<Bytes>,
}

impl Measured {
    fn new(body: Body, length: u64) -> Self {
        Self { body, left: length, last: None }
    }
}

impl http_body::Body for Measured {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = &mut *self;
        loop {
            let Some(frame) = ready!(Pin::new(&mut this.body).poll_frame(cx)) else {
                if this.left > 0 {
                    return Poll::Ready(Some(Err("the stream is shorter than the specified length".into())));
                }
                return Poll::Ready(this.last.take().map(|last| Ok(Frame::data(last))));
            };
            let Ok(data) = frame?.into_data() else {
                continue;
            };
            let Some(left) = this.left.checked_sub(data.len() as u64) else {
                return Poll::Ready(Some(Err("the stream is longer than the specified length".into())));
            };
            this.left = left;
            if left > 0 {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if !data.is_empty() {
                this.last = Some(data);
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0 && self.last.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left + self.last.as_ref().map_or(0, |last| last.len() as u64))
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
        let room = usize::try_from(this.left).unwrap_or(PIECE).min(PIECE);
        this.buffer.resize(room, 0);
        let mut piece = ReadBuf::new(&mut this.buffer);
        ready!(Pin::new(&mut this.reader).poll_read(cx, &mut piece))?;
        let read = piece.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err("the file is shorter than its `Content-Length`".into())));
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
