//! Streams as iterators and as readers: their items, how they end, and streams of an async client.

use std::io::{BufRead as _, ErrorKind, Read as _};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api_request::body::Body;
use api_request::error::Phase;
use api_request::reply::{ByteStream, Done, EventSource, EventStream, JsonLines, JsonOrEvents, Text};
use api_request::transport::Tower;
use api_request::{ApiRequest, Client, Error, blocking};
use api_request_tests::{Answer, header};
use axum::{Router, routing::get};
use tokio::runtime::Builder;

use super::{Bytes, Peer, chunked, whole};

#[derive(ApiRequest)]
#[api(get = "/lines", response = JsonLines<u32>)]
struct Lines;

#[derive(ApiRequest)]
#[api(get = "/events", response = EventStream<Text, Done>)]
struct Follow;

#[derive(ApiRequest)]
#[api(get = "/either", response = JsonOrEvents<u32, u32>)]
struct Either;

/// Collects the items up to an error.
fn collect<T, E>(items: impl IntoIterator<Item = Result<T, E>>) -> (Vec<T>, Option<E>) {
    let mut read = Vec::new();
    let mut items = items.into_iter();
    while let Some(item) = items.next() {
        match item {
            Ok(item) => read.push(item),
            Err(error) => {
                assert!(items.next().is_none(), "an error is the last item");
                return (read, Some(error));
            }
        }
    }
    assert!(items.next().is_none(), "an iterator that has ended stays so");
    (read, None)
}

#[test]
fn bytes_lines_and_events_are_iterated() {
    let peer = Peer::always(whole(&["abc", "def"]));
    let (pieces, error) = collect(Bytes.send(&peer.client()).unwrap());
    assert_eq!((pieces.concat(), error.is_none()), (b"abcdef".to_vec(), true));

    let peer = Peer::always(whole(&["1\n2", "\n\n3"]));
    let (lines, error) = collect(Lines.send(&peer.client()).unwrap());
    assert_eq!((lines, error.is_none()), (vec![1, 2, 3], true));

    let peer = Peer::always(whole(&["id: 7\ndata: a\n\n", "data: b\n\ndata: [DONE]\n\ndata: c\n\n"]));
    let mut events = Follow.send(&peer.client()).unwrap().into_iter();
    assert_eq!(events.next().unwrap().unwrap().data.0, "a");
    assert_eq!(events.get_ref().last_event_id(), Some("7"));
    let (events, error) = collect(events);
    assert_eq!((events.len(), error.is_none()), (1, true));

    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    let peer = Peer::always(Answer::Bytes(format!("{head}data: 1\n\ndata: 2\n\n").into()));
    let JsonOrEvents::Events(events) = Either.send(&peer.client()).unwrap() else { panic!("it is a stream") };
    let events: Vec<u32> = events.into_iter().map(|event| event.unwrap().data).collect();
    assert_eq!(events, [1, 2]);
}

#[test]
fn a_stream_that_breaks_or_stalls_ends_with_the_error_of_its_call() {
    for (answer, is_stalled) in [(Answer::Bytes(chunked(&["abc"])), false), (Answer::Stall(chunked(&["abc"])), true)] {
        let peer = Peer::always(answer);
        let (pieces, error) = collect(Bytes.send(&peer.client()).unwrap());
        let error = error.unwrap();
        assert_eq!(pieces, ["abc"]);
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("7f3a")));
        match &error {
            Error::Timeout { phase: Phase::Body, .. } if is_stalled => {}
            Error::Transport { .. } if !is_stalled => {}
            other => panic!("{other:?}"),
        }

        // A reader fails, and fails again.
        let mut reader = Bytes.send(&peer.client()).unwrap().into_read();
        let mut read = Vec::new();
        let error = reader.read_to_end(&mut read).unwrap_err();
        assert_eq!(read, b"abc");
        assert_eq!(error.kind(), if is_stalled { ErrorKind::TimedOut } else { ErrorKind::Other });
        let of_call = error.get_ref().and_then(|error| error.downcast_ref::<Error>()).unwrap();
        assert_eq!(of_call.request_id(), Some("7f3a"));
        assert_eq!(reader.read(&mut [0; 9]).unwrap_err().kind(), ErrorKind::Other);

        // So does the reader of a raw response.
        let mut reader = peer.client().call(&Bytes).raw().unwrap().into_body().into_read();
        let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), if is_stalled { ErrorKind::TimedOut } else { ErrorKind::Other });
        assert!(reader.read(&mut [0; 9]).is_err());
    }
}

#[test]
fn a_line_that_cannot_be_decoded_is_the_last_item() {
    let peer = Peer::always(whole(&["1\n\"canary\"\n3\n"]));
    let (lines, error) = collect(Lines.send(&peer.client()).unwrap());
    let error = error.unwrap();
    assert_eq!(lines, [1]);
    assert!(error.to_string().contains("line 2"), "{error}");
    assert!(!format!("{error:?}").contains("canary"));
}

#[test]
fn a_reader_is_buffered() {
    let peer = Peer::always(whole(&["ab\nc", "d\n", "ef"]));
    let reader = Bytes.send(&peer.client()).unwrap().into_read();
    let lines: Vec<String> = reader.lines().map(Result::unwrap).collect();
    assert_eq!(lines, ["ab", "cd", "ef"]);
    let mut reader = Bytes.send(&peer.client()).unwrap().into_read();
    let mut two = [0; 2];
    assert_eq!(reader.read(&mut []).unwrap(), 0);
    reader.read_exact(&mut two).unwrap();
    assert_eq!(&two, b"ab");
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "\ncd\nef");
    assert_eq!(reader.read(&mut two).unwrap(), 0);
}

/// A transport of your own may answer with a body in memory.
#[test]
fn a_body_in_memory_is_iterated_and_read_too() {
    let router = Router::new().route("/bytes", get(async || "text"));
    let client = blocking::Client::builder("http://localhost").transport(Tower(router)).build().unwrap();
    let (pieces, error) = collect(Bytes.send(&client).unwrap());
    assert_eq!((pieces.concat(), error.is_none()), (b"text".to_vec(), true));
    let mut text = String::new();
    Bytes.send(&client).unwrap().into_read().read_to_string(&mut text).unwrap();
    Body::from("more").into_read().read_to_string(&mut text).unwrap();
    Body::empty().into_read().read_to_string(&mut text).unwrap();
    assert_eq!(text, "textmore");
}

#[test]
fn a_stream_of_an_async_client_is_one_error() {
    let peer = Peer::always(whole(&["1\n"]));
    let client = Client::builder(peer.server.url()).build().unwrap();
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let says = |error: &dyn std::fmt::Display| {
        let text = error.to_string();
        assert!(text.contains("`blocking::Client`") && text.contains("`next().await`"), "{text}");
    };
    let stream = || -> ByteStream { runtime.block_on(Bytes.send(&client)).unwrap() };
    let (pieces, error) = collect(stream());
    assert!(pieces.is_empty());
    says(&error.unwrap());
    let (lines, error) = collect(runtime.block_on(Lines.send(&client)).unwrap());
    assert!(lines.is_empty());
    says(&error.unwrap());
    let (events, error) = collect(runtime.block_on(Follow.send(&client)).unwrap());
    assert!(events.is_empty());
    says(&error.unwrap());
    says(&stream().into_read().read(&mut [0; 9]).unwrap_err());
    says(&stream().into_body().into_read().read(&mut [0; 9]).unwrap_err());
    let (events, error) = collect(EventSource::new(&client, Follow));
    assert!(events.is_empty());
    let error = error.unwrap();
    assert!(matches!(error, Error::Connect { .. }) && !error.may_have_been_sent(), "{error:?}");
    says(&std::error::Error::source(&error).unwrap());
}

#[test]
fn an_event_source_reconnects() {
    let count = AtomicU32::new(0);
    let peer = Peer::start(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => whole(&["retry: 0\nid: 1\ndata: a\n\n"]),
        1 => whole(&["id: 2\ndata: b\n\ndata: [DONE]\n\n"]),
        _ => Answer::reply("500 Error", &[], ""),
    });
    let source = EventSource::new(&peer.client(), Follow).wait(Duration::from_millis(1));
    let events: Vec<String> = source.into_iter().map(|event| event.unwrap().data.0).collect();
    assert_eq!(events, ["a", "b"]);
    let requests = peer.server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(header(&requests[1], "last-event-id"), Some("1"));
}
