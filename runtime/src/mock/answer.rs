//! `Answer`, what a mock does with one request: a response or a fault.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use serde::Serialize;

use crate::error::call_facts::Note;
use crate::message::{Body, JSON};

use super::pieces::{End, Pieces};

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");
const LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// What a [`Mock`](super::Mock) does with one request: a response, or a fault.
///
/// [`reply`](super::reply) begins a response. The function that you pass to [`each`](super::Expectation::each) returns an `Answer`.
///
/// ```
/// use api_request::mock::{Answer, reply};
///
/// let limited = reply(429).retry_after(1).json(&serde_json::json!({ "message": "slow down" }));
/// let lost = Answer::reset();
/// # let _ = (limited, lost);
/// ```
#[derive(Clone)]
#[must_use = "an answer does nothing until a mock gives it"]
pub struct Answer {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<Bytes>,
    /// Whether the length of the body is announced.
    is_stream: bool,
    /// After how many bytes the body ends early, and how.
    end: Option<(usize, End)>,
    /// What a client in this process is told about the response.
    note: Option<Note>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Response,
    Refuse,
    Reset,
    Hang,
}

impl Answer {
    fn of(kind: Kind) -> Self {
        Self {
            kind,
            delay: Duration::ZERO,
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Vec::new(),
            is_stream: false,
            end: None,
            note: None,
        }
    }

    /// Creates a response with this status and an empty body.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn status(status: impl TryInto<StatusCode>) -> Self {
        match status.try_into() {
            Ok(status) if !status.is_informational() => Self { status, ..Self::of(Kind::Response) },
            _ => panic!("the status of a response must be between 200 and 999"),
        }
    }

    /// Refuses the connection: the call fails with [`Error::Connect`](crate::Error::Connect), and any method is retried.
    ///
    /// On a port, the connection is reset instead, because it exists already.
    pub fn refuse() -> Self {
        Self::of(Kind::Refuse)
    }

    /// Resets the connection: the call fails with [`Error::Transport`](crate::Error::Transport), as if the response was lost.
    pub fn reset() -> Self {
        Self::of(Kind::Reset)
    }

    /// Never responds: the call fails with [`Error::Timeout`](crate::Error::Timeout).
    pub fn hang() -> Self {
        Self::of(Kind::Hang)
    }

    /// Sets the body to the value as JSON.
    ///
    /// # Panics
    ///
    /// Panics if the value cannot be serialised, or if the answer is a fault.
    #[track_caller]
    pub fn json(self, value: impl Serialize) -> Self {
        match serde_json::to_vec(&value) {
            Ok(json) => self.whole(json.into(), JSON),
            Err(error) => panic!("the JSON of a response cannot be serialised: {error}"),
        }
    }

    /// Sets the body to text.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.whole(text.into().into(), TEXT)
    }

    /// Sets the body to bytes, with the content type `application/octet-stream`.
    ///
    /// [`header`](Self::header) changes it.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn bytes(self, bytes: impl Into<Bytes>) -> Self {
        self.whole(bytes.into(), OCTETS)
    }

    /// Sets the body to a stream of these pieces, which has no `Content-Length`.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn chunks<C: Into<Bytes>>(self, pieces: impl IntoIterator<Item = C>) -> Self {
        self.stream(pieces.into_iter().map(Into::into).collect(), OCTETS)
    }

    /// Sets the body to a stream of JSON lines.
    ///
    /// # Panics
    ///
    /// Panics if a value cannot be serialised, or if the answer is a fault.
    #[track_caller]
    pub fn json_lines<T: Serialize>(self, values: impl IntoIterator<Item = T>) -> Self {
        let mut pieces = Vec::new();
        for value in values {
            match serde_json::to_vec(&value) {
                Ok(mut line) => {
                    line.push(b'\n');
                    pieces.push(line.into());
                }
                Err(error) => panic!("a JSON line of a response cannot be serialised: {error}"),
            }
        }
        self.stream(pieces, LINES)
    }

    /// Sets the body to a stream of server-sent events with this data.
    ///
    /// The data of an event is text, such as JSON or `[DONE]`.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn events<D: AsRef<str>>(self, data: impl IntoIterator<Item = D>) -> Self {
        let event = |data: D| {
            let mut event: String = data.as_ref().split('\n').map(|line| format!("data: {line}\n")).collect();
            event.push('\n');
            event.into()
        };
        self.stream(data.into_iter().map(event).collect(), EVENTS)
    }

    /// Sets a header of the response.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid, or if the answer is a fault.
    #[track_caller]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let Ok(parsed) = HeaderName::try_from(name.as_ref()) else {
            panic!("{:?} is not a valid header name", name.as_ref());
        };
        let Ok(value) = HeaderValue::try_from(value.as_ref()) else {
            panic!("the value of the header `{parsed}` is not valid");
        };
        let mut answer = self.response("a header");
        answer.headers.append(parsed, value);
        answer
    }

    /// Sets `Retry-After`, in seconds.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn retry_after(self, seconds: u64) -> Self {
        let mut answer = self.response("a header");
        answer.headers.insert(RETRY_AFTER, seconds.into());
        answer
    }

    /// Waits before the answer.
    ///
    /// A paused tokio clock skips the wait.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Loses the connection after this number of bytes of the body.
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn cut(self, bytes: usize) -> Self {
        Self { end: Some((bytes, End::Cut)), ..self.response("a body") }
    }

    /// Sends this number of bytes of the body, and then nothing.
    ///
    /// The connection stays open. The call fails with [`Error::Timeout`](crate::Error::Timeout) after its timeout. A streamed response yields that error as its last
    /// item, after the idle timeout. It replaces [`cut`](Self::cut).
    ///
    /// # Panics
    ///
    /// Panics if the answer is a fault.
    #[track_caller]
    pub fn stall(self, bytes: usize) -> Self {
        Self { end: Some((bytes, End::Stall)), ..self.response("a body") }
    }

    /// Adds what a client in this process is told about the response.
    pub(super) fn noted(self, note: Note) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The answer itself. Panics if it is a fault, which has no such part.
    #[track_caller]
    fn response(self, part: &str) -> Self {
        let fault = match self.kind {
            Kind::Response => return self,
            Kind::Refuse => "refuse",
            Kind::Reset => "reset",
            Kind::Hang => "hang",
        };
        panic!(
            "`{fault}()` sends no response, so it cannot have {part}: set it on a response, which begins with a status, such as `reply(503)` or `.then_status(503)`"
        );
    }

    #[track_caller]
    fn whole(self, body: Bytes, content_type: HeaderValue) -> Self {
        let mut answer = self.response("a body");
        answer.headers.entry(CONTENT_TYPE).or_insert(content_type);
        answer.body = vec![body];
        answer.is_stream = false;
        answer
    }

    #[track_caller]
    fn stream(self, pieces: Vec<Bytes>, content_type: HeaderValue) -> Self {
        let mut answer = self.response("a body");
        answer.headers.entry(CONTENT_TYPE).or_insert(content_type);
        answer.body = pieces;
        answer.is_stream = true;
        answer
    }

    /// The response to a request of this method.
    pub(super) fn into_response(mut self, method: &Method) -> Response<Body> {
        let is_bodiless = matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let length: usize = self.body.iter().map(Bytes::len).sum();
        if !self.is_stream && !is_bodiless {
            self.headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
        }
        let body = if is_bodiless || method == Method::HEAD {
            Body::empty()
        } else if self.is_stream || self.end.is_some() {
            let announced = (!self.is_stream).then_some(length as u64);
            Body::of_pieces(Pieces::new(self.body, self.end, announced))
        } else {
            self.body.pop().unwrap_or_default().into()
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if let Some(note) = self.note {
            response.extensions_mut().insert(note);
        }
        response
    }
}

/// Shows the status, and none of the body.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut answer = f.debug_struct("Answer");
        match self.kind {
            Kind::Response => answer.field("status", &self.status.as_u16()),
            kind => answer.field("fault", &kind),
        };
        answer.finish_non_exhaustive()
    }
}
