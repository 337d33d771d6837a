//! URLs that the server gave, the origins that a client trusts, and redirects, over a transport that answers for every host.

mod clients;
mod given;
mod origins;
mod redirects;

use std::sync::{Arc, Mutex};

use api_request::body::Body;
use api_request::client::ClientBuilder;
use api_request::reply::Raw;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{Client, Error};
use http::{HeaderMap, Request, Response, Uri};

/// A request as a server received it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The method and the URL.
    pub(crate) line: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

type Answer = dyn Fn(&Uri) -> Response<Body> + Send + Sync;

/// A transport that answers for every host, and records each request.
#[derive(Clone)]
pub(crate) struct World {
    answer: Arc<Answer>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl World {
    pub(crate) fn by(answer: impl Fn(&Uri) -> Response<Body> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), seen: Arc::default() }
    }

    /// Answers every request with 200.
    fn new() -> Self {
        Self::by(|_| Response::new("x".into()))
    }

    pub(crate) fn client(&self, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        set(Client::builder("https://h.example/api")).transport(self.clone()).build().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }
}

impl Transport for World {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        let (parts, body) = request.into_parts();
        let answer = (self.answer)(&parts.uri);
        let line = format!("{} {}", parts.method, parts.uri);
        let body = body.as_bytes().unwrap_or(b"(stream)").to_vec();
        self.seen.lock().unwrap().push(Seen { line, headers: parts.headers, body });
        Box::pin(async { Ok(answer) })
    }
}

pub(crate) fn moved(status: u16, location: &str) -> Response<Body> {
    Response::builder().status(status).header("location", location).body(Body::default()).unwrap()
}

/// The reason of an [`Error::Encode`] that no server has seen.
pub(crate) fn refusal(error: &Error<Raw>) -> String {
    let Error::Encode { error: encode, .. } = error else { panic!("{error:?}") };
    assert!(!error.may_have_been_sent());
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    encode.to_string()
}
