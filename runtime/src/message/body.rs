//! The body of a message: nothing, bytes in memory, or a stream; and the media type that describes it.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Frame, SizeHint};

use crate::boxed::BoxError;
use crate::refused::Refused;

/// The body of a request or a reply: nothing, bytes in memory, or a stream. It implements [`http_body::Body`].
///
/// `Debug` shows its kind and length, never its bytes.
#[derive(Default)]
pub struct Body(Inner);

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Bytes(Bytes),
    Stream(Mutex<Pin<Box<Pieces>>>),
    /// A stream that is opened when its first piece is asked for, and again for each try.
    Opened {
        open: Arc<Open>,
        length: Option<u64>,
        body: Option<Box<Body>>,
    },
    /// One after the other.
    Joined(VecDeque<Body>),
}

type Pieces = dyn http_body::Body<Data = Bytes, Error = BoxError> + Send;
type Open = dyn Fn() -> Result<Body, BoxError> + Send + Sync;

impl Body {
    /// No body at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Empty)
    }

    /// A body that arrives piece by piece: what a [`Transport`](crate::transport::Transport) returns.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::of_pieces(BoxedErrors(Box::pin(body)))
    }

    /// The same of a body whose errors are boxed already.
    pub(crate) fn of_pieces(body: impl http_body::Body<Data = Bytes, Error = BoxError> + Send + 'static) -> Self {
        Self(Inner::Stream(Mutex::new(Box::pin(body))))
    }

    /// A stream that is opened for each try, and its length in bytes if that is known.
    pub(crate) fn opened(open: Arc<Open>, length: Option<u64>) -> Self {
        Self(Inner::Opened { open, length, body: None })
    }

    /// Some bodies, one after the other.
    pub(super) fn joined(bodies: Vec<Self>) -> Self {
        Self(Inner::Joined(bodies.into()))
    }

    /// The bytes, or `None` when the body is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Inner::Empty => Some(&[]),
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Stream(_) | Inner::Opened { .. } | Inner::Joined(_) => None,
        }
    }

    /// The bytes without a copy, or the body back when it is a stream.
    ///
    /// # Errors
    ///
    /// The body itself, if it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Empty => Ok(Bytes::new()),
            Inner::Bytes(bytes) => Ok(bytes),
            Inner::Stream(_) | Inner::Opened { .. } | Inner::Joined(_) => Err(self),
        }
    }

    /// The same body again, unless it is a stream that is there once.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Inner::Empty => Some(Self::empty()),
            Inner::Bytes(bytes) => Some(bytes.clone().into()),
            Inner::Opened { open, length, .. } => Some(Self::opened(Arc::clone(open), *length)),
            Inner::Joined(bodies) => bodies.iter().map(Self::try_clone).collect::<Option<_>>().map(Self::joined),
            Inner::Stream(_) => None,
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Empty => f.write_str("Body(empty)"),
            Inner::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) | Inner::Opened { .. } | Inner::Joined(_) => f.write_str("Body(stream)"),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Inner::Empty => Poll::Ready(None),
            Inner::Bytes(bytes) => {
                let all = std::mem::take(bytes);
                Poll::Ready((!all.is_empty()).then(|| Ok(Frame::data(all))))
            }
            Inner::Stream(stream) => {
                let stream = stream.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
                stream.as_mut().poll_frame(cx)
            }
            Inner::Opened { open, body, .. } => {
                let body = match body {
                    Some(body) => body,
                    None => body.insert(Box::new(open()?)),
                };
                Pin::new(&mut **body).poll_frame(cx)
            }
            Inner::Joined(bodies) => {
                while let Some(first) = bodies.front_mut() {
                    match ready!(Pin::new(first).poll_frame(cx)) {
                        None => drop(bodies.pop_front()),
                        // What stands behind a body has no place between two.
                        Some(Ok(frame)) if !frame.is_data() => {}
                        frame => return Poll::Ready(frame),
                    }
                }
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Empty => true,
            Inner::Bytes(bytes) => bytes.is_empty(),
            Inner::Stream(stream) => stream.lock().is_ok_and(|stream| stream.is_end_stream()),
            Inner::Opened { body, .. } => body.as_ref().is_some_and(http_body::Body::is_end_stream),
            Inner::Joined(bodies) => bodies.iter().all(http_body::Body::is_end_stream),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Empty => SizeHint::with_exact(0),
            Inner::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(stream) => stream.lock().map_or_else(|_| SizeHint::default(), |stream| stream.size_hint()),
            Inner::Opened { body: Some(body), .. } => body.size_hint(),
            Inner::Opened { length, .. } => length.map_or_else(SizeHint::default, SizeHint::with_exact),
            Inner::Joined(bodies) => {
                let mut lengths = bodies.iter().map(|body| body.size_hint().exact());
                let length = lengths.try_fold(0, |sum: u64, length| sum.checked_add(length?));
                length.map_or_else(SizeHint::default, SizeHint::with_exact)
            }
        }
    }
}

/// The body of a transport, its errors made alike.
struct BoxedErrors<B>(Pin<Box<B>>);

impl<B> http_body::Body for BoxedErrors<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(cx).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// A body with the media type that describes it, or none where nothing is sent.
#[derive(Debug, Default)]
pub struct TypedBody {
    pub(crate) body: Body,
    pub(crate) content_type: Option<HeaderValue>,
}

impl TypedBody {
    /// A body whose `Content-Type` is `content_type`, unless the request has a header field of that name.
    pub fn new(body: impl Into<Body>, content_type: HeaderValue) -> Self {
        Self { body: body.into(), content_type: Some(content_type) }
    }
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Why a value cannot be a body.
#[derive(Debug)]
pub struct BodyError(pub(crate) Refused);

impl BodyError {
    /// A reason that may be shown: it must not quote the value.
    #[must_use]
    pub fn new(reason: &'static str) -> Self {
        Self(Refused::new(reason))
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BodyError {}
