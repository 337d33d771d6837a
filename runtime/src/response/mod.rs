//! Decoding of responses: the trait `FromResponse`, and the response types of this crate.

#[cfg(feature = "events")]
mod events;
mod fact;
mod gather;
mod header;
mod header_list;
#[cfg(feature = "events")]
mod json_or_events;
mod link;
mod maybe;
mod plain;
mod problem;
mod reader;
mod stream;
#[cfg(feature = "xml")]
mod xml;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::error::call_facts::CallFacts;
use crate::error::headers::ShownHeaders;
use crate::error::{DecodeError, Error};
use crate::message::{Body, idle};

pub use crate::message::Raw;
#[cfg(feature = "events")]
pub use events::{Done, Event, EventStream, FromEvent, Until};
pub(crate) use gather::gather;
pub use header::FromHeader;
pub(crate) use header::{read_strictly as read_header, text as header_text};
#[cfg(feature = "events")]
pub use json_or_events::JsonOrEvents;
pub use link::{Link, Links};
pub use maybe::Maybe;
pub use plain::{NoContent, Text};
pub use problem::Problem;
pub(crate) use reader::{ErasedResponse, Reader, Readers, erase, take};
pub use stream::{ByteStream, JsonLines};

/// A type that a response can be decoded as.
///
/// Every type that implements `serde::Deserialize` and owns its data is decoded from JSON. This has two consequences:
///
/// - `String` and `Vec<u8>` are decoded from JSON too. Use [`Text`] and [`Raw`] for plain text and bytes.
/// - A type with its own implementation, derived with `#[derive(ApiResponse)]` or written by hand, must not implement
///   `Deserialize`.
///
/// The chapter [`responses`](crate::guide::responses) lists the types to choose from. You can implement the trait by hand:
///
/// ```
/// use api_request::error::DecodeError;
/// use api_request::reply::{FromResponse, Incoming};
///
/// /// One number in each line.
/// struct Numbers(Vec<u64>);
///
/// impl FromResponse for Numbers {
///     const ACCEPT: Option<&'static str> = Some("text/plain");
///
///     async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
///         let bytes = reply.bytes().await?;
///         let text = std::str::from_utf8(&bytes).map_err(|_| DecodeError::new("invalid UTF-8"))?;
///         let numbers = text.lines().enumerate().map(|(index, line)| {
///             line.parse().map_err(|_| DecodeError::new(format!("line {} is not a number", index + 1)))
///         });
///         numbers.collect::<Result<_, _>>().map(Self)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "this type implements neither `serde::Deserialize` nor `ApiResponse`",
    note = "to decode it from JSON, derive `serde::Deserialize` on it and on every type in it; each must own its data",
    note = "to choose the type by status, derive `ApiResponse` on an enum"
)]
pub trait FromResponse: Sized + Send + 'static {
    /// The value of the request's `Accept` header (RFC 9110, section 12.5.1).
    ///
    /// `None` sends no such header.
    const ACCEPT: Option<&'static str> = None;

    /// Whether responses with this status are decoded as this type.
    ///
    /// | value | meaning |
    /// |---|---|
    /// | `Some(true)` | This type decodes the status. If it is a redirect, the client does not follow it. |
    /// | `Some(false)` | The type declares its statuses, and this is not one of them. |
    /// | `None` | The type declares no statuses. A `response` type then decodes 2xx, an `error` type the others. |
    #[must_use]
    fn declares(status: StatusCode) -> Option<bool> {
        let _ = status;
        None
    }

    /// The media types that a response with this status is decoded from.
    ///
    /// `None` if its body is not read.
    ///
    /// It is [`ACCEPT`](Self::ACCEPT) unless it depends on the status. Only descriptions of the API, such as those of the feature
    /// `openapi`, use it.
    #[must_use]
    fn accepts(status: StatusCode) -> Option<&'static str> {
        let _ = status;
        Self::ACCEPT
    }

    /// Decodes the response.
    ///
    /// # Errors
    ///
    /// Fails if the body cannot be read, or does not match the type.
    fn from_response(reply: Incoming) -> impl Future<Output = Result<Self, DecodeError>> + Send;

    #[doc(hidden)]
    const READER: Reader<Self> = Reader::own();
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
    const ACCEPT: Option<&'static str> = Some("application/json");

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        let mut value = Self::READER.erased.read(reply).await?;
        Ok(take(&mut *value).expect("a reader returns its own type"))
    }

    const READER: Reader<Self> = Reader::json();
}

/// A response whose head has arrived and whose body has not been read yet.
pub struct Incoming {
    pub(crate) head: Arc<Head>,
    pub(crate) body: Body,
    pub(crate) limits: Limits,
}

/// Shows only the headers that are known to be safe.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.head.status)
            .field("headers", &self.head.facts.shown_headers(&self.head.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// The head of a response and the facts of its call. Errors need them after the body has been read.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The bytes of the body that were read, for the raw body of an error.
    pub(crate) seen: OnceLock<Bytes>,
    /// Whether the body is an error, although the status is a success.
    pub(crate) has_error: AtomicBool,
    pub(crate) facts: CallFacts,
}

impl Head {
    /// The error of a response that cannot be decoded.
    pub(crate) fn unreadable(&self, error: DecodeError) -> Error {
        self.unreadable_at(error, self.seen.get().cloned().unwrap_or_default())
    }

    /// Like [`unreadable`](Self::unreadable), where `raw` is the part that cannot be decoded.
    pub(crate) fn unreadable_at(&self, error: DecodeError, raw: Bytes) -> Error {
        let context =
            self.facts.replied(self.status, self.headers.clone(), raw, self.has_error.load(Ordering::Relaxed));
        self.facts.unreadable(error, context)
    }
}

/// The limits for the size and the duration of a response body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) max_reply: usize,
    /// The greatest length in bytes of one line or one event of a streamed response.
    pub(crate) max_item: usize,
    pub(crate) deadline: Option<Instant>,
    pub(crate) timeout: Duration,
    pub(crate) idle_timeout: Duration,
}

impl Incoming {
    /// The response status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The response headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Whether the status is one of those in `absent(..)`.
    fn is_absent(&self) -> bool {
        self.head.facts.endpoint.absent_list().contains(&self.head.status.as_u16())
    }

    /// The media type without its parameters, in lower case. `None` if it is missing or not safe to show.
    fn media_type(&self) -> Option<String> {
        let value = self.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        let essence = value.split(';').next()?.trim().to_ascii_lowercase();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-".contains(&byte);
        (essence.len() <= 64 && essence.bytes().all(is_plain)).then_some(essence)
    }

    /// Reads the whole body.
    ///
    /// # Errors
    ///
    /// Fails if the body is longer than the client's [`max_reply`](crate::client::ClientBuilder::max_reply), ends early, or does
    /// not end before the call's deadline. Return this error unchanged: the call then fails with [`Error::Decode`],
    /// [`Error::Transport`] or [`Error::Timeout`].
    pub async fn bytes(mut self) -> Result<Bytes, DecodeError> {
        self.read().await
    }

    /// Reads the whole body and leaves an empty one.
    async fn read(&mut self) -> Result<Bytes, DecodeError> {
        let (bytes, failure) = gather(&mut self.body, &self.limits).await;
        // The body is read only once, so the cell is empty.
        let _ = self.head.seen.set(bytes.clone());
        match failure {
            None => Ok(bytes),
            Some(failure) => Err(DecodeError::body(failure)),
        }
    }

    /// Returns the body as a stream.
    ///
    /// It has no size limit and no deadline. Reading fails if no data arrives for longer than the client's
    /// [`idle_timeout`](crate::client::ClientBuilder::idle_timeout).
    #[must_use]
    pub fn into_body(self) -> Body {
        idle::limit(self.body, self.limits.idle_timeout)
    }
}

/// A decoded response with its status and headers, as returned by [`Call::reply`](crate::client::Call::reply).
///
/// `Debug` shows the value as its own type does, and of the headers only the values that are known to be safe, as errors do.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// The decoded value.
    pub value: T,
    /// The response status.
    pub status: StatusCode,
    /// The response headers.
    ///
    /// Their own `Debug` output contains every value.
    pub headers: HeaderMap,
    pub(crate) url: Option<Uri>,
}

impl<T> Reply<T> {
    /// Creates a reply with the status 200 and without headers.
    ///
    /// It is for tests of your own code. You can set both fields.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value, status: StatusCode::OK, headers: HeaderMap::new(), url: None }
    }

    /// The URL that the response came from, after redirects.
    ///
    /// `None` for a reply that [`new`](Self::new) created.
    ///
    /// Relative URLs in the response are relative to it. It has no parameters of credentials, but those of the request, which may be
    /// secret: `Debug` does not show it.
    #[must_use]
    pub fn url(&self) -> Option<&Uri> {
        self.url.as_ref()
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The reply outlives its call, so the secrets of the request are no longer known.
        f.debug_struct("Reply")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &ShownHeaders::of_any_call(&self.headers))
            .finish_non_exhaustive()
    }
}
