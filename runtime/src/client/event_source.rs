//! Server-sent events with automatic reconnection (WHATWG HTML, section 9.2).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::StatusCode;
use tokio::time::{Instant, Sleep};

#[cfg(feature = "blocking")]
use crate::background::{Background, IntoIter};
use crate::error::Error;
use crate::request::ApiRequest;
use crate::response::{Event, EventStream, FromEvent, Until};
use crate::tokio_runtime;

#[cfg(feature = "blocking")]
use super::blocking;
use super::{Client, Sending, backoff};

/// The shortest wait that the server can request. If `wait` is shorter, it is also the first one that is doubled.
const SHORTEST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// A connection without events that lasts less counts as one that brought nothing.
const SHORT_CONNECTION: Duration = Duration::from_secs(1);
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60 * 60);

/// Server-sent events that reconnect and continue after the last event, like `EventSource` in browsers.
///
/// The `response` of the request is an [`EventStream`]. Nothing is sent before the first poll. Dropping this closes the connection.
///
/// When the connection ends, breaks, or stalls for the client's [`idle_timeout`](crate::client::ClientBuilder::idle_timeout), it waits and
/// then sends the request again, with any method. The id of the last event is sent in the header `Last-Event-ID` (WHATWG HTML,
/// section 9.2), which overrides the request's own header.
///
/// An id counts only once you have received its event. So no event is lost, and none is repeated if the server continues after that id.
///
/// # Examples
///
/// ```no_run
/// use api_request::reply::{EventSource, EventStream};
/// use api_request::{ApiRequest, Client};
///
/// #[derive(serde::Deserialize)]
/// struct Price {
///     cents: u64,
/// }
///
/// #[derive(ApiRequest)]
/// #[api(get = "/prices/{topic}", response = EventStream<Price>)]
/// struct Follow {
///     topic: String,
/// }
///
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut events = EventSource::new(&client, Follow { topic: "a".into() });
/// while let Some(event) = events.next().await {
///     println!("{}", event?.data.cents);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # How long it waits, and when it ends
///
/// | what happens | what follows |
/// |---|---|
/// | a connection ends, breaks or stalls | it reconnects after the `retry` time that the server sent, or after 3 s ([`wait`](Self::wait)); a shorter `retry` counts as 0.1 s |
/// | the same, within a second and without an event | the same, but from the second such connection in a row after at least 0.1 s, doubled for each further one, up to 60 s |
/// | no connection, no response, or a status 408, 429, 500, 502, 503 or 504 | the same, but after at least 0.1 s, doubled for each consecutive failure, up to 60 s |
/// | such a response with a longer `Retry-After` | it reconnects after that time if it is at most an hour; otherwise the error, and the end |
/// | the tenth such failure in a row ([`attempts`](Self::attempts)) | the error, and the end |
/// | any other error, or an event that cannot be read | the error, and the end |
/// | `204 No Content`, or the last event of an `EventStream<T, U>` | the end |
///
/// So a server that sends `retry: 0` and ends every connection at once gets at most 10 requests a second if it sends an event each time,
/// and one a minute in the long run if it sends none.
#[must_use = "nothing is sent before it is polled"]
pub struct EventSource<R: ApiRequest> {
    client: Client,
    request: R,
    state: State<R>,
    /// The last id, which is empty if the server has reset it. `None` while the stream holds it, or if the server has sent no id.
    last_event_id: Option<String>,
    retry: Option<Duration>,
    wait: Duration,
    attempts: u32,
    /// The number of consecutive connections that failed.
    failed: u32,
    /// The number of consecutive connections that ended soon and brought no event.
    empty: u32,
    /// When the connection began, unless it has brought an event.
    empty_since: Option<Instant>,
    /// The thread that drives the connections, if the client is a blocking one.
    #[cfg(feature = "blocking")]
    background: Option<Background>,
}

/// The client of an [`EventSource`], which a reference to a client converts into.
///
/// It is a [`Client`](crate::Client), or the `Client` of the module `blocking`.
pub struct EventClient {
    client: Client,
    #[cfg(feature = "blocking")]
    background: Option<Background>,
}

impl From<&Client> for EventClient {
    fn from(client: &Client) -> Self {
        Self {
            client: client.clone(),
            #[cfg(feature = "blocking")]
            background: None,
        }
    }
}

#[cfg(feature = "blocking")]
impl From<&blocking::Client> for EventClient {
    fn from(client: &blocking::Client) -> Self {
        let (client, background) = client.parts();
        Self { client: client.clone(), background: Some(background.clone()) }
    }
}

impl fmt::Debug for EventClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventClient").field(&self.client).finish()
    }
}

enum State<R: ApiRequest> {
    New,
    Connecting(Sending<R::Response, R::Error>),
    Connected(R::Response),
    Waiting(Pin<Box<Sleep>>),
    Over,
}

impl<R, T, U> EventSource<R>
where
    R: ApiRequest<Response = EventStream<T, U>>,
    T: FromEvent + 'static,
    U: Until,
{
    /// Creates a source of events.
    ///
    /// `request` is encoded again for each connection. `client` is `&Client` or `&blocking::Client`. With a blocking client, iterate over the source.
    pub fn new(client: impl Into<EventClient>, request: R) -> Self {
        let client: EventClient = client.into();
        Self {
            #[cfg(feature = "blocking")]
            background: client.background,
            client: client.client,
            request,
            state: State::New,
            last_event_id: None,
            retry: None,
            wait: Duration::from_secs(3),
            attempts: 10,
            failed: 0,
            empty: 0,
            empty_since: None,
        }
    }

    /// Starts after the event with this id, such as the [`last_event_id`](Self::last_event_id) of an earlier source.
    pub fn start_after(mut self, id: impl Into<String>) -> Self {
        self.last_event_id = Some(id.into());
        self
    }

    /// Sets how many consecutive connections may fail before the error is returned.
    ///
    /// The default is 10, which waits about five and a half minutes in total. 0 counts as 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets how long to wait before reconnecting, until the server sends a `retry` time.
    ///
    /// The default is 3 s.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The last id that the server sent up to the last event that you received.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        match &self.state {
            State::Connected(stream) => stream.last_event_id(),
            _ => self.last_event_id.as_deref().filter(|id| !id.is_empty()),
        }
    }

    /// Returns the next event, over a new connection if necessary; `None` after the end.
    ///
    /// Dropping the future before it is ready loses no event.
    ///
    /// # Errors
    ///
    /// An error is the last item. Every error of a call is possible; temporary errors are returned only as the table of
    /// [`EventSource`] says. In addition, it fails with
    ///
    /// - [`Error::Decode`] if an event is too long, or its data is not a `T`. To continue after invalid data, use
    ///   [`Text`](crate::reply::Text) as `T`.
    /// - [`Error::Encode`] if the last id is not a valid header value.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<R::Error>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn connect(&mut self) {
        let mut call = self.client.call(&self.request).only_fresher_credentials();
        if let Some(id) = &self.last_event_id {
            call = call.last_event_id(id);
        }
        self.state = State::Connecting(call.send());
    }

    fn connected(&mut self, mut stream: EventStream<T, U>) {
        self.failed = 0;
        self.empty_since = Some(Instant::now());
        if stream.status() == StatusCode::NO_CONTENT {
            self.state = State::Over;
            return;
        }
        // An event without an id has the id of the previous event, which may have come over another connection.
        stream.go_on_after(self.last_event_id.take());
        self.state = State::Connected(stream);
    }

    /// Closes the connection, and keeps the id and the `retry` time of its stream.
    fn disconnect(&mut self, next: State<R>) {
        if let State::Connected(stream) = std::mem::replace(&mut self.state, next) {
            self.retry = stream.retry().or(self.retry);
            self.last_event_id = stream.into_last_event_id();
        }
    }

    /// Starts to wait before the next connection, or returns the error if it is final.
    fn connection_failed(&mut self, error: Error<R::Error>) -> Result<(), Error<R::Error>> {
        self.failed = self.failed.saturating_add(1);
        let asked = error.retry_after().unwrap_or_default();
        let is_final = !error.is_passing() || self.failed >= self.attempts || asked > LONGEST_RETRY_AFTER;
        // Without a runtime that has timers, it cannot wait.
        if is_final || tokio_runtime::check().is_err() {
            self.state = State::Over;
            return Err(error);
        }
        self.sleep(wait_after(self.reconnect_wait(), self.failed).max(asked));
        Ok(())
    }

    /// Starts to wait after a connection has ended.
    fn connection_ended(&mut self) {
        self.disconnect(State::New);
        let is_empty = self.empty_since.take().is_some_and(|since| since.elapsed() < SHORT_CONNECTION);
        self.empty = if is_empty { self.empty.saturating_add(1) } else { 0 };
        // Without a runtime that has timers, connecting fails and says so.
        if tokio_runtime::check().is_ok() {
            let wait = self.reconnect_wait();
            // A single connection that brings nothing is nothing unusual.
            self.sleep(if self.empty > 1 { wait_after(wait, self.empty - 1) } else { wait });
        }
    }

    fn reconnect_wait(&self) -> Duration {
        self.retry.map_or(self.wait, |retry| retry.max(SHORTEST_BACKOFF))
    }

    fn sleep(&mut self, duration: Duration) {
        self.state = State::Waiting(Box::pin(tokio::time::sleep(duration)));
    }
}

/// Returns the wait after consecutive failures, or consecutive connections without an event. It is never shorter than `wait`, which the server may have asked for.
fn wait_after(wait: Duration, failed: u32) -> Duration {
    backoff::doubled(wait.max(SHORTEST_BACKOFF), failed, LONGEST_BACKOFF).max(wait)
}

// No field is pinned structurally.
impl<R: ApiRequest> Unpin for EventSource<R> {}

impl<R, T, U> Stream for EventSource<R>
where
    R: ApiRequest<Response = EventStream<T, U>>,
    T: FromEvent + 'static,
    U: Until,
{
    type Item = Result<Event<T>, Error<R::Error>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match &mut this.state {
                State::New => this.connect(),
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(cx));
                    this.connect();
                }
                State::Connecting(sending) => match ready!(Pin::new(sending).poll(cx)) {
                    Ok(stream) => this.connected(stream),
                    Err(error) => {
                        if let Err(error) = this.connection_failed(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Connected(stream) => match ready!(stream.poll(cx)) {
                    Some(Ok(event)) => {
                        this.empty_since = None;
                        return Poll::Ready(Some(Ok(event)));
                    }
                    None if stream.is_done() => this.disconnect(State::Over),
                    Some(Err(error)) if !error.is_passing() => {
                        this.disconnect(State::Over);
                        return Poll::Ready(Some(Err(error.with_body(None))));
                    }
                    None | Some(Err(_)) => this.connection_ended(),
                },
                State::Over => return Poll::Ready(None),
            }
        }
    }
}

/// Iterating blocks the thread; see the chapter [`blocking`](crate::guide::blocking).
#[cfg(feature = "blocking")]
impl<R, T, U> IntoIterator for EventSource<R>
where
    R: ApiRequest<Response = EventStream<T, U>>,
    T: FromEvent + 'static,
    U: Until,
{
    type Item = Result<Event<T>, Error<R::Error>>;
    type IntoIter = IntoIter<Self>;

    fn into_iter(self) -> IntoIter<Self> {
        let background = self.background.clone();
        IntoIter::new(self, background, |source, reason| {
            source.disconnect(State::Over);
            Err(blocking::refused(R::ENDPOINT, reason))
        })
    }
}

impl<R: ApiRequest> fmt::Debug for EventSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventSource(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_but_never_less_than_the_server_asks_for() {
        let waits = |wait| {
            [1, 2, 3, 5, 6, 32, 33, u32::MAX].map(|failed| wait_after(Duration::from_millis(wait), failed).as_millis())
        };
        assert_eq!(waits(3_000), [3_000, 6_000, 12_000, 48_000, 60_000, 60_000, 60_000, 60_000]);
        assert_eq!(waits(0), [100, 200, 400, 1_600, 3_200, 60_000, 60_000, 60_000]);
        assert_eq!(waits(90_000), [90_000; 8]);
        assert_eq!(wait_after(Duration::MAX, 2), Duration::MAX);
    }
}
