//! Streamed responses: their values, how they end, and what stops them.

use std::time::Duration;

use api_request::error::Phase;
use api_request::reply::{ByteStream, EventStream, JsonLines, Problem, Text};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header};

#[derive(ApiRequest)]
#[api(get = "/bytes", response = ByteStream)]
struct Bytes;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Entry {
    id: u32,
}

#[derive(ApiRequest)]
#[api(get = "/lines", response = JsonLines<Entry>, error = Problem)]
struct Lines;

fn client(server: &Server) -> Client {
    Client::builder(server.url()).idle_timeout(Duration::from_millis(100)).max_reply(16).max_item(64).build().unwrap()
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

async fn read_all(server: &Server) -> Vec<Result<Vec<u8>, Error>> {
    let mut stream = Bytes.send(&client(server)).await.unwrap();
    let mut read = Vec::new();
    while let Some(piece) = stream.next().await {
        read.push(piece.map(|bytes| bytes.to_vec()));
    }
    assert!(stream.next().await.is_none(), "after the end there is nothing");
    read
}

#[tokio::test]
async fn bytes_arrive_without_a_cap() {
    let text = "0123456789".repeat(10);
    let server = Server::always(whole(&[&text, "end"])).await;
    let read: Vec<u8> = read_all(&server).await.into_iter().flat_map(Result::unwrap).collect();
    assert_eq!(String::from_utf8(read).unwrap(), text + "end");
    let server = Server::always(Answer::reply("200 OK", &[], "12345")).await;
    let stream = Bytes.send(&client(&server)).await.unwrap();
    assert_eq!(stream.len_hint(), Some(5));
    assert_eq!(header(&server.only_request(), "accept"), Some("*/*"));
}

#[tokio::test]
async fn a_stream_that_breaks_or_stalls_tells_of_its_call() {
    let broken = Server::always(Answer::Bytes(chunked(&["abc"]))).await;
    let stalled = Server::always(Answer::Stall(chunked(&["abc"]))).await;
    for server in [&broken, &stalled] {
        let mut read = read_all(server).await;
        assert_eq!(read.remove(0).unwrap(), b"abc");
        let error = read.remove(0).unwrap_err();
        assert!(read.is_empty());
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!((error.tries(), error.may_have_been_sent(), error.request_id()), (1, true, Some("7f3a")));
        match error {
            Error::Timeout { phase, context, .. } if std::ptr::eq(server, &raw const stalled) => {
                assert_eq!((phase, context.limit()), (Phase::Body, Some(Duration::from_millis(100))));
            }
            Error::Transport { .. } if std::ptr::eq(server, &raw const broken) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_dropped_stream_closes_its_connection() {
    let server = Server::always(Answer::Endless(HEAD.to_vec(), b"3\r\nabc\r\n".to_vec())).await;
    let mut stream = Bytes.send(&client(&server)).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    drop(stream);
    closes_its_connection(&server).await;
}

/// Waits for it, with a time limit.
async fn closes_its_connection(server: &Server) {
    tokio::time::timeout(Duration::from_secs(5), server.client_gone()).await.expect("the connection was closed");
}

#[tokio::test]
async fn a_body_that_stalls_ends_in_its_time_and_closes_its_connection() {
    #[derive(ApiRequest)]
    #[api(get = "/entries", response = Vec<Entry>)]
    struct Entries;
    let server = || Server::always(Answer::Stall(chunked(&["[{\"id\":1},"])));
    let begin = std::time::Instant::now();

    let whole = server().await;
    let calling = client(&whole);
    let error = calling.call(&Entries).timeout(Duration::from_millis(50)).await.unwrap_err();
    let Error::Timeout { phase, context, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*phase, context.limit()), (Phase::Body, Some(Duration::from_millis(50))));
    assert_eq!(error.raw().unwrap(), "[{\"id\":1},");
    closes_its_connection(&whole).await;

    // The deadline of a streamed call covers only the head.
    let streamed = server().await;
    let calling = client(&streamed);
    let mut stream = calling.call(&Bytes).timeout(Duration::from_secs(60)).await.unwrap();
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    let Error::Timeout { phase, context, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*phase, context.limit()), (Phase::Body, Some(Duration::from_millis(100))));
    closes_its_connection(&streamed).await;
    assert!(begin.elapsed() < Duration::from_secs(30));
}

async fn entries(server: &Server) -> (Vec<u32>, Option<Error>) {
    let mut stream = Lines.send(&client(server)).await.unwrap();
    let mut ids = Vec::new();
    while let Some(entry) = stream.next().await {
        match entry {
            Ok(entry) => ids.push(entry.id),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error ends the stream");
                return (ids, Some(error));
            }
        }
    }
    (ids, None)
}

#[tokio::test]
async fn each_line_is_a_value_however_the_pieces_fall() {
    let text = "{\"id\":1}\n\r\n  \n{\"id\": 2}\r\n{\"id\":3}";
    for size in 1..text.len() {
        let pieces: Vec<&str> = text.as_bytes().chunks(size).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
        let server = Server::always(whole(&pieces)).await;
        let (ids, error) = entries(&server).await;
        assert_eq!(ids, [1, 2, 3], "in pieces of {size}");
        assert!(error.is_none());
    }
    let server = Server::always(whole(&[])).await;
    assert!(entries(&server).await.0.is_empty());
    assert_eq!(header(&server.only_request(), "accept"), Some("application/x-ndjson, application/jsonl"));
}

#[tokio::test]
async fn a_line_that_breaks_off_or_stalls_is_an_error() {
    let pieces = ["{\"id\":1}\n{\"id\":2}"];
    for answer in [Answer::Bytes(chunked(&pieces)), Answer::Stall(chunked(&pieces))] {
        let server = Server::always(answer).await;
        let (ids, error) = entries(&server).await;
        assert_eq!(ids, [1]);
        assert!(matches!(error, Some(Error::Transport { .. } | Error::Timeout { .. })), "{error:?}");
    }
}

#[tokio::test]
async fn a_line_of_another_kind_is_told_by_its_number_and_path() {
    let server = Server::always(whole(&["{\"id\":1}\n\n{\"id\":\"canary\"}\n{\"id\":3}\n"])).await;
    let (ids, error) = entries(&server).await;
    let error = error.unwrap();
    assert_eq!(ids, [1]);
    assert_eq!(
        error.to_string(),
        "GET /lines: cannot decode the response: line 3: $.id: expected u32, found a string (status 200 OK) (request 7f3a)"
    );
    assert_eq!(error.raw().unwrap().as_ref(), b"{\"id\":\"canary\"}");
    assert!(!format!("{error:?}").contains("canary"));
}

#[tokio::test]
async fn an_endless_line_ends_at_its_cap() {
    let server = Server::always(Answer::Endless(HEAD.to_vec(), b"4\r\naaaa\r\n".to_vec())).await;
    let (ids, error) = entries(&server).await;
    let error = error.unwrap();
    assert!(ids.is_empty());
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert!(error.to_string().contains("line 1 is longer than the cap of 64 bytes"), "{error}");
    assert_eq!(error.raw().unwrap().len(), 64);
    closes_its_connection(&server).await;
}

#[tokio::test]
async fn the_calls_deadline_ends_with_the_head_of_a_stream() {
    let (head, piece) = (HEAD.to_vec(), b"1\r\na\r\n".to_vec());
    let server = Server::always(Answer::Endless(head, piece)).await;
    let client = client(&server);
    let mut stream = client.call(&Bytes).timeout(Duration::from_millis(50)).await.unwrap();
    let begin = std::time::Instant::now();
    while begin.elapsed() < Duration::from_millis(150) {
        stream.next().await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_problem_is_read_by_its_rfc() {
    let body = r#"{"type":"about:blank","title":"No","detail":"Not today"}"#;
    let server =
        Server::always(Answer::reply("403 Forbidden", &[("content-type", "application/problem+json")], body)).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Lines.send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap().detail.as_deref(), Some("Not today"));
    assert_eq!(error.to_string(), "GET /lines: 403 Forbidden: Not today");
}

#[derive(ApiRequest)]
#[api(get = "/events", response = EventStream<T>)]
struct Events<T> {
    #[api(header = "Last-Event-ID")]
    after: Option<String>,
    #[api(skip)]
    of: std::marker::PhantomData<fn() -> T>,
}

fn events<T>(after: Option<&str>) -> Events<T> {
    Events { after: after.map(Into::into), of: std::marker::PhantomData }
}

#[tokio::test]
async fn events_are_read_as_the_standard_has_them() {
    let text = ": welcome\nretry: 1500\n\nid: 1\nevent: added\ndata: a\ndata:  b\n\n\
                :\n\ndata: ü\r\nother: x\r\n\r\nid\ndata\n\nid: 7\n\nid: 8\ndata: cut";
    let bytes = text.as_bytes();
    for size in [1, 2, 3, 7, 11, bytes.len()] {
        let mut answer = HEAD.to_vec();
        for piece in bytes.chunks(size) {
            answer.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
            answer.extend_from_slice(piece);
            answer.extend_from_slice(b"\r\n");
        }
        let server = Server::always(Answer::Bytes([&*answer, b"0\r\n\r\n"].concat())).await;
        let mut stream = events::<Text>(Some("0")).send(&client(&server)).await.unwrap();
        let mut read = Vec::new();
        while let Some(event) = stream.next().await {
            let event = event.unwrap();
            read.push((event.kind, event.data.0, event.id));
        }
        let event =
            |kind: &str, data: &str, id: Option<&str>| (kind.to_owned(), data.to_owned(), id.map(str::to_owned));
        assert_eq!(
            read,
            [event("added", "a\n b", Some("1")), event("message", "ü", Some("1")), event("message", "", None)],
            "in pieces of {size}"
        );
        assert_eq!((stream.last_event_id(), stream.retry()), (Some("7"), Some(Duration::from_millis(1500))));
        let request = server.only_request();
        assert_eq!(
            (header(&request, "accept"), header(&request, "last-event-id")),
            (Some("text/event-stream"), Some("0"))
        );
    }
}

async fn last_error<T: api_request::reply::FromEvent + 'static>(answer: Answer) -> (usize, Error) {
    let ends = matches!(answer, Answer::Bytes(_));
    let server = Server::always(answer).await;
    let client = client(&server);
    let mut stream = events::<T>(None).send(&client).await.unwrap();
    let mut count = 0;
    loop {
        match stream.next().await.expect("it ends with an error") {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error ends the stream");
                if !ends {
                    closes_its_connection(&server).await;
                }
                return (count, error);
            }
        }
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_read_ends_the_stream() {
    let (count, error) = last_error::<Entry>(whole(&["data: {\"id\":1}\n\ndata: {\"id\":\"canary\"}\n\n"])).await;
    assert_eq!(count, 1);
    assert_eq!(
        error.to_string(),
        "GET /events: cannot decode the response: $.id: expected u32, found a string (status 200 OK) (request 7f3a)"
    );
    assert_eq!(error.raw().unwrap().as_ref(), b"{\"id\":\"canary\"}");

    let text = [HEAD, b"e\r\ndata: \xff\xff\xff\xff\xff\xff\n\n\r\n0\r\n\r\n"].concat();
    let (_, error) = last_error::<Text>(Answer::Bytes(text)).await;
    assert!(error.to_string().contains("an event is not valid UTF-8"), "{error}");

    let endless =
        |again: &str| Answer::Endless(HEAD.to_vec(), format!("{:x}\r\n{again}\r\n", again.len()).into_bytes());
    for again in ["data: 0123456789", "data: 0123456789\n", "id: 0123456789\n"] {
        let (_, error) = last_error::<Text>(endless(again)).await;
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.to_string().contains("an event is longer than the cap of 64 bytes"), "{error}");
    }
    let (_, error) = last_error::<Text>(Answer::Stall(chunked(&["data: a\n\n", ": comment\n"]))).await;
    assert!(matches!(error, Error::Timeout { phase: Phase::Body, .. }), "{error:?}");
    let (count, error) = last_error::<Text>(Answer::Bytes(chunked(&["data: a\n\n"]))).await;
    assert_eq!(count, 1);
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_leaves_the_id_of_the_one_before() {
    let server = Server::always(whole(&["id: 1\ndata: {\"id\":1}\n\nid: 2\n\nid: 3\ndata: x\n\n"])).await;
    let mut stream = events::<Entry>(None).send(&client(&server)).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().id.as_deref(), Some("1"));
    assert_eq!(stream.last_event_id(), Some("1"));
    assert!(stream.next().await.unwrap().is_err());
    assert_eq!(stream.last_event_id(), Some("2"));
}

#[tokio::test]
async fn a_reply_of_another_content_type_is_not_read_as_events() {
    let send = async |content_type: &str, status: &str| {
        let server = Server::always(Answer::reply(status, &[("content-type", content_type)], "data: a\n\n")).await;
        let mut stream = events::<Text>(None).send(&client(&server)).await?;
        Ok::<_, Error>(stream.next().await)
    };
    for content_type in ["text/event-stream", "Text/Event-Stream;charset=utf-8"] {
        let event = send(content_type, "200 OK").await.unwrap().unwrap().unwrap();
        assert_eq!(event.data.0, "a");
    }
    for (content_type, reason) in [
        ("text/html; charset=utf-8", "the content type is `text/html`, not `text/event-stream`"),
        ("text/event-streams", "the content type is `text/event-streams`, not `text/event-stream`"),
        ("canary canary", "the content type is not `text/event-stream`"),
    ] {
        let error = send(content_type, "200 OK").await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("GET /events: cannot decode the response: {reason} (status 200 OK)"));
    }
    assert!(send("text/html", "204 No Content").await.unwrap().is_none());
}

#[tokio::test]
async fn endless_comments_are_not_an_event() {
    let server = Server::always(Answer::Endless(HEAD.to_vec(), b"8\r\n: alive\n\r\n".to_vec())).await;
    let mut stream = events::<Text>(None).send(&client(&server)).await.unwrap();
    let waited = tokio::time::timeout(Duration::from_millis(100), stream.next()).await;
    assert!(waited.is_err(), "{waited:?}");
}
