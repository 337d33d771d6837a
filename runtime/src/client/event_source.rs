//! Server-sent events over as many connections as it takes (WHATWG HTML, section 9.2).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::StatusCode;
use tokio::time::Sleep;

use crate::error::Error;
use crate::request::ApiRequest;
use crate::response::{Event, EventStream, FromEvent};

use super::{Client, Sending, backoff};

/// Where doubling begins when the server wants no wait at all.
const SHORTEST_BACKOFF: Duration = Duration::from_millis(100);
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60 * 60);

/// Server-sent events that connect again by themselves and go on behind the last one: the `EventSource` of browsers (WHATWG HTML,
/// section 9.2).
///
/// It takes a request whose `response` is an [`EventStream`], and sends nothing before it is first polled. When its connection ends,
/// breaks, or stalls for the client's [`idle_timeout`](crate::client::ClientBuilder::idle_timeout), it waits, then sends the request
/// again, whatever its method, with the last id in the header `Last-Event-ID`. The request's own header of that name gives way. An id
/// counts once its event was handed over, so that none is lost and none comes twice from a server that goes on behind it. Dropping
/// this closes the connection.
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
/// | what happened | what follows |
/// |---|---|
/// | a connection ended, broke or stalled | the server's `retry`, as long as it says; 3 s before it has said one ([`wait`](Self::wait)) |
/// | no connection, no reply, or a status 408, 429, 500, 502, 503 or 504 | the same, but at least 0.1 s, and doubled for each further time in a row, up to 60 s |
/// | such a reply with a longer `Retry-After` | that time, up to an hour; above it the error |
/// | the tenth of these in a row ([`attempts`](Self::attempts)) | its error, and the end |
/// | any other error, or an event that cannot be read | the error, and the end |
/// | `204 No Content` | the end |
#[must_use = "nothing is sent before it is polled"]
pub struct EventSource<R: ApiRequest> {
    client: Client,
    request: R,
    state: State<R>,
    /// `None` while a stream has it, or where none was ever said; empty where the server has taken it back.
    last_event_id: Option<String>,
    retry: Option<Duration>,
    wait: Duration,
    attempts: u32,
    /// How many connections in a row did not come about.
    failed: u32,
}

enum State<R: ApiRequest> {
    New,
    Connecting(Sending<R::Response, R::Error>),
    Connected(R::Response),
    Waiting(Pin<Box<Sleep>>),
    Over,
}

impl<R, T> EventSource<R>
where
    R: ApiRequest<Response = EventStream<T>>,
    T: FromEvent + 'static,
{
    /// The events that this request asks for. It is encoded anew for each connection.
    pub fn new(client: &Client, request: R) -> Self {
        Self {
            client: client.clone(),
            request,
            state: State::New,
            last_event_id: None,
            retry: None,
            wait: Duration::from_secs(3),
            attempts: 10,
            failed: 0,
        }
    }

    /// Goes on behind the event of this id, which an earlier series has left in [`last_event_id`](Self::last_event_id).
    pub fn start_after(mut self, id: impl Into<String>) -> Self {
        self.last_event_id = Some(id.into());
        self
    }

    /// How many connections in a row may fail to come about before the last one's error is returned: 10 unless set, which takes about
    /// five and a half minutes of waiting; at least one.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// How long to wait before the next connection until the server has said a time: 3 s unless set.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// The last id that the server has sent, with an event that was handed over or before it.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        match &self.state {
            State::Connected(stream) => stream.last_event_id(),
            _ => self.last_event_id.as_deref().filter(|id| !id.is_empty()),
        }
    }

    /// The next event, over a new connection if need be; `None` once the server has said that there will be none.
    ///
    /// A future that is dropped before it has an event loses none.
    ///
    /// # Errors
    ///
    /// What ends it, as the last item: every error of a call, but that those which may pass are returned only as the table above says.
    /// [`Error::Decode`] is also for an event that is too long or whose data is no `T` (take [`Text`](super::Text) to go on after such
    /// data), and [`Error::Encode`] for an id that no header can carry.
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

    fn connected(&mut self, mut stream: EventStream<T>) {
        self.failed = 0;
        if stream.status() == StatusCode::NO_CONTENT {
            self.state = State::Over;
            return;
        }
        // An event without an id has that of the one before, which may have come over another connection.
        stream.go_on_after(self.last_event_id.take());
        self.state = State::Connected(stream);
    }

    /// Takes from the stream what outlives it, and closes its connection.
    fn leave(&mut self, next: State<R>) {
        if let State::Connected(stream) = std::mem::replace(&mut self.state, next) {
            self.retry = stream.retry().or(self.retry);
            self.last_event_id = stream.into_last_event_id();
        }
    }

    /// Waits for the next try, or gives back the error that ends it.
    fn not_connected(&mut self, error: Error<R::Error>) -> Result<(), Error<R::Error>> {
        self.failed = self.failed.saturating_add(1);
        let asked = error.retry_after().unwrap_or_default();
        if !error.is_passing() || self.failed >= self.attempts || asked > LONGEST_RETRY_AFTER {
            self.state = State::Over;
            return Err(error);
        }
        self.sleep(wait_after(self.usual_wait(), self.failed).max(asked));
        Ok(())
    }

    fn usual_wait(&self) -> Duration {
        self.retry.unwrap_or(self.wait)
    }

    fn sleep(&mut self, duration: Duration) {
        self.state = State::Waiting(Box::pin(tokio::time::sleep(duration)));
    }
}

/// A wait that the server asks for is never cut short.
fn wait_after(usual: Duration, failed: u32) -> Duration {
    backoff::doubled(usual.max(SHORTEST_BACKOFF), failed, LONGEST_BACKOFF).max(usual)
}

// The request is never pinned.
impl<R: ApiRequest> Unpin for EventSource<R> {}

impl<R, T> Stream for EventSource<R>
where
    R: ApiRequest<Response = EventStream<T>>,
    T: FromEvent + 'static,
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
                        if let Err(error) = this.not_connected(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Connected(stream) => match ready!(stream.poll(cx)) {
                    Some(Ok(event)) => return Poll::Ready(Some(Ok(event))),
                    Some(Err(error)) if !error.is_passing() => {
                        this.leave(State::Over);
                        return Poll::Ready(Some(Err(error.with_body(None))));
                    }
                    None | Some(Err(_)) => {
                        this.leave(State::Over);
                        this.sleep(this.usual_wait());
                    }
                },
                State::Over => return Poll::Ready(None),
            }
        }
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
    fn waits_longer_each_time_but_never_less_than_the_server_wants() {
        let waits = |usual| {
            [1, 2, 3, 5, 6, 32, 33, u32::MAX].map(|failed| wait_after(Duration::from_millis(usual), failed).as_millis())
        };
        assert_eq!(waits(3_000), [3_000, 6_000, 12_000, 48_000, 60_000, 60_000, 60_000, 60_000]);
        assert_eq!(waits(0), [100, 200, 400, 1_600, 3_200, 60_000, 60_000, 60_000]);
        assert_eq!(waits(90_000), [90_000; 8]);
        assert_eq!(wait_after(Duration::MAX, 2), Duration::MAX);
    }
}
