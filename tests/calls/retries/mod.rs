//! Retries of a call, with paused time: what is retried, when, and how it ends.

mod budget;
mod deadlines;
mod limits;
mod policy;
mod waits;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request::body::Body;
use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::reply::Text;
use api_request::transport::{Attempt, BoxError, BoxFuture, NotSent, TimedOut, Transport};
use api_request::{ApiRequest, Client};
use http::{Request, Response};
use tokio::time::Instant;

/// The result of one try.
#[derive(Clone, Debug)]
pub(crate) enum Came {
    /// A status, and the value of `Retry-After`.
    Status(u16, Option<&'static str>),
    /// A status, and these headers.
    With(u16, &'static [(&'static str, &'static str)]),
    /// No connection.
    NotSent,
    /// The connection breaks.
    Broken,
    /// No response.
    Hangs,
    /// The head of a response, and then the connection breaks.
    Cut(u16),
    /// The head of a response, the first bytes of its body, and then nothing.
    Stalls(u16),
    /// A redirect.
    Moved(&'static str),
    /// The transport reaches a time limit of its own.
    GaveUp,
}

use Came::{Broken, Cut, GaveUp, Hangs, Moved, NotSent as Unsent, Stalls, Status, With};

/// A transport with a script, which records each request and its time.
#[derive(Clone, Default)]
pub(crate) struct Script {
    next: Arc<Mutex<VecDeque<Came>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Seen {
    at: Instant,
    number: u32,
    line: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

impl Script {
    /// Answers with these in order, and then always with 200.
    pub(crate) fn of(next: impl IntoIterator<Item = Came>) -> Self {
        Self { next: Arc::new(Mutex::new(next.into_iter().collect())), seen: Arc::default() }
    }

    pub(crate) fn client(&self) -> Client {
        self.client_with(|builder| builder)
    }

    pub(crate) fn client_with(&self, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let exact = RetryPolicy::default().without_jitter();
        set(Client::builder("https://h.example/api").retry(exact)).transport(self.clone()).build().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The milliseconds between the tries.
    pub(crate) fn pauses(&self) -> Vec<u128> {
        self.seen().windows(2).map(|pair| (pair[1].at - pair[0].at).as_millis()).collect()
    }

    pub(crate) fn tries(&self) -> usize {
        self.seen().len()
    }
}

/// A body that breaks at once.
struct Breaks;

impl http_body::Body for Breaks {
    type Data = bytes::Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, BoxError>>> {
        std::task::Poll::Ready(Some(Err("reset".into())))
    }
}

/// A body that stalls after one piece.
struct Pauses(Option<&'static str>);

impl http_body::Body for Pauses {
    type Data = bytes::Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, BoxError>>> {
        match self.0.take() {
            Some(piece) => std::task::Poll::Ready(Some(Ok(http_body::Frame::data(piece.into())))),
            None => std::task::Poll::Pending,
        }
    }
}

impl Transport for Script {
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        let next = self.next.lock().unwrap().pop_front().unwrap_or(Status(200, None));
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            self.seen.lock().unwrap().push(Seen {
                at: Instant::now(),
                number: attempt.number(),
                line: format!("{} {}", parts.method, parts.uri),
                headers: parts.headers,
                body: body.as_bytes().unwrap_or(b"(stream)").to_vec(),
            });
            let reply = |status: u16| Response::builder().status(status);
            Ok(match next {
                Status(status, None) => reply(status).body("x".into()).unwrap(),
                Status(status, Some(after)) => reply(status).header("retry-after", after).body("x".into()).unwrap(),
                With(status, headers) => {
                    let reply = headers.iter().fold(reply(status), |reply, (name, value)| reply.header(*name, *value));
                    reply.body("x".into()).unwrap()
                }
                Cut(status) => reply(status).body(Body::wrap(Breaks)).unwrap(),
                Stalls(status) => reply(status).body(Body::wrap(Pauses(Some("abc")))).unwrap(),
                Moved(location) => reply(307).header("location", location).body(Body::default()).unwrap(),
                GaveUp => return Err(TimedOut::default().into()),
                Unsent => return Err(NotSent::new("refused").into()),
                Broken => return Err("reset".into()),
                Hangs => std::future::pending().await,
            })
        })
    }
}

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
pub(crate) struct Get;

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
pub(crate) struct Post {
    pub(crate) n: u8,
}

#[derive(ApiRequest)]
#[api(post = "/a", response = Text, idempotent)]
pub(crate) struct PostAgain;

#[derive(ApiRequest)]
#[api(patch = "/a", response = Text)]
pub(crate) struct PatchOnce {
    #[api(header = "Idempotency-Key", idempotency_key)]
    key: Option<String>,
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
