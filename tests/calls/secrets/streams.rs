//! Streams, and the errors that end them, show no secret: neither one of the request nor one that the server sent.

use std::fmt::Debug;

use api_request::reply::{ByteStream, EventSource, EventStream, JsonLines, JsonOrEvents, Raw};
use api_request::{ApiRequest, Bearer, Client, Error};
use api_request_tests::{Answer, Server};

use super::{BEARER, REFRESH, REPLIED, echo, sources};

#[derive(ApiRequest)]
#[api(get = "/stream", response = R, error = Raw)]
struct Get<R> {
    #[api(query, secret)]
    refresh: &'static str,
    #[api(skip)]
    of: std::marker::PhantomData<fn() -> R>,
}

fn get<R>() -> Get<R> {
    Get { refresh: REFRESH, of: std::marker::PhantomData }
}

/// A server that sends a part of a body, and then ends the connection.
async fn cut_short(media_type: &str, body: &str) -> (Server, Client) {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\nserver: {BEARER}\r\nx-a: {REPLIED}\r\ncontent-length: 9999\r\n\r\n"
    );
    let server = Server::always(Answer::Bytes([head.as_bytes(), body.as_bytes()].concat())).await;
    let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).max_item(1_000).build().unwrap();
    (server, client)
}

fn assert_clean(stream: &impl Debug, error: &Error) {
    let shown = format!(
        "{stream:?} {stream:#?} {error} {error:?} {error:#?} {:?} {:?} {}",
        error.body(),
        error.context(),
        sources(error)
    );
    assert!(!shown.to_lowercase().contains("canary"), "{shown}");
}

#[tokio::test]
async fn bytes_that_end_early() {
    let (_server, client) = cut_short("text/plain", REPLIED).await;
    let mut bytes = get::<ByteStream>().send(&client).await.unwrap();
    assert_eq!(bytes.next().await.unwrap().unwrap(), REPLIED);
    let error = bytes.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_clean(&bytes, &error);
}

/// Each way in which a line or an event can be refused, with echoes of what the client sent.
fn refused() -> [String; 4] {
    let echo = echo(&[BEARER, REFRESH]);
    [
        serde_json::json!({ REFRESH: echo }).to_string(),
        serde_json::json!({ BEARER: [REPLIED] }).to_string(),
        format!("{{\"a\":{REPLIED}{}", echo.replace('"', "'")),
        format!("{{\"a\":\"{}\"}}", REPLIED.repeat(100)),
    ]
}

type Numbers = std::collections::BTreeMap<String, u8>;

#[tokio::test]
async fn a_line_that_is_refused() {
    for line in refused() {
        let (_server, client) = cut_short("application/jsonl", &format!("{{\"a\":1}}\n{line}\n")).await;
        let mut lines = get::<JsonLines<Numbers>>().send(&client).await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap()["a"], 1);
        let error = lines.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(String::from_utf8_lossy(error.raw().unwrap()).contains("canary"));
        assert_clean(&lines, &error);
    }
}

/// The error that ends the events. An event above the cap may hide the one before it, which arrives in the same piece.
macro_rules! first_error {
    ($events:expr) => {
        loop {
            match $events.next().await.unwrap() {
                Ok(event) => assert_eq!(event.data["a"], 1),
                Err(error) => break error,
            }
        }
    };
}

#[tokio::test]
async fn an_event_that_is_refused() {
    for data in refused() {
        let text = format!("id: {REPLIED}\ndata: {{\"a\":1}}\n\nevent: {REPLIED}\ndata: {data}\n\n");
        let (_server, client) = cut_short("text/event-stream", &text).await;
        let mut events = get::<EventStream<Numbers>>().send(&client).await.unwrap();
        let error = first_error!(events);
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert_clean(&events, &error);

        let mut source = EventSource::new(&client, get::<EventStream<Numbers>>());
        let error = first_error!(source);
        assert_clean(&source, &error.erase());

        let Ok(JsonOrEvents::Events(mut events)) = get::<JsonOrEvents<Numbers, Numbers>>().send(&client).await else {
            panic!("it should be a stream");
        };
        let error = first_error!(events);
        assert_clean(&events, &error);
    }
}

#[tokio::test]
async fn a_page_instead_of_a_stream() {
    let page = format!("<p>{REPLIED} {}", echo(&[BEARER, REFRESH]));
    let answer = Answer::reply("200 OK", &[("content-type", "text/html"), ("server", BEARER)], &page);
    let server = Server::always(answer).await;
    let client = Client::builder(server.url()).auth(Bearer::new(BEARER)).build().unwrap();
    let error = get::<EventStream<Numbers>>().send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_clean(&(), &error);
}
