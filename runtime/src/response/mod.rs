//! How a response is read: the open trait, and the types that the runtime reads itself.

#[cfg(feature = "events")]
mod events;
mod fact;
mod gather;
mod header;
mod problem;
mod reader;
mod stream;
mod text;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::error::call::CallFacts;
use crate::error::headers::SafeHeaders;
use crate::error::{DecodeError, Error};
use crate::message::{Body, idle};

pub use crate::message::Raw;
#[cfg(feature = "events")]
pub use events::{Event, EventStream, FromEvent};
pub(crate) use gather::gather;
pub use header::FromHeader;
pub use problem::Problem;
pub(crate) use reader::{ErasedResponse, Reader, Readers, erase, take};
pub use stream::{ByteStream, JsonLines};
pub use text::{NoContent, Text};

/// How a type is read from a reply.
///
/// Every type that is `serde::Deserialize` and owns its data is read as JSON. That has a price: `String` and `Vec<u8>` are JSON
/// too (take [`Text`] and [`Raw`] for what is none), and a type with an implementation of its own, derived by
/// `#[derive(ApiResponse)]` or written by hand, must not be `Deserialize`.
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
///         let text = std::str::from_utf8(&bytes).map_err(|_| DecodeError::new("it is not UTF-8"))?;
///         let numbers = text.lines().enumerate().map(|(index, line)| {
///             line.parse().map_err(|_| DecodeError::new(format!("line {} is no number", index + 1)))
///         });
///         numbers.collect::<Result<_, _>>().map(Self)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "this type is neither `serde::Deserialize` nor an `ApiResponse`",
    note = "every type in it needs `serde::Deserialize`, and to own its data, to be read as JSON: derive it; or derive `ApiResponse` on an enum chosen by status"
)]
pub trait FromResponse: Sized + Send + 'static {
    /// What the request's `Accept` header says (RFC 9110, section 12.5.1); `None` sends none.
    const ACCEPT: Option<&'static str> = None;

    /// Whether replies of this status are this type's.
    ///
    /// `Some(true)`: they are, and a redirect is then not followed. `Some(false)`: the type lists its statuses, and this is
    /// none of them. `None`: it lists none, so the usual rule holds, by which 2xx are the response's and the rest the error's.
    #[must_use]
    fn declares(status: StatusCode) -> Option<bool> {
        let _ = status;
        None
    }

    /// The media types that a reply of this status is read from, for descriptions: [`ACCEPT`](Self::ACCEPT) unless it depends on the
    /// status; `None` where its content is not read.
    #[must_use]
    fn accepts(status: StatusCode) -> Option<&'static str> {
        let _ = status;
        Self::ACCEPT
    }

    /// Reads the reply.
    fn from_response(reply: Incoming) -> impl Future<Output = Result<Self, DecodeError>> + Send;

    #[doc(hidden)]
    const READER: Reader<Self> = Reader::own();
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for T {
    const ACCEPT: Option<&'static str> = Some("application/json");

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        let mut value = Self::READER.erased.read(reply).await?;
        Ok(take(&mut *value).expect("a reader reads its own type"))
    }

    const READER: Reader<Self> = Reader::json();
}

/// A reply whose head has arrived and whose body is still to be read.
pub struct Incoming {
    pub(crate) head: Arc<Head>,
    pub(crate) body: Body,
    pub(crate) limits: Limits,
}

/// Of the headers only those that are known to be safe.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.head.status)
            .field("headers", &SafeHeaders(&self.head.headers))
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// What of a reply outlives its reading.
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The bytes that were read, for the error that tells of them.
    pub(crate) seen: OnceLock<Bytes>,
    pub(crate) facts: CallFacts,
}

impl Head {
    /// The error of a reply that cannot be read as its type.
    pub(crate) fn unreadable(&self, error: DecodeError) -> Error {
        self.unreadable_at(error, self.seen.get().cloned().unwrap_or_default())
    }

    /// As [`unreadable`](Self::unreadable), where `raw` is the piece of it that cannot be read.
    pub(crate) fn unreadable_at(&self, error: DecodeError, raw: Bytes) -> Error {
        let context = self.facts.replied(self.status, self.headers.clone(), raw, false);
        self.facts.unreadable(error, context)
    }
}

/// How long and how large the body of a reply may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) max_reply: usize,
    /// Of one line, or one event, of a reply that is streamed.
    pub(crate) max_item: usize,
    pub(crate) deadline: Option<Instant>,
    pub(crate) timeout: Duration,
    pub(crate) idle_timeout: Duration,
}

impl Incoming {
    /// The reply's status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The reply's headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The media type without its parameters, in lower case, if it is one that can be shown.
    fn media_type(&self) -> Option<String> {
        let value = self.headers().get(CONTENT_TYPE)?.to_str().ok()?;
        let essence = value.split(';').next()?.trim().to_ascii_lowercase();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-".contains(&byte);
        (essence.len() <= 64 && essence.bytes().all(is_plain)).then_some(essence)
    }

    /// The whole body, within the client's cap and the call's deadline.
    ///
    /// # Errors
    ///
    /// When it is longer than the cap, ends early, or does not end in time. Return this error as it is: the call then ends as
    /// `Error::Decode`, `Error::Transport` or `Error::Timeout`.
    pub async fn bytes(mut self) -> Result<Bytes, DecodeError> {
        self.read().await
    }

    /// The whole body, which leaves none.
    async fn read(&mut self) -> Result<Bytes, DecodeError> {
        let (bytes, failure) = gather(&mut self.body, &self.limits).await;
        // One reader there is, so the cell is empty.
        let _ = self.head.seen.set(bytes.clone());
        match failure {
            None => Ok(bytes),
            Some(failure) => Err(DecodeError::body(failure)),
        }
    }

    /// The body as a stream: without a cap, and without a deadline but that no piece of it takes longer than the client's
    /// idle timeout.
    #[must_use]
    pub fn into_body(self) -> Body {
        idle::limit(self.body, self.limits.idle_timeout)
    }
}

/// A reply's value with its status and headers: what [`Call::reply`](crate::client::Call::reply) gives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply<T> {
    /// What the reply was read as.
    pub value: T,
    /// The status.
    pub status: StatusCode,
    /// The headers. Their `Debug` shows their values.
    pub headers: HeaderMap,
}
