//! Server-sent events (WHATWG HTML, section 9.2), read as they arrive.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use sse_stream::SseByteStream;

use crate::error::{DecodeError, Error};

use super::stream::Pieces;
use super::{FromResponse, Head, Incoming, Text};

/// The media type of events.
const EVENTS: &str = "text/event-stream";

/// A reply of server-sent events. `T` is what the data of each is read as: JSON, or [`Text`] as it is.
///
/// An event above the client's [`max_item`](crate::client::ClientBuilder::max_item), or one whose data is no `T`, ends the stream with
/// [`Error::Decode`], as does a reply whose `Content-Type` says that it is something else. For time and dropping see [`ByteStream`](super::ByteStream). It is one connection, and ends with it: an
/// [`EventSource`](super::EventSource) connects again and goes on.
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
pub struct EventStream<T> {
    blocks: SseByteStream<Capped>,
    head: Arc<Head>,
    /// Empty where the server has taken back the one before.
    last_event_id: Option<String>,
    retry: Option<Duration>,
    is_over: bool,
    of: PhantomData<fn() -> T>,
}

/// One server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The kind of event: `message` where the server says none.
    pub kind: String,
    /// The data: its lines joined by line feeds, or what was read from that.
    pub data: T,
    /// The last id that the server has sent, with this event or before it.
    pub id: Option<String>,
}

/// What the data of an event can be read as: every type that is `serde::Deserialize` and owns its data, from JSON, and [`Text`].
#[diagnostic::on_unimplemented(
    message = "the data of an event cannot be read as `{Self}`",
    label = "this type is not `serde::Deserialize`",
    note = "every type in it needs `serde::Deserialize`, and to own its data, to be read from JSON: derive it; or take `Text` for the data as it is"
)]
pub trait FromEvent: Sized {
    /// Reads the data of one event.
    ///
    /// # Errors
    ///
    /// When it is something else.
    fn from_event(data: &str) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromEvent for T {
    fn from_event(data: &str) -> Result<Self, DecodeError> {
        serde_json::from_str(data).map_err(|error| DecodeError::json(data.as_bytes(), None, &error))
    }
}

impl FromEvent for Text {
    fn from_event(data: &str) -> Result<Self, DecodeError> {
        Ok(Self(data.to_owned()))
    }
}

impl<T: FromEvent> EventStream<T> {
    /// The next event; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Decode`] for an event that is too long or whose data is no `T`, [`Error::Transport`] when the body breaks,
    /// [`Error::Timeout`] when it stalls.
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
            // What has no data is no event (section 9.2.6).
            let Some(data) = block.data else {
                self.remember(block.id);
                continue;
            };
            let kind = block.event.filter(|kind| !kind.is_empty()).unwrap_or_else(|| "message".to_owned());
            return Poll::Ready(Some(self.event(kind, block.id, &data)));
        }
        self.is_over = true;
        Poll::Ready(None)
    }
}

impl<T> EventStream<T> {
    /// The last id that the server has sent, with an event that was handed over or before it.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.last_event_id.as_deref().filter(|id| !id.is_empty())
    }

    /// How long the server wants whoever connects again to wait, if it has said so.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The server knows of this id, which an earlier stream has left.
    pub(crate) fn go_on_after(&mut self, id: Option<String>) {
        self.last_event_id = id;
    }

    /// Empty where the server has taken back the one before; `None` where it never said one.
    pub(crate) fn into_last_event_id(self) -> Option<String> {
        self.last_event_id
    }

    fn remember(&mut self, id: Option<String>) {
        if id.is_some() {
            self.last_event_id = id;
        }
    }
}

impl<T: FromEvent> EventStream<T> {
    fn event(&mut self, kind: String, id: Option<String>, data: &str) -> Result<Event<T>, Error> {
        match T::from_event(data) {
            Ok(data) => {
                self.remember(id);
                Ok(Event { kind, data, id: self.last_event_id().map(str::to_owned) })
            }
            Err(error) => Err(self.fail(error, Bytes::copy_from_slice(data.as_bytes()))),
        }
    }

    /// Ends the stream, and closes the connection.
    fn fail(&mut self, error: DecodeError, raw: Bytes) -> Error {
        self.is_over = true;
        self.blocks = SseByteStream::new(Capped { pieces: None, block: Block::default(), max: 0 });
        self.head.unreadable_at(error, raw)
    }

    fn broken(&mut self, error: sse_stream::Error) -> Error {
        match error {
            sse_stream::Error::Body(source) => match source.downcast::<Error>() {
                Ok(error) => {
                    self.is_over = true;
                    *error
                }
                Err(_) => self.fail(DecodeError::new("its events cannot be read"), Bytes::new()),
            },
            _ => self.fail(DecodeError::new("an event is not UTF-8"), Bytes::new()),
        }
    }
}

impl<T: FromEvent> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromEvent + 'static> FromResponse for EventStream<T> {
    const ACCEPT: Option<&'static str> = Some(EVENTS);

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        is_of_events(&reply)?;
        let (head, max) = (Arc::clone(&reply.head), reply.limits.max_item);
        let blocks = SseByteStream::new(Capped { pieces: Some(Pieces::new(reply)), block: Block::default(), max });
        Ok(Self { blocks, head, last_event_id: None, retry: None, is_over: false, of: PhantomData })
    }
}

/// A page, such as a proxy's, would be read as a series without events.
fn is_of_events(reply: &Incoming) -> Result<(), DecodeError> {
    if reply.status() == StatusCode::NO_CONTENT || !reply.headers().contains_key(CONTENT_TYPE) {
        return Ok(());
    }
    match reply.media_type().as_deref() {
        Some(EVENTS) => Ok(()),
        Some(other) => Err(DecodeError::new(format!("it is `{other}`, not `{EVENTS}`"))),
        None => Err(DecodeError::new(format!("it is not `{EVENTS}`"))),
    }
}

/// The pieces of a body, of which no event may be longer than a cap.
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
                let reason = format!("an event is longer than the cap of {} bytes", this.max);
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

/// How much of an event has arrived.
#[derive(Default)]
struct Block {
    /// Without comments, which are passed over.
    len: usize,
    line_len: usize,
    is_comment: bool,
    is_after_cr: bool,
}

impl Block {
    /// How long an event is that ends in the piece, or goes on behind it.
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
    fn counts_an_event_and_no_comment_however_the_pieces_fall() {
        let text = b"data: abc\n\n: a long comment\n\rdata: ab\r\nid:1\r\n\r\ndata:a";
        for size in 1..text.len() {
            let mut block = Block::default();
            let longest = text.chunks(size).map(|piece| block.longest(piece)).max();
            assert_eq!((longest, block.len), (Some(12), 6), "in pieces of {size}");
        }
    }
}
