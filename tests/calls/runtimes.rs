//! Calls where no tokio runtime is, in one that lacks timers or I/O, and of one client in two runtimes.

use std::error::Error as _;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use api_request::auth::{Authenticate as _, Refreshing, Token};
use api_request::client::RetryPolicy;
use api_request::error::DecodeError;
use api_request::reply::{ByteStream, EventSource, EventStream, FromResponse, Incoming, Text};
use api_request::transport::{BoxError, Reqwest, Tower};
use api_request::{ApiRequest, Bearer, Client, Error, body};
use axum::{Router, routing::get};
use http_body::Body as _;
use tokio::runtime::{Builder, Runtime};

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

#[derive(ApiRequest)]
#[api(get = "/a", response = ByteStream)]
struct Stream;

#[derive(ApiRequest)]
#[api(get = "/a", response = EventStream<Text>)]
struct Follow;

/// Polls a future once, without a runtime.
fn poll_here<T>(future: impl Future<Output = T>) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn ready_here<T>(future: impl Future<Output = T>) -> T {
    match poll_here(future) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it should be ready at once"),
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn memory() -> Client {
    let router = Router::new().route("/a", get(async || "x"));
    Client::builder("http://localhost").transport(Tower(router)).auth(Bearer::new("token")).build().unwrap()
}

/// A server in a thread, which keeps connections open. Returns its URL and a counter of connections.
fn server() -> (String, Arc<AtomicU32>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut read = [0; 4096];
                while stream.read(&mut read).is_ok_and(|length| length > 0) {
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx").unwrap();
                }
            });
        }
    });
    (url, count)
}

fn says<E>(error: &Error<E>, what: &str) {
    let Error::Connect { context, .. } = error else { panic!("{error:?}") };
    assert!(format!("{context:?}").contains(what), "{context:?}");
    assert!(!error.may_have_been_sent());
}

#[test]
fn without_a_runtime_a_call_says_so() {
    let (url, _) = server();
    for client in [memory(), Client::builder(&url).build().unwrap()] {
        let error = ready_here(Get.send(&client)).unwrap_err();
        says(&error, "no tokio runtime");
        assert!(error.source().unwrap().to_string().contains("#[tokio::main]"), "{error:?}");
        says(&ready_here(client.call(&Get).raw()).unwrap_err(), "no tokio runtime");
        says(&ready_here(client.call(&Get).reply()).unwrap_err(), "no tokio runtime");
        let mut events = EventSource::new(&client, Follow);
        says(&ready_here(events.next()).unwrap().unwrap_err(), "no tokio runtime");
        assert!(ready_here(events.next()).is_none());
    }
    // The client works afterwards.
    assert_eq!(runtime().block_on(Get.send(&memory())).unwrap().0, "x");
}

#[test]
fn without_timers_or_io_a_call_says_so() {
    let (url, _) = server();
    let without_timers = Builder::new_current_thread().enable_io().build().unwrap();
    for client in [memory(), Client::builder(&url).build().unwrap()] {
        let error = without_timers.block_on(Get.send(&client)).unwrap_err();
        says(&error, "enable_time");
        assert_eq!(error.tries(), 0);
    }
    let without_io = Builder::new_current_thread().enable_time().build().unwrap();
    assert_eq!(without_io.block_on(Get.send(&memory())).unwrap().0, "x");
    let client = Client::builder(&url).retry(RetryPolicy::none()).build().unwrap();
    says(&without_io.block_on(Get.send(&client)).unwrap_err(), "enable_io");
    assert_eq!(runtime().block_on(Get.send(&client)).unwrap().0, "x");
}

#[test]
fn a_stream_that_is_read_outside_says_so() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
    let runtime = runtime();
    let server = runtime.block_on(api_request_tests::Server::always(api_request_tests::Answer::Stall(head.into())));
    let client = Client::builder(server.url()).build().unwrap();
    let mut stream = runtime.block_on(Stream.send(&client)).unwrap();
    assert_eq!(runtime.block_on(stream.next()).unwrap().unwrap(), "abc");
    let error = ready_here(stream.next()).unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert!(error.source().unwrap().to_string().contains("no tokio runtime"), "{error:?}");
}

#[test]
fn a_file_that_is_read_outside_says_so() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Upload {
        #[api(body)]
        file: body::Stream,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text, body = multipart)]
    struct Parts {
        file: body::Part,
    }
    let path = std::env::temp_dir().join(format!("api-request-{}-outside", std::process::id()));
    std::fs::write(&path, "content").unwrap();
    let base = "http://localhost".parse().unwrap();
    let requests = || {
        let file = body::Stream::file(&path).unwrap();
        let part = body::Part::file(&path).unwrap();
        [Upload { file }.to_http(&base).unwrap().into_body(), Parts { file: part }.to_http(&base).unwrap().into_body()]
    };
    let read = async |mut body: body::Body| {
        let mut read = Vec::new();
        while let Some(frame) = std::future::poll_fn(|cx| pin!(&mut body).poll_frame(cx)).await {
            read.extend_from_slice(frame?.data_ref().unwrap());
        }
        Ok::<_, BoxError>(String::from_utf8(read).unwrap())
    };
    for body in requests() {
        let error = ready_here(read(body)).unwrap_err();
        assert!(error.to_string().contains("no tokio runtime"), "{error}");
    }
    // tokio reads files without timers.
    let plain = Builder::new_current_thread().build().unwrap();
    for body in requests() {
        assert!(plain.block_on(read(body)).unwrap().contains("content"));
    }
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_token_that_is_fetched_outside_says_so() {
    let auth = Refreshing::new(|| std::future::ready(Ok::<_, BoxError>(Token::new("t"))));
    let mut parts = http::Request::new(()).into_parts().0;
    let error = ready_here(auth.authenticate(&mut parts, None)).unwrap_err();
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
    let without_timers = Builder::new_current_thread().build().unwrap();
    let error = without_timers.block_on(auth.authenticate(&mut parts, None)).unwrap_err();
    assert!(error.to_string().contains("enable_time"), "{error}");
    runtime().block_on(auth.authenticate(&mut parts, None)).unwrap();
    assert_eq!(parts.headers["authorization"], "Bearer t");
}

#[test]
fn a_response_that_is_read_outside_is_an_error() {
    struct Kept(Incoming);
    impl FromResponse for Kept {
        async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
            Ok(Self(reply))
        }
    }
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Kept)]
    struct Keep;
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
    let runtime = runtime();
    let server = runtime.block_on(api_request_tests::Server::always(api_request_tests::Answer::Stall(head.into())));
    let client = Client::builder(server.url()).build().unwrap();
    let kept = runtime.block_on(Keep.send(&client)).unwrap();
    assert!(ready_here(kept.0.bytes()).is_err());
}

#[test]
fn each_runtime_has_connections_of_its_own() {
    let (url, count) = server();
    let proxied = || Client::builder("http://h.example").proxy(&url);
    for (at, client) in [
        Client::builder(&url).build().unwrap(),
        Client::builder(&url).layered(Tower).build().unwrap(),
        Client::builder(&url).transport(Tower(Reqwest::new().unwrap())).build().unwrap(),
        // The settings hold in the second runtime too.
        proxied().build().unwrap(),
    ]
    .into_iter()
    .enumerate()
    {
        let before = count.load(Ordering::SeqCst);
        let (first, second) = (runtime(), runtime());
        let begun = Instant::now();
        for runtime in [&first, &first, &second, &first, &second, &second] {
            assert_eq!(runtime.block_on(Get.send(&client)).unwrap().0, "x", "client {at}");
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "client {at}: {:?}", begun.elapsed());
        assert_eq!(count.load(Ordering::SeqCst) - before, 2, "client {at}");
    }
}

#[test]
fn many_runtimes_come_and_go() {
    let (url, _) = server();
    let client = Client::builder(&url).build().unwrap();
    let kept = runtime();
    for _ in 0..40 {
        assert_eq!(runtime().block_on(Get.send(&client)).unwrap().0, "x");
        assert_eq!(kept.block_on(Get.send(&client)).unwrap().0, "x");
    }
}

#[test]
fn a_given_builder_is_for_one_runtime() {
    let (url, _) = server();
    let client = Client::builder(&url).reqwest(reqwest::Client::builder()).retry(RetryPolicy::none()).build().unwrap();
    let (first, second) = (runtime(), runtime());
    assert_eq!(first.block_on(Get.send(&client)).unwrap().0, "x");
    let error = second.block_on(Get.send(&client)).unwrap_err();
    says(&error, "another tokio runtime");
    assert!(error.source().unwrap().to_string().contains("ClientBuilder::reqwest"), "{error:?}");
    assert_eq!(first.block_on(Get.send(&client)).unwrap().0, "x");
}
