//! Replies that are read piece by piece: their values, their ends, and what stops them.

use std::time::Duration;

use api_request::error::Phase;
use api_request::reply::{ByteStream, JsonLines, Problem};
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

/// A head, and each of the pieces as a chunk of its own.
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
    tokio::time::timeout(Duration::from_secs(5), server.client_gone()).await.expect("the connection was closed");
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
async fn a_line_of_another_kind_is_told_by_its_number_and_path() {
    let server = Server::always(whole(&["{\"id\":1}\n\n{\"id\":\"canary\"}\n{\"id\":3}\n"])).await;
    let (ids, error) = entries(&server).await;
    let error = error.unwrap();
    assert_eq!(ids, [1]);
    assert_eq!(
        error.to_string(),
        "GET /lines: cannot read the reply: line 3: $.id: expected u32, found a string (status 200 OK) (request 7f3a)"
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
    tokio::time::timeout(Duration::from_secs(5), server.client_gone()).await.expect("the connection was closed");
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
async fn a_problem_is_read_as_its_rfc_has_it() {
    let body = r#"{"type":"about:blank","title":"No","detail":"Not today"}"#;
    let server =
        Server::always(Answer::reply("403 Forbidden", &[("content-type", "application/problem+json")], body)).await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Lines.send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap().detail.as_deref(), Some("Not today"));
    assert_eq!(error.to_string(), "GET /lines: 403 Forbidden: Not today");
}
