//! `Stream`, a whole body that is sent in pieces.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::boxed::BoxError;
use crate::message::{Body, BodyError, TypedBody, WrongLength};

use super::ToBody;
use super::plain::{OCTETS, media_type};

/// A whole body that is a stream.
///
/// The default content type is `application/octet-stream`.
///
/// | constructor | body | retries |
/// |---|---|---|
/// | [`Stream::new`] | one-shot: sending the value again fails with [`Error::Encode`](crate::Error::Encode) | never |
/// | [`Stream::from_read`] | one-shot | never |
/// | [`Stream::with`] | opened again for each try | as for other bodies |
/// | `Stream::file` (feature `fs`) | opened again for each try | as for other bodies |
///
/// The call fails with [`Error::Timeout`](crate::Error::Timeout) if sending a piece takes longer than the
/// [`idle_timeout`](crate::client::ClientBuilder::idle_timeout) of the client. The timeout of the whole call applies as well.
///
#[cfg_attr(feature = "fs", doc = "```no_run")]
#[cfg_attr(not(feature = "fs"), doc = "```ignore")]
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
    /// A body that checks its own length.
    #[cfg(feature = "fs")]
    Measured(Arc<dyn Fn() -> Result<Body, BoxError> + Send + Sync>, u64),
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

    /// Sets the length in bytes, sent as `Content-Length`.
    ///
    /// The call fails with [`Error::Transport`](crate::Error::Transport) if the stream has another length. You need not call it if the body
    /// that you pass to [`new`](Self::new) has an exact size hint.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Creates a body that `open` opens for each try, and that checks its own length.
    #[cfg(feature = "fs")]
    pub(super) fn measured(open: impl Fn() -> Result<Body, BoxError> + Send + Sync + 'static, length: u64) -> Self {
        Self::of(Source::Measured(Arc::new(open), length))
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
            #[cfg(feature = "fs")]
            Source::Measured(open, length) => Body::opened(Arc::clone(open), Some(*length)),
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
                    return Poll::Ready(Some(Err(WrongLength::SHORTER.into())));
                }
                return Poll::Ready(this.last.take().map(|last| Ok(Frame::data(last))));
            };
            let Ok(data) = frame?.into_data() else {
                continue;
            };
            let Some(left) = this.left.checked_sub(data.len() as u64) else {
                return Poll::Ready(Some(Err(WrongLength::LONGER.into())));
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
