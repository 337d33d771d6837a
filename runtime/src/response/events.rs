//! Responses that are streams of server-sent events (WHATWG HTML, section 9.2).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use sse_stream::SseByteStream;

#[cfg(feature = "blocking")]
use crate::background::{Background, IntoIter};
use crate::error::{DecodeError, Error};

use super::stream::Pieces;
use super::{FromResponse, Head, Incoming, Text};

/// The media type of events.
pub(super) const EVENTS: &str = "text/event-stream";

/// A response that is a stream of server-sent events.
///
/// The data of each event is decoded as `T`: from JSON, or unchanged if `T` is [`Text`].
///
/// - An event longer than the client's [`max_item`](crate::client::ClientBuilder::max_item), or one whose data is not a valid
///   `T`, ends the stream with [`Error::Decode`].
/// - An event with empty data is skipped, unless `T` is [`Text`] or decodes it by itself. Its id counts.
/// - The call fails with [`Error::Decode`] if the response has another `Content-Type`. The error has the body and shows the server's
///   message. For a server that answers with either, use [`JsonOrEvents`](super::JsonOrEvents).
/// - Some servers send a last event that is not data, such as `[DONE]`. Name it by the type `U`, as in `EventStream<Delta, Done>`, or by
///   [`until`](Self::until). Without that, the stream reads it as a `T`, and lasts until the server closes the connection.
/// - Timeouts and dropping work as for [`ByteStream`](super::ByteStream).
/// - The stream ends with its connection. An [`EventSource`](crate::client::EventSource) reconnects and resumes.
///
/// ```no_run
/// use api_request::reply::{EventStream, Text};
/// use api_request::{ApiRequest, Client};
///
/// #[derive(ApiRequest)]
/// #[api(get = "/answer", response = EventStream<Text>)]
/// struct Ask {
///     question: String,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut events = Ask { question: "why".into() }.send(&client).await?;
/// while let Some(event) = events.next().await {
///     let event = event?;
///     println!("{}: {}", event.kind, event.data.0);
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventStream<T, U = ()> {
    blocks: SseByteStream<Capped>,
    head: Arc<Head>,
    /// Empty if the server has reset the id.
    last_event_id: Option<String>,
    retry: Option<Duration>,
    /// The data of the last event, besides what `U` says.
    until: Option<Cow<'static, str>>,
    is_over: bool,
    /// Whether the last event has come.
    is_done: bool,
    /// The thread that drives the body, if a blocking client has received it.
    #[cfg(feature = "blocking")]
    background: Option<Background>,
    of: PhantomData<fn() -> (T, U)>,
}

/// Which event ends an [`EventStream`].
///
/// ```
/// use api_request::reply::Until;
///
/// /// Ends the stream at `event: message_stop`.
/// enum MessageStop {}
///
/// impl Until for MessageStop {
///     fn is_end(kind: &str, _data: &str) -> bool {
///         kind == "message_stop"
///     }
/// }
/// ```
pub trait Until: 'static {
    /// Whether this event ends the stream.
    ///
    /// The event itself is not returned.
    ///
    /// `kind` is `message` if the server sends no type.
    fn is_end(kind: &str, data: &str) -> bool;
}

/// Without a last event: the stream ends with its connection.
impl Until for () {
    fn is_end(_: &str, _: &str) -> bool {
        false
    }
}

/// Ends an [`EventStream`] at an event whose data is `[DONE]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done;

impl Until for Done {
    fn is_end(_: &str, data: &str) -> bool {
        data.trim() == "[DONE]"
    }
}

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event; `message` if the server sends none.
    pub kind: String,
    /// The decoded data.
    ///
    /// Several `data` lines are joined with line feeds before decoding.
    pub data: T,
    /// The last id that the server sent, with this event or an earlier one.
    pub id: Option<String>,
}

/// A type that the data of an event can be decoded as.
///
/// It is implemented for every type that implements `serde::Deserialize` and owns its data, which is decoded from JSON, and for
/// [`Text`], which takes the data unchanged.
#[diagnostic::on_unimplemented(
    message = "the data of an event cannot be decoded as `{Self}`",
    label = "this type does not implement `serde::Deserialize`",
    note = "to decode it from JSON, derive `serde::Deserialize` on it and on every type in it; each must own its data",
    note = "use `Text` for the data as plain text"
)]
pub trait FromEvent: Sized {
    /// Whether events with empty data are skipped, because they cannot be decoded.
    ///
    /// It is `true` for types that are decoded from JSON.
    const SKIPS_EMPTY: bool = false;

    /// Decodes the data of one event.
    ///
    /// # Errors
    ///
    /// Fails if the data does not match the type.
    fn from_event(data: &str) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent for T {
    const SKIPS_EMPTY: bool = true;

    fn from_event(data: &str) -> Result<Self, DecodeError> {
        serde_json::from_str(data).map_err(|error| DecodeError::json(data.as_bytes(), None, &error))
    }
}

impl FromEvent for Text {
    fn from_event(data: &str) -> Result<Self, DecodeError> {
        Ok(Self(data.to_owned()))
    }
}

impl<T: FromEvent, U: Until> EventStream<T, U> {
    /// Waits for the next event; returns `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Decode`] if the event is too long or its data is not a valid `T`, with [`Error::Transport`] if the
    /// connection is lost, and with [`Error::Timeout`] if the body stalls.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        while !self.is_over {
            let block = match ready!(Pin::new(&mut self.blocks).poll_next(cx)) {
                None => break,
                Some(Ok(block)) => block,
                Some(Err(error)) => return Poll::Ready(Some(Err(self.broken(error)))),
            };
            if let Some(retry) = block.retry {
                self.retry = Some(Duration::from_millis(retry));
            }
            // A block without data is not dispatched as an event (section 9.2.6).
            let skips = |data: &String| T::SKIPS_EMPTY && data.trim().is_empty();
            let Some(data) = block.data.filter(|data| !skips(data)) else {
                self.remember(block.id);
                continue;
            };
            let kind = block.event.filter(|kind| !kind.is_empty()).unwrap_or_else(|| "message".to_owned());
            if U::is_end(&kind, &data) || self.until.as_ref().is_some_and(|until| data.trim() == *until) {
                self.remember(block.id);
                self.is_done = true;
                self.close();
                break;
            }
            return Poll::Ready(Some(self.event(kind, block.id, &data)));
        }
        self.is_over = true;
        Poll::Ready(None)
    }
}

impl<T, U> EventStream<T, U> {
    /// Ends the stream at an event with this data, such as `[DONE]`.
    ///
    /// The event itself is not returned.
    ///
    /// White space around the data of the event is ignored. [`Done`] says the same by a type.
    #[must_use]
    pub fn until(mut self, data: impl Into<Cow<'static, str>>) -> Self {
        self.until = Some(data.into());
        self
    }

    /// The last id that the server sent up to the last event that you received.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_event_id.as_deref().filter(|id| !id.is_empty())
    }

    /// How long the server asks clients to wait before they reconnect, if it specified that.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Continues from the last id of an earlier stream.
    pub(crate) fn go_on_after(&mut self, id: Option<String>) {
        self.last_event_id = id;
    }

    /// The last id, which is empty if the server has reset it. `None` if the server never sent an id.
    pub(crate) fn into_last_event_id(self) -> Option<String> {
        self.last_event_id
    }

    /// Whether the stream has ended with its last event, and not with its connection.
    pub(crate) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Ends the stream and closes the connection.
    fn close(&mut self) {
        self.is_over = true;
        self.blocks = SseByteStream::new(Capped { pieces: None, block: Block::default(), max: 0 });
    }

    fn remember(&mut self, id: Option<String>) {
        if id.is_some() {
            self.last_event_id = id;
        }
    }
}

impl<T: FromEvent, U> EventStream<T, U> {
    fn event(&mut self, kind: String, id: Option<String>, data: &str) -> Result<Event<T>, Error> {
        match T::from_event(data) {
            Ok(data) => {
                self.remember(id);
                Ok(Event { kind, data, id: self.last_event_id().map(str::to_owned) })
            }
            Err(error) => Err(self.fail(error, Bytes::copy_from_slice(data.as_bytes()))),
        }
    }

    fn fail(&mut self, error: DecodeError, raw: Bytes) -> Error {
        self.close();
        self.head.unreadable_at(error, raw)
    }

    fn broken(&mut self, error: sse_stream::Error) -> Error {
        match error {
            sse_stream::Error::Body(source) => match source.downcast::<Error>() {
                Ok(error) => {
                    self.is_over = true;
                    *error
                }
                Err(_) => self.fail(DecodeError::new("the event stream cannot be parsed"), Bytes::new()),
            },
            _ => self.fail(DecodeError::new("an event is not valid UTF-8"), Bytes::new()),
        }
    }
}

impl<T: FromEvent, U: Until> Stream for EventStream<T, U> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

/// Iterating blocks the thread; see the chapter [`blocking`](crate::guide::blocking).
#[cfg(feature = "blocking")]
impl<T: FromEvent, U: Until> IntoIterator for EventStream<T, U> {
    type Item = Result<Event<T>, Error>;
    type IntoIter = IntoIter<Self>;

    fn into_iter(self) -> IntoIter<Self> {
        let background = self.background.clone();
        IntoIter::new(self, background, |stream, reason| Err(stream.fail(DecodeError::new(reason), Bytes::new())))
    }
}

impl<T, U> fmt::Debug for EventStream<T, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromEvent + 'static, U: Until> FromResponse for EventStream<T, U> {
    const ACCEPT: Option<&'static str> = Some(EVENTS);

    async fn from_response(mut reply: Incoming) -> Result<Self, DecodeError> {
        if let Err(error) = check_media_type(&reply) {
            // The body says why there are no events. The error has what can be read of it.
            reply.head.has_error.store(true, Ordering::Relaxed);
            let _ = reply.read().await;
            return Err(error);
        }
        let (head, max) = (Arc::clone(&reply.head), reply.limits.max_item);
        let pieces = Pieces::open(reply).await?;
        Ok(Self {
            #[cfg(feature = "blocking")]
            background: pieces.background.clone(),
            blocks: SseByteStream::new(Capped { pieces: Some(pieces), block: Block::default(), max }),
            head,
            last_event_id: None,
            retry: None,
            until: None,
            is_over: false,
            is_done: false,
            of: PhantomData,
        })
    }
}

/// Checks the media type.
///
/// An HTML page, from a proxy for example, would otherwise be read as an empty stream of events.
fn check_media_type(reply: &Incoming) -> Result<(), DecodeError> {
    if reply.status() == StatusCode::NO_CONTENT || !reply.headers().contains_key(CONTENT_TYPE) {
        return Ok(());
    }
    match reply.media_type().as_deref() {
        Some(EVENTS) => Ok(()),
        Some(other) => Err(DecodeError::new(format!("the content type is `{other}`, not `{EVENTS}`"))),
        None => Err(DecodeError::new(format!("the content type is not `{EVENTS}`"))),
    }
}

/// The pieces of a body, which fails if one event is longer than the cap.
struct Capped {
    /// `None` after the end.
    pieces: Option<Pieces>,
    block: Block,
    max: usize,
}

impl Stream for Capped {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(pieces) = &mut this.pieces else {
            return Poll::Ready(None);
        };
        let next = match ready!(pieces.poll(cx)) {
            Some(Ok(piece)) if this.block.longest(&piece) > this.max => {
                let reason = format!(
                    "an event is longer than the cap of {} bytes; raise it with `ClientBuilder::max_item`",
                    this.max
                );
                Some(Err(pieces.fail(DecodeError::new(reason), piece)))
            }
            next => next,
        };
        if !matches!(next, Some(Ok(_))) {
            this.pieces = None;
        }
        Poll::Ready(next)
    }
}

/// Counts how much of the current event has arrived.
#[derive(Default)]
struct Block {
    /// The length in bytes, without comments, which are skipped.
    len: usize,
    line_len: usize,
    is_comment: bool,
    is_after_cr: bool,
}

impl Block {
    /// Adds a piece. Returns the length of the longest event that ends or continues in it.
    fn longest(&mut self, piece: &[u8]) -> usize {
        let mut longest = 0;
        for &byte in piece {
            let is_line_end = byte == b'\r' || byte == b'\n' && !self.is_after_cr;
            if is_line_end && self.line_len == 0 {
                self.len = 0;
            }
            if is_line_end {
                (self.line_len, self.is_comment) = (0, false);
            } else if byte != b'\n' {
                self.is_comment |= self.line_len == 0 && byte == b':';
                self.line_len += 1;
                self.len += usize::from(!self.is_comment);
                longest = longest.max(self.len);
            }
            self.is_after_cr = byte == b'\r';
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_events_but_not_comments_for_every_piece_size() {
        let text = b"data: abc\n\n: a long comment\n\rdata: ab\r\nid:1\r\n\r\ndata:a";
        for size in 1..text.len() {
            let mut block = Block::default();
            let longest = text.chunks(size).map(|piece| block.longest(piece)).max();
            assert_eq!((longest, block.len), (Some(12), 6), "in pieces of {size}");
        }
    }
}
