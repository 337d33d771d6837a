//! Responses that are read while they arrive: bytes, and lines of JSON.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use http_body::Body as _;
use serde::de::DeserializeOwned;

#[cfg(feature = "blocking")]
use crate::background::{Background, IntoIter};
use crate::error::{BodyFailure, DecodeError, Error};
use crate::json_scan::without_bom;
use crate::message::Body;
#[cfg(feature = "blocking")]
use crate::message::BodyReader;

use super::{FromResponse, Head, Incoming};

/// A response body as a stream of bytes, in pieces as they arrive.
///
/// - It has no size limit. The call's deadline covers only the response head. After that, no piece may take longer than the
///   client's [`idle_timeout`](crate::client::ClientBuilder::idle_timeout).
/// - If the connection is lost or the body stalls, the last item is an [`Error`] with the status of the response.
/// - Dropping the stream closes the connection.
///
/// See the chapter [`streams`](crate::guide::streams).
///
/// ```no_run
/// use api_request::reply::ByteStream;
/// use api_request::{ApiRequest, Client};
///
/// #[derive(ApiRequest)]
/// #[api(get = "/backups/{id}", response = ByteStream)]
/// struct Download {
///     id: u64,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut bytes = Download { id: 7 }.send(&client).await?;
/// let mut total = 0;
/// while let Some(piece) = bytes.next().await {
///     total += piece?.len();
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    pieces: Pieces,
}

impl ByteStream {
    /// Waits for the next piece, which is never empty; returns `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Transport`] if the connection is lost, and with [`Error::Timeout`] if the body stalls.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|cx| self.pieces.poll(cx)).await
    }

    /// The length of the body in bytes, if the server sent `Content-Length`.
    ///
    /// RFC 9110, section 8.6, defines that header.
    #[must_use]
    pub fn len_hint(&self) -> Option<u64> {
        self.pieces.body.size_hint().exact()
    }

    /// Returns the body as an [`http_body::Body`].
    #[must_use]
    pub fn into_body(self) -> Body {
        self.pieces.body
    }

    /// Returns a reader of the body, for a stream that a [`blocking::Client`](crate::blocking::Client) has received.
    ///
    /// Its [`std::io::Error`] contains the [`Error`] of the call. Reading fails if the stream has another origin, and in async code.
    ///
    /// ```no_run
    /// use api_request::reply::ByteStream;
    /// use api_request::{ApiRequest, blocking};
    ///
    /// #[derive(ApiRequest)]
    /// #[api(get = "/backups/{id}", response = ByteStream)]
    /// struct Download {
    ///     id: u64,
    /// }
    ///
    /// # fn run(client: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut file = std::fs::File::create("backup.tar")?;
    /// std::io::copy(&mut Download { id: 7 }.send(&client)?.into_read(), &mut file)?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn into_read(self) -> BodyReader {
        let background = self.pieces.background.clone();
        BodyReader::new(Body::of_pieces(CallErrors(self.pieces)), background)
    }
}

/// Iterating blocks the thread; see the chapter [`blocking`](crate::guide::blocking).
#[cfg(feature = "blocking")]
impl IntoIterator for ByteStream {
    type Item = Result<Bytes, Error>;
    type IntoIter = IntoIter<Self>;

    fn into_iter(self) -> IntoIter<Self> {
        let background = self.pieces.background.clone();
        IntoIter::new(self, background, |stream, reason| Err(stream.pieces.refuse(reason)))
    }
}

/// The pieces as a body whose errors are those of the call.
#[cfg(feature = "blocking")]
struct CallErrors(Pieces);

#[cfg(feature = "blocking")]
impl http_body::Body for CallErrors {
    type Data = Bytes;
    type Error = crate::boxed::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, crate::boxed::BoxError>>> {
        self.0.poll(cx).map(|piece| {
            piece.map(|piece| {
                piece.map(http_body::Frame::data).map_err(|error| {
                    let kind =
                        if error.is_timeout() { std::io::ErrorKind::TimedOut } else { std::io::ErrorKind::Other };
                    std::io::Error::new(kind, error).into()
                })
            })
        })
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.poll(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

#[diagnostic::do_not_recommend]
impl FromResponse for ByteStream {
    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        Ok(Self { pieces: Pieces::open(reply).await? })
    }
}

/// The pieces of a body, whose failures become errors of the call.
pub(super) struct Pieces {
    body: Body,
    pub(super) head: Arc<Head>,
    is_over: bool,
    /// The thread that drives the body, if a blocking client has received it.
    #[cfg(feature = "blocking")]
    pub(super) background: Option<Background>,
}

impl Pieces {
    /// Begins to read the body. Fails, with all its bytes, if its content coding is not decoded.
    pub(super) async fn open(mut reply: Incoming) -> Result<Self, DecodeError> {
        if reply.body.is_undecodable() {
            reply.read().await?;
        }
        let head = Arc::clone(&reply.head);
        Ok(Self {
            body: reply.into_body(),
            head,
            is_over: false,
            #[cfg(feature = "blocking")]
            background: Background::current(),
        })
    }

    /// Polls for the next piece that is not empty. Returns `None` after the end and after an error.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        while !self.is_over {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => self.is_over = true,
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                    _ => {}
                },
                Some(Err(error)) => {
                    let error = DecodeError::body(BodyFailure::of(error));
                    return Poll::Ready(Some(Err(self.fail(error, Bytes::new()))));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Ends the stream because it cannot be waited for, and closes the connection.
    #[cfg(feature = "blocking")]
    fn refuse(&mut self, reason: &'static str) -> Error {
        self.fail(DecodeError::new(reason), Bytes::new())
    }

    /// Ends the stream with an error about `raw` and closes the connection.
    pub(super) fn fail(&mut self, error: DecodeError, raw: Bytes) -> Error {
        self.is_over = true;
        self.body = Body::empty();
        self.head.unreadable_at(error, raw)
    }
}

/// A response with one JSON value on each line (NDJSON, JSON Lines), as a stream.
///
/// - Empty lines are skipped, and so is a byte order mark before the first line.
/// - A line longer than the client's [`max_item`](crate::client::ClientBuilder::max_item), or one that is not a valid `T`, ends
///   the stream with [`Error::Decode`], which has the line number.
/// - Timeouts and dropping work as for [`ByteStream`].
///
/// ```no_run
/// use api_request::reply::JsonLines;
/// use api_request::{ApiRequest, Client};
///
/// #[derive(serde::Deserialize)]
/// struct Entry {
///     message: String,
/// }
///
/// #[derive(ApiRequest)]
/// #[api(get = "/log", response = JsonLines<Entry>)]
/// struct Follow;
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut entries = Follow.send(&client).await?;
/// while let Some(entry) = entries.next().await {
///     println!("{}", entry?.message);
/// }
/// # Ok(())
/// # }
/// ```
pub struct JsonLines<T> {
    pieces: Pieces,
    lines: Lines,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonLines<T> {
    /// Waits for the next value; returns `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Decode`] if the line is too long or not a valid `T`, with [`Error::Transport`] if the connection is
    /// lost, and with [`Error::Timeout`] if the body stalls.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let line = match ready!(self.lines.poll(&mut self.pieces, cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(line)) => line,
        };
        let text = if self.lines.number == 1 { without_bom(&line) } else { &line };
        let read = serde_json::from_slice(text).map_err(|error| {
            let error = DecodeError::json_after(line.len() - text.len(), text, None, &error);
            let path = error.path().map(|path| format!(": {path}")).unwrap_or_default();
            self.lines.buffer.clear();
            self.pieces.fail(error.at(format!("line {}{path}", self.lines.number)), line.clone())
        });
        Poll::Ready(Some(read))
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

/// Iterating blocks the thread; see the chapter [`blocking`](crate::guide::blocking).
#[cfg(feature = "blocking")]
impl<T: DeserializeOwned> IntoIterator for JsonLines<T> {
    type Item = Result<T, Error>;
    type IntoIter = IntoIter<Self>;

    fn into_iter(self) -> IntoIter<Self> {
        let background = self.pieces.background.clone();
        IntoIter::new(self, background, |stream, reason| Err(stream.pieces.refuse(reason)))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines(..)")
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + 'static> FromResponse for JsonLines<T> {
    const ACCEPT: Option<&'static str> = Some("application/x-ndjson, application/jsonl");

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        let lines = Lines { buffer: BytesMut::new(), searched: 0, number: 0, max: reply.limits.max_item };
        Ok(Self { pieces: Pieces::open(reply).await?, lines, of: PhantomData })
    }
}

/// The lines of a body without the empty ones.
struct Lines {
    buffer: BytesMut,
    /// How many bytes of the buffer were already searched for a line end.
    searched: usize,
    /// The number of the last line that was read, starting at 1.
    number: usize,
    max: usize,
}

impl Lines {
    fn poll(&mut self, pieces: &mut Pieces, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            let end = self.buffer.iter().skip(self.searched).position(|&byte| byte == b'\n');
            let end = end.map(|end| self.searched + end);
            if end.unwrap_or(self.buffer.len()) > self.max {
                let reason = format!(
                    "line {} is longer than the cap of {} bytes; raise it with `ClientBuilder::max_item`",
                    self.number + 1,
                    self.max
                );
                let raw = self.buffer.split_to(self.max).freeze();
                self.buffer.clear();
                return Poll::Ready(Some(Err(pieces.fail(DecodeError::new(reason), raw))));
            }
            if let Some(end) = end {
                let line = self.buffer.split_to(end).freeze();
                self.buffer.advance(1);
                self.searched = 0;
                self.number += 1;
                // A byte order mark can only be at the start of the body.
                let text = if self.number == 1 { without_bom(&line) } else { &line };
                if !text.trim_ascii().is_empty() {
                    return Poll::Ready(Some(Ok(line)));
                }
                continue;
            }
            self.searched = self.buffer.len();
            match ready!(pieces.poll(cx)) {
                Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
                Some(Err(error)) => {
                    // An incomplete line must not be decoded.
                    self.buffer.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.buffer.trim_ascii().is_empty() => return Poll::Ready(None),
                // The last line may lack a line end.
                None => self.buffer.extend_from_slice(b"\n"),
            }
        }
    }
}
