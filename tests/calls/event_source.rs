//! Server-sent events over several connections: what the server is asked for and when, and every way to the end.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use api_request::body::Body;
use api_request::reply::{Done, EventSource, EventStream, Problem, Text};
use api_request::transport::{Attempt, BoxError, BoxFuture, NotSent, Transport};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header};
use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use tokio::time::Instant;

#[derive(ApiRequest)]
#[api(get = "/events", response = EventStream<Text>, error = Problem)]
struct Follow {
    #[api(header = "Last-Event-ID")]
    after: Option<&'static str>,
}

const FOLLOW: Follow = Follow { after: None };

/// The result of one connection.
enum Try {
    Refused,
    NoReply,
    Reply(u16, &'static str),
    Events(&'static str, End),
}

#[derive(Clone, Copy)]
enum End {
    Closed,
    Broken,
    Stalled,
}

/// A server in memory. It records when it was asked, and with which `Last-Event-ID`. After its script it answers 204.
struct Memory {
    script: Mutex<VecDeque<Try>>,
    asked: Mutex<Vec<(Instant, Option<String>)>>,
}

struct Shared(Arc<Memory>);

impl Transport for Shared {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        let id = request.headers().get("last-event-id").map(|id| id.to_str().unwrap().to_owned());
        self.0.asked.lock().unwrap().push((Instant::now(), id));
        let next = self.0.script.lock().unwrap().pop_front().unwrap_or(Try::Reply(204, "0"));
        Box::pin(async move {
            let reply = Response::builder();
            match next {
                Try::Refused => Err(NotSent::new("refused").into()),
                Try::NoReply => Err("reset by peer".into()),
                Try::Reply(status, after) => {
                    Ok(reply.status(status).header("retry-after", after).body(Body::empty()).unwrap())
                }
                Try::Events(text, end) => Ok(reply.body(Body::wrap(Piece(Some(text), end))).unwrap()),
            }
        })
    }
}

struct Piece(Option<&'static str>, End);

impl http_body::Body for Piece {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match (self.0.take(), self.1) {
            (Some(text), _) => Poll::Ready(Some(Ok(Frame::data(text.into())))),
            (None, End::Closed) => Poll::Ready(None),
            (None, End::Broken) => Poll::Ready(Some(Err("reset by peer".into()))),
            (None, End::Stalled) => Poll::Pending,
        }
    }
}

fn memory(script: impl IntoIterator<Item = Try>) -> (Arc<Memory>, Client) {
    let script = Mutex::new(script.into_iter().collect());
    let memory = Arc::new(Memory { script, asked: Mutex::default() });
    let client = Client::builder("https://h.example").transport(Shared(Arc::clone(&memory))).build().unwrap();
    (memory, client)
}

impl Memory {
    /// The time from each connection to the next, in milliseconds.
    fn waits(&self) -> Vec<u128> {
        let asked = self.asked.lock().unwrap();
        asked.windows(2).map(|pair| pair[1].0.duration_since(pair[0].0).as_millis()).collect()
    }

    fn ids(&self) -> Vec<Option<String>> {
        self.asked.lock().unwrap().iter().map(|(_, id)| id.clone()).collect()
    }
}

type Read<E = Problem> = (Vec<(String, Option<String>)>, Option<Error<E>>);

/// Returns the data and ids of the events, and the error at the end.
async fn read<R: ApiRequest<Response = EventStream<Text>>>(events: &mut EventSource<R>) -> Read<R::Error> {
    let mut read = Vec::new();
    let mut last = None;
    while let Some(event) = events.next().await {
        assert!(last.is_none(), "an error is the last item");
        assert!(read.len() < 100, "it comes again and again");
        match event {
            Ok(event) => {
                assert_eq!(events.last_event_id(), event.id.as_deref());
                read.push((event.data.0, event.id));
            }
            Err(error) => last = Some(error),
        }
    }
    assert!(events.next().await.is_none(), "after the end there is nothing");
    (read, last)
}

fn event(data: &str, id: &str) -> (String, Option<String>) {
    (data.to_owned(), Some(id.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn it_waits_as_long_as_the_server_wants_and_longer_after_each_failure() {
    let (server, client) = memory([
        Try::Events("data: a\nid: 1\n\n", End::Closed),
        Try::Events("retry: 1500\ndata: b\n\n", End::Broken),
        Try::Events("retry: 250\nid: 3\n\n", End::Stalled),
        Try::Refused,
        Try::NoReply,
        Try::Reply(503, "7"),
        Try::Reply(429, "1"),
        Try::Events("data: c\n\n", End::Closed),
        Try::Refused,
    ]);
    let (events, error) = read(&mut EventSource::new(&client, FOLLOW)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(events, [event("a", "1"), event("b", "1"), event("c", "3")]);
    // The third connection stalls for the idle timeout.
    assert_eq!(server.waits(), [3_000, 1_500, 30_000 + 250, 250, 500, 7_000, 2_000, 250, 250]);
    let ids: Vec<_> = server.ids().into_iter().map(Option::unwrap_or_default).collect();
    assert_eq!(ids, ["", "1", "1", "3", "3", "3", "3", "3", "3", "3"]);
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_after_some_failures_in_a_row() {
    let refused = |times| std::iter::repeat_with(|| Try::Refused).take(times);
    let (server, client) = memory(refused(20));
    let (_, error) = read(&mut EventSource::new(&client, FOLLOW)).await;
    assert!(matches!(error, Some(Error::Connect { .. })), "{error:?}");
    assert_eq!(server.waits(), [3_000, 6_000, 12_000, 24_000, 48_000, 60_000, 60_000, 60_000, 60_000]);

    // A successful connection restarts the count.
    let connected = [Try::Events("", End::Closed)];
    let (server, client) = memory(refused(2).chain(connected).chain(refused(20)));
    let mut events = EventSource::new(&client, FOLLOW).attempts(3).wait(Duration::from_secs(1));
    let (_, error) = read(&mut events).await;
    assert!(matches!(error, Some(Error::Connect { .. })), "{error:?}");
    assert_eq!(server.waits(), [1_000, 2_000, 1_000, 1_000, 2_000]);

    for attempts in [0, 1] {
        let (server, client) = memory(refused(2));
        let (_, error) = read(&mut EventSource::new(&client, FOLLOW).attempts(attempts)).await;
        assert!(error.is_some());
        assert_eq!(server.ids().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_too_long_a_pause_gets_its_error_returned() {
    let (server, client) = memory([Try::Reply(503, "3600"), Try::Reply(503, "3601")]);
    let (_, error) = read(&mut EventSource::new(&client, FOLLOW)).await;
    assert_eq!(error.unwrap().retry_after(), Some(Duration::from_secs(3601)));
    assert_eq!(server.waits(), [3_600_000]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_wants_no_pause_is_not_asked_again_and_again() {
    let (server, client) = memory([
        Try::Events("retry: 0\n\n", End::Closed),
        Try::Refused,
        Try::Reply(500, "soon"),
        Try::Reply(502, "0"),
        Try::Events("retry: 100000000\n\n", End::Closed),
        Try::Refused,
    ]);
    assert!(read(&mut EventSource::new(&client, FOLLOW)).await.1.is_none());
    assert_eq!(server.waits(), [100, 100, 200, 400, 100_000_000, 100_000_000]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ends_at_once_is_asked_less_and_less() {
    let ends = |text, times| std::iter::repeat_with(move || Try::Events(text, End::Closed)).take(times);
    let (server, client) = memory(ends("retry: 0\n\n", 14));
    assert!(read(&mut EventSource::new(&client, FOLLOW)).await.1.is_none());
    let waits = [100, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 60_000, 60_000, 60_000];
    assert_eq!(server.waits(), waits);

    // The same without `retry`, with comments, and if the connection breaks.
    let broken = || Try::Events(": hello\n\nid: 7\n\n", End::Broken);
    let (server, client) = memory(ends("", 3).chain([broken(), broken()]));
    assert!(read(&mut EventSource::new(&client, FOLLOW)).await.1.is_none());
    assert_eq!(server.waits(), [3_000, 3_000, 6_000, 12_000, 24_000]);

    // An event, or a connection that lasts, begins again.
    let (server, client) = memory(
        ends("retry: 0\n\n", 4).chain(ends("data: a\n\n", 3)).chain(ends("", 3)).chain([Try::Events("", End::Stalled)]),
    );
    assert!(read(&mut EventSource::new(&client, FOLLOW)).await.1.is_none());
    assert_eq!(server.waits(), [100, 100, 200, 400, 100, 100, 100, 100, 100, 200, 30_000 + 100]);

    // A wait of your own may be shorter, but not again and again.
    let (server, client) = memory(ends("data: a\n\n", 2).chain(ends("", 4)));
    assert!(read(&mut EventSource::new(&client, FOLLOW).wait(Duration::ZERO)).await.1.is_none());
    assert_eq!(server.waits(), [0, 0, 0, 100, 200, 400]);
}

#[tokio::test(start_paused = true)]
async fn the_last_event_ends_it() {
    #[derive(ApiRequest)]
    #[api(get = "/events", response = EventStream<Text, Done>)]
    struct FollowUntilDone;
    let (server, client) = memory([
        Try::Events("data: a\n\n", End::Closed),
        Try::Events("data: b\n\nid: 9\ndata: [DONE]\n\ndata: c\n\n", End::Stalled),
    ]);
    let mut events = EventSource::new(&client, FollowUntilDone);
    let mut data = Vec::new();
    while let Some(event) = events.next().await {
        data.push(event.unwrap().data.0);
    }
    assert_eq!((data, events.last_event_id()), (vec!["a".to_owned(), "b".to_owned()], Some("9")));
    assert!(events.next().await.is_none());
    assert_eq!(server.waits(), [3_000]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_it_is_polled_or_after_it_is_dropped() {
    let (server, client) = memory([Try::Refused]);
    let mut events = EventSource::new(&client, FOLLOW);
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert!(server.ids().is_empty());
    assert!(tokio::time::timeout(Duration::from_secs(2), events.next()).await.is_err());
    drop(events);
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(server.ids().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_dropped_loses_no_event() {
    let events = "id: 1\ndata: a\n\nid: 2\ndata: b\n\n";
    let (server, client) = memory([Try::Refused, Try::Events(events, End::Stalled), Try::Events("", End::Broken)]);
    let mut source = EventSource::new(&client, FOLLOW);
    let mut read = Vec::new();
    while server.ids().len() < 4 {
        if let Ok(Some(event)) = tokio::time::timeout(Duration::from_millis(900), source.next()).await {
            read.push(event.unwrap().data.0);
        }
    }
    assert_eq!(read, ["a", "b"]);
    assert_eq!(server.waits(), [3_000, 30_000 + 3_000, 3_000]);
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// A response of one chunk, which ends correctly or breaks off.
fn reply(text: &str, is_whole: bool) -> Answer {
    let chunk = if text.is_empty() { String::new() } else { format!("{:x}\r\n{text}\r\n", text.len()) };
    Answer::Bytes([HEAD, &chunk, if is_whole { "0\r\n\r\n" } else { "" }].concat().into_bytes())
}

fn client(server: &Server) -> Client {
    Client::builder(server.url()).build().unwrap()
}

fn source(server: &Server, after: Option<&'static str>) -> EventSource<Follow> {
    EventSource::new(&client(server), Follow { after }).wait(Duration::ZERO)
}

#[tokio::test]
async fn a_series_that_is_cut_anywhere_comes_whole_and_once() {
    const SERIES: [&str; 5] = [
        ": welcome\nid: 1\ndata: one\n\n",
        "id: 22\r\nevent: x\r\ndata: two\r\ndata: lines\r\n\r\n",
        "data: id: 1\nid: 333\n\n",
        "id: 4\n\n",
        "data: last\rid: 5\r\r",
    ];
    const IDS: [&str; 5] = ["1", "22", "333", "4", "5"];
    let expected = [event("one", "1"), event("two\nlines", "22"), event("id: 1", "333"), event("last", "5")];
    let length = SERIES.concat().len();
    let connections = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let seen = header(request, "last-event-id").map(|id| IDS.iter().position(|known| *known == id).unwrap());
        let rest = SERIES[seen.map_or(0, |seen| seen + 1)..].concat();
        // Each series takes four connections, and each cut takes two series.
        let number = connections.fetch_add(1, Ordering::Relaxed);
        let (cut, is_whole) = (number / 8, number % 8 < 4);
        match number % 4 {
            0 => reply(&rest[..cut], is_whole),
            1 => reply(&rest[..rest.len().min(length - cut)], !is_whole),
            2 => reply(&rest, is_whole),
            _ => Answer::reply("204 No Content", &[("content-type", "text/html")], ""),
        }
    })
    .await;
    let client = client(&server);
    for cut in (0..=length).flat_map(|cut| [cut, cut]) {
        let (events, error) = read(&mut EventSource::new(&client, FOLLOW).wait(Duration::ZERO)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(events, expected, "cut at {cut}");
    }
    assert_eq!(server.requests().len(), 8 * (length + 1));
}

#[tokio::test]
async fn one_header_says_where_to_go_on() {
    let texts = ["data: a\n\n", "id: ü 1 \ndata: b\n\n", "id:\ndata: c\n\n", "id: \t \n\n", ""];
    let connections = AtomicUsize::new(0);
    let server = Server::start(move |_| match texts.get(connections.fetch_add(1, Ordering::Relaxed)) {
        Some(text) => reply(text, true),
        None => Answer::reply("204 No Content", &[], ""),
    })
    .await;
    let (events, _) = read(&mut source(&server, Some("declared"))).await;
    assert_eq!(events, [("a".into(), None), event("b", "ü 1 "), ("c".into(), None)]);
    let heads = server.requests();
    let ids: Vec<_> = heads.iter().map(|head| header(head, "last-event-id")).collect();
    // The server's id overrides the request's own header, also if the server has reset it.
    assert_eq!(ids, [Some("declared"), Some("declared"), Some("ü 1"), None, None, None]);
    assert!(heads.iter().all(|head| head.to_ascii_lowercase().matches("last-event-id").count() <= 1));
}

#[tokio::test]
async fn a_series_goes_on_after_an_id_that_was_kept() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    for after in [None, Some("declared")] {
        let mut events = source(&server, after).start_after("7");
        assert_eq!(events.last_event_id(), Some("7"));
        assert!(events.next().await.is_none());
        assert_eq!(events.last_event_id(), Some("7"));
    }
    for request in server.requests() {
        assert_eq!((header(&request, "last-event-id"), request.matches("last-event-id").count()), (Some("7"), 1));
        assert_eq!(header(&request, "accept"), Some("text/event-stream"));
    }
}

#[tokio::test]
async fn an_id_that_no_header_can_carry_ends_it() {
    let server = Server::always(reply("id: canary\u{1}\ndata: a\n\n", true)).await;
    let (events, error) = read(&mut source(&server, None)).await;
    let error = error.unwrap();
    assert_eq!(events, [event("a", "canary\u{1}")]);
    assert_eq!(
        error.to_string(),
        "GET /events: `Last-Event-ID` (header `Last-Event-ID`) cannot be sent: \
         the id must not contain a control character"
    );
    assert!(!format!("{error:?}").contains("canary"));
    assert_eq!(server.requests().len(), 1);
    let (_, error) = read(&mut source(&server, None).start_after("a\nb: c")).await;
    assert!(matches!(error, Some(Error::Encode { .. })), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_that_does_not_pass_is_returned() {
    let problem = r#"{"title":"gone since canary-of-id"}"#;
    for status in ["404 Not Found", "401 Unauthorized", "501 Not Implemented"] {
        let server = Server::always(Answer::json(status, problem)).await;
        let mut events = source(&server, None).start_after("canary-of-id");
        let (_, error) = read(&mut events).await;
        let error = error.unwrap();
        assert_eq!(error.body().unwrap().title.as_deref(), Some("gone since canary-of-id"));
        assert!(!format!("{error} {error:?}").contains("canary"), "{error} {error:?}");
        assert_eq!(server.requests().len(), 1);
    }
    let server = Server::always(Answer::reply("200 OK", &[("content-type", "text/html")], "<html>")).await;
    let (_, error) = read(&mut source(&server, None)).await;
    assert_eq!(
        error.unwrap().to_string(),
        "GET /events: cannot decode the response: the content type is `text/html`, not `text/event-stream` (status 200 OK)"
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_ends_it_with_the_id_before() {
    #[derive(ApiRequest)]
    #[api(get = "/numbers", response = EventStream<u64>)]
    struct Numbers;
    let server = Server::always(reply("id: 1\ndata: 1\n\nid: 2\ndata: \"canary\"\n\nid: 3\ndata: 3\n\n", true)).await;
    let mut numbers = EventSource::new(&client(&server), Numbers);
    assert_eq!(numbers.next().await.unwrap().unwrap().data, 1);
    // Without an `error` type, the raw body is the error, as for every other endpoint.
    let error: Error = numbers.next().await.unwrap().unwrap_err();
    assert_eq!(error.raw().unwrap().as_ref(), b"\"canary\"");
    assert!(!format!("{error} {error:?} {numbers:?}").contains("canary"));
    assert!(numbers.next().await.is_none());
    assert_eq!(numbers.last_event_id(), Some("1"));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn dropping_it_closes_the_connection() {
    let server = Server::always(Answer::Endless(HEAD.into(), b"9\r\ndata: a\n\n\r\n".to_vec())).await;
    let mut events = source(&server, None);
    let task = tokio::spawn(async move { events.next().await.map(|event| (event, events)) });
    let (event, events) = task.await.unwrap().unwrap();
    assert_eq!(event.unwrap().kind, "message");
    drop(events);
    tokio::time::timeout(Duration::from_secs(5), server.client_gone()).await.expect("the connection was closed");
}

#[tokio::test(start_paused = true)]
async fn its_debug_shows_nothing() {
    let (_, client) = memory([Try::Events("id: canary\ndata: canary\n\n", End::Stalled)]);
    let mut events = EventSource::new(&client, Follow { after: Some("canary") }).start_after("canary");
    let mut shown = format!("{events:?}");
    events.next().await.unwrap().unwrap();
    shown += &format!("{events:?} {events:#?}");
    assert!(!shown.contains("canary"), "{shown}");
}
