//! The blocking client: on plain threads, in async code, and what outlives it.

mod async_code;
mod calls;
mod pages;
mod panics;
mod streams;
mod threads;
mod uploads;

use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::reply::{ByteStream, Problem, Text};
use api_request::{ApiRequest, Error, blocking};
use api_request_tests::{Answer, Server};
use tokio::runtime::{Builder, Runtime};

#[derive(ApiRequest)]
#[api(get = "/a", response = Text, error = Problem)]
struct Get;

#[derive(ApiRequest)]
#[api(get = "/bytes", response = ByteStream)]
struct Bytes;

/// A server in a runtime of its own, so that the thread of the test has none.
struct Peer {
    server: Server,
    _runtime: Runtime,
}

impl Peer {
    fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        Self { server: runtime.block_on(Server::start(answer)), _runtime: runtime }
    }

    fn always(answer: Answer) -> Self {
        Self::start(move |_| answer.clone())
    }

    fn client(&self) -> blocking::Client {
        blocking::Client::builder(self.server.url())
            // Long enough for a panic that prints its backtrace on a busy machine.
            .idle_timeout(Duration::from_secs(3))
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    }
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nx-request-id: 7f3a\r\ntransfer-encoding: chunked\r\n\r\n";

/// A head, and each piece as a chunk.
fn chunked(pieces: &[&str]) -> Vec<u8> {
    let mut bytes = HEAD.to_vec();
    for piece in pieces {
        bytes.extend_from_slice(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes());
    }
    bytes
}

fn whole(pieces: &[&str]) -> Answer {
    Answer::Bytes([&*chunked(pieces), b"0\r\n\r\n"].concat())
}

/// Checks that a call was not sent because it was made in async code, and that the error names both fixes.
fn refuses<T, E>(result: Result<T, Error<E>>) {
    let error = result.err().expect("a blocking call in async code fails");
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(!error.may_have_been_sent() && error.tries() == 0, "{error:?}");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("use `api_request::Client` here"), "{source}");
    assert!(source.contains("`tokio::task::spawn_blocking`"), "{source}");
}
