//! Server-sent events over one connection, as real servers send them: empty events, a last event, and JSON where events were asked for.

use std::time::Duration;

use api_request::error::DecodeError;
use api_request::reply::{Done, EventStream, FromEvent, JsonOrEvents, Text, Until};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Entry {
    a: u32,
}

#[derive(ApiRequest)]
#[api(get = "/events", response = R)]
struct Get<R> {
    #[api(skip)]
    of: std::marker::PhantomData<fn() -> R>,
}

fn get<R>() -> Get<R> {
    Get { of: std::marker::PhantomData }
}

fn client(server: &Server) -> Client {
    Client::builder(server.url()).max_reply(1000).build().unwrap()
}

async fn events_server(text: &str) -> Server {
    Server::always(Answer::reply("200 OK", &[("content-type", "text/event-stream; charset=utf-8")], text)).await
}

/// The data and the id of each event, and the last id.
async fn read<T: FromEvent + 'static, U: Until>(text: &str) -> (Vec<(T, Option<String>)>, Option<String>) {
    let server = events_server(text).await;
    let mut events = get::<EventStream<T, U>>().send(&client(&server)).await.unwrap();
    let mut read = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        read.push((event.data, event.id));
    }
    (read, events.last_event_id().map(str::to_owned))
}

#[tokio::test]
async fn only_the_stream_itself_may_begin_with_a_byte_order_mark() {
    let mark = "\u{FEFF}";
    let texts = async |text: &str| {
        let (events, _) = read::<Text, ()>(text).await;
        events.into_iter().map(|(data, _)| data.0).collect::<Vec<_>>()
    };
    assert_eq!(texts(&format!("{mark}data: a\n\ndata: b\n\n")).await, ["a", "b"]);
    assert_eq!(texts(&format!("{mark}: a comment\n{mark}data: a\n\ndata: b\n\n")).await, ["b"]);
    assert_eq!(texts(&format!("{mark}{mark}data: a\n\ndata: b\n\n")).await, ["b"]);
    assert_eq!(texts(&format!("data: a\n\n{mark}data: b\n\n")).await, ["a"]);

    // The mark may arrive in pieces.
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut answer = head.as_bytes().to_vec();
    for &byte in format!("{mark}data: a\n\n").as_bytes() {
        answer.extend_from_slice(&[b"1\r\n", &[byte][..], b"\r\n"].concat());
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    let server = Server::always(Answer::Bytes(answer)).await;
    let mut events = get::<EventStream<Text>>().send(&client(&server)).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data.0, "a");
}

#[tokio::test]
async fn an_event_without_data_is_skipped_where_it_cannot_be_decoded() {
    let text = "id: 1\ndata: \n\ndata: {\"a\":1}\n\nid: 2\nevent: ping\ndata\n\nid: 3\ndata:  \ndata:\n\n";
    let (events, last) = read::<Entry, ()>(text).await;
    assert_eq!((events, last), (vec![(Entry { a: 1 }, Some("1".into()))], Some("3".into())));

    // Every text is a text.
    let texts: Vec<String> = read::<Text, ()>(text).await.0.into_iter().map(|(data, _)| data.0).collect();
    assert_eq!(texts, ["", "{\"a\":1}", "", " \n"]);

    struct Own(usize);
    impl FromEvent for Own {
        fn from_event(data: &str) -> Result<Self, DecodeError> {
            Ok(Self(data.len()))
        }
    }
    let own: Vec<usize> = read::<Own, ()>(text).await.0.into_iter().map(|(data, _)| data.0).collect();
    assert_eq!(own, [0, 7, 0, 2]);

    let server = events_server("id: 1\nretry: 700\ndata: \n\n").await;
    let mut events = get::<EventStream<Entry>>().send(&client(&server)).await.unwrap();
    assert!(events.next().await.is_none());
    assert_eq!((events.last_event_id(), events.retry()), (Some("1"), Some(Duration::from_millis(700))));
}

#[tokio::test]
async fn a_last_event_ends_the_stream() {
    let text = "data: {\"a\":1}\n\nid: 7\ndata: [DONE]\n\ndata: {\"a\":2}\n\n";
    assert_eq!(read::<Entry, Done>(text).await, (vec![(Entry { a: 1 }, None)], Some("7".into())));
    assert_eq!(read::<Entry, Done>("data:[DONE] \n\n").await.0, []);

    enum Stop {}
    impl Until for Stop {
        fn is_end(kind: &str, data: &str) -> bool {
            kind == "stop" && data.starts_with('{')
        }
    }
    let text = "event: stop\ndata: 1\n\ndata: 2\n\nevent: stop\ndata: {}\n\ndata: 3\n\n";
    let numbers: Vec<u8> = read::<u8, Stop>(text).await.0.into_iter().map(|(data, _)| data).collect();
    assert_eq!(numbers, [1, 2]);

    // Named by a value, on a connection that stays open. Ending the stream closes it.
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
    let server = Server::always(Answer::Stall(format!("{head}data: 1\n\ndata: END\n\n").into_bytes())).await;
    let stream = get::<EventStream<u8>>().send(&client(&server)).await.unwrap();
    let mut stream = stream.until("END");
    assert_eq!(stream.next().await.unwrap().unwrap().data, 1);
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
    server.client_gone().await;

    // Without its name, it is an event that cannot be read.
    let server = events_server("data: [DONE]\n\n").await;
    let mut events = get::<EventStream<Entry>>().send(&client(&server)).await.unwrap();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

#[tokio::test]
async fn another_type_of_content_is_kept_and_its_message_shown() {
    let body = r#"{"error":{"message":"the model is overloaded","type":"busy"}}"#;
    let server = Server::always(Answer::json("200 OK", body)).await;
    let error = get::<EventStream<Entry>>().send(&client(&server)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /events: cannot decode the response: the content type is `application/json`, not `text/event-stream` \
         (status 200 OK): the model is overloaded"
    );
    assert_eq!((error.raw().unwrap().as_ref(), error.status().unwrap().as_u16()), (body.as_bytes(), 200));
    assert_eq!(error.context().message(), Some("the model is overloaded"));

    // A body that is too long, or does not end, is kept as far as it is read.
    let long = "x".repeat(2_000);
    let server = Server::always(Answer::reply("200 OK", &[("content-type", "text/html")], &long)).await;
    let error = get::<EventStream<Entry>>().send(&client(&server)).await.unwrap_err();
    assert!(error.to_string().contains("the content type is `text/html`"), "{error}");
    assert_eq!(error.raw().unwrap().as_ref(), &long.as_bytes()[..1_000]);
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nslow";
    let server = Server::always(Answer::Stall(head.as_bytes().to_vec())).await;
    let call = client(&server);
    let error = call.call(&get::<EventStream<Entry>>()).timeout(Duration::from_millis(200)).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(error.raw().unwrap().as_ref(), b"slow");
}

#[tokio::test]
async fn a_server_may_answer_with_either() {
    type Either = JsonOrEvents<Entry, Entry, Done>;
    let server = events_server("data: {\"a\":1}\n\ndata: [DONE]\n\n").await;
    let JsonOrEvents::Events(mut events) = get::<Either>().send(&client(&server)).await.unwrap() else {
        panic!("these are events");
    };
    assert_eq!(events.next().await.unwrap().unwrap().data, Entry { a: 1 });
    assert!(events.next().await.is_none());
    let request = server.only_request();
    assert_eq!(header(&request, "accept"), Some("application/json, text/event-stream"));

    for kind in ["application/json", "application/problem+json; charset=utf-8"] {
        let server = Server::always(Answer::reply("200 OK", &[("content-type", kind)], r#"{"a":2}"#)).await;
        match get::<JsonOrEvents<Entry, Entry>>().send(&client(&server)).await.unwrap() {
            JsonOrEvents::Json(entry) => assert_eq!(entry, Entry { a: 2 }),
            JsonOrEvents::Events(_) => panic!("this is JSON"),
        }
    }
    let server = Server::always(Answer::reply("200 OK", &[], r#"{"a":3}"#)).await;
    assert!(matches!(get::<Either>().send(&client(&server)).await, Ok(JsonOrEvents::Json(Entry { a: 3 }))));
    let server = Server::always(Answer::reply("200 OK", &[("content-type", "text/html")], "<html>")).await;
    let error = get::<Either>().send(&client(&server)).await.unwrap_err();
    assert!(error.to_string().contains("the content type is `text/html`, not JSON"), "{error}");
}
