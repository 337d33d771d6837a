//! `Body`, the body of a request or a response, and its media type.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Frame, SizeHint};

#[cfg(feature = "blocking")]
use crate::background::Background;
use crate::boxed::BoxError;
use crate::refused::Refused;

use super::decompress::CodingError;

/// The body of a request or a response: empty, bytes in memory, or a stream.
///
/// It implements [`http_body::Body`]. `Debug` prints the kind and the length, and never the bytes.
#[derive(Default)]
pub struct Body(Inner);

#[derive(Default)]
enum Inner {
    #[default]
    Empty,
    Bytes(Bytes),
    Stream(Mutex<Pin<Box<Pieces>>>),
    /// A stream that is opened for each try, when its first piece is requested.
    Opened {
        open: Arc<Open>,
        length: Option<u64>,
        body: Option<Box<Body>>,
    },
    /// Several bodies in sequence.
    Joined(VecDeque<Body>),
    /// A body of a response whose content coding is not decoded. Reading it fails.
    Undecodable(Box<(CodingError, Body)>),
    /// A stream that a blocking client has received, and the thread that drives it.
    #[cfg(feature = "blocking")]
    Driven(Background, Box<Body>),
}

type Pieces = dyn http_body::Body<Data = Bytes, Error = BoxError> + Send;
type Open = dyn Fn() -> Result<Body, BoxError> + Send + Sync;

impl Body {
    /// Creates an empty body.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Empty)
    }

    /// Creates a stream from any [`http_body::Body`].
    ///
    /// A [`Transport`](crate::transport::Transport) returns such a body.
    pub fn wrap<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::of_pieces(BoxedErrors(Box::pin(body)))
    }

    /// Like [`wrap`](Self::wrap), for a body whose errors are boxed already.
    pub(crate) fn of_pieces(body: impl http_body::Body<Data = Bytes, Error = BoxError> + Send + 'static) -> Self {
        Self(Inner::Stream(Mutex::new(Box::pin(body))))
    }

    /// Creates a stream that is opened for each try. `length` is its length in bytes, if it is known.
    pub(crate) fn opened(open: Arc<Open>, length: Option<u64>) -> Self {
        Self(Inner::Opened { open, length, body: None })
    }

    /// Joins bodies in sequence.
    pub(super) fn joined(bodies: Vec<Self>) -> Self {
        Self(Inner::Joined(bodies.into()))
    }

    /// Makes reading the body fail with this error, because its content coding is not decoded.
    pub(super) fn undecodable(self, error: CodingError) -> Self {
        Self(Inner::Undecodable(Box::new((error, self))))
    }

    /// Adds the thread that drives the body, if a blocking client receives it.
    #[cfg(feature = "blocking")]
    pub(super) fn driven(self) -> Self {
        match Background::current() {
            Some(background) => Self(Inner::Driven(background, Box::new(self))),
            None => self,
        }
    }

    /// The thread that drives the body, if a blocking client has received it.
    #[cfg(feature = "blocking")]
    pub(super) fn background(&self) -> Option<&Background> {
        match &self.0 {
            Inner::Driven(background, _) => Some(background),
            _ => None,
        }
    }

    /// Separates a body from the reason why it is not decoded.
    ///
    /// # Errors
    ///
    /// Fails with the reason and the encoded body, if there is one.
    pub(crate) fn decodable(self) -> Result<Self, (CodingError, Self)> {
        match self.0 {
            Inner::Undecodable(encoded) => Err(*encoded),
            _ => Ok(self),
        }
    }

    /// Whether reading the body fails because of its content coding.
    pub(crate) fn is_undecodable(&self) -> bool {
        matches!(self.0, Inner::Undecodable(_))
    }

    /// Returns the bytes, or `None` if the body is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Inner::Empty => Some(&[]),
            Inner::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Converts the body into its bytes without copying them.
    ///
    /// # Errors
    ///
    /// Returns the body unchanged if it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Inner::Empty => Ok(Bytes::new()),
            Inner::Bytes(bytes) => Ok(bytes),
            _ => Err(self),
        }
    }

    /// Clones the body, or returns `None` if it is a one-shot stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Inner::Empty => Some(Self::empty()),
            Inner::Bytes(bytes) => Some(bytes.clone().into()),
            Inner::Opened { open, length, .. } => Some(Self::opened(Arc::clone(open), *length)),
            Inner::Joined(bodies) => bodies.iter().map(Self::try_clone).collect::<Option<_>>().map(Self::joined),
            _ => None,
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
            _ => f.write_str("Body(stream)"),
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
                        // Trailers cannot be sent between two bodies.
                        Some(Ok(frame)) if !frame.is_data() => {}
                        frame => return Poll::Ready(frame),
                    }
                }
                Poll::Ready(None)
            }
            Inner::Undecodable(encoded) => {
                // An empty body is valid in every coding.
                let end = loop {
                    match ready!(Pin::new(&mut encoded.1).poll_frame(cx)) {
                        None => break None,
                        Some(Ok(frame)) if frame.data_ref().is_none_or(Bytes::is_empty) => {}
                        Some(Ok(_)) => break Some(Err(encoded.0.clone().into())),
                        Some(Err(error)) => break Some(Err(error)),
                    }
                };
                self.0 = Inner::Empty;
                Poll::Ready(end)
            }
            #[cfg(feature = "blocking")]
            Inner::Driven(_, body) => Pin::new(&mut **body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Empty => true,
            Inner::Bytes(bytes) => bytes.is_empty(),
            Inner::Stream(stream) => stream.lock().is_ok_and(|stream| stream.is_end_stream()),
            Inner::Opened { body, .. } => body.as_ref().is_some_and(http_body::Body::is_end_stream),
            Inner::Joined(bodies) => bodies.iter().all(http_body::Body::is_end_stream),
            Inner::Undecodable(_) => false,
            #[cfg(feature = "blocking")]
            Inner::Driven(_, body) => body.is_end_stream(),
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
            Inner::Undecodable(_) => SizeHint::default(),
            #[cfg(feature = "blocking")]
            Inner::Driven(_, body) => body.size_hint(),
        }
    }
}

/// A body whose errors are boxed.
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

/// A body and its media type.
///
/// There is no media type if nothing is sent.
#[derive(Debug, Default)]
pub struct TypedBody {
    pub(crate) body: Body,
    pub(crate) content_type: Option<HeaderValue>,
}

impl TypedBody {
    /// Creates a body with a content type.
    ///
    /// A header field `Content-Type` of the request overrides it.
    pub fn new(body: impl Into<Body>, content_type: HeaderValue) -> Self {
        Self { body: body.into(), content_type: Some(content_type) }
    }
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Why a value cannot be sent as a body.
#[derive(Debug)]
pub struct BodyError(pub(crate) Refused);

impl BodyError {
    /// Creates an error.
    ///
    /// The reason is printed, so it must not quote the value.
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
