//! What a mock answers with: responses of each kind, sequences, and faults.

use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::mock::{Answer, Mock, Received, reply};
use api_request::reply::{ByteStream, Done, EventStream, JsonLines, Raw, Reply, Text};
use api_request::{ApiRequest, Error, NoContent, body::Stream};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::Instant;

use super::{GetUser, Search, shown};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    id: u64,
}

#[derive(ApiRequest)]
#[api(get = "/item", response = Item, error = Item)]
struct GetItem;

#[derive(ApiRequest)]
#[api(get = "/text", response = Text)]
struct GetText;

#[derive(ApiRequest)]
#[api(get = "/bytes", response = ByteStream)]
struct GetBytes;

#[derive(ApiRequest)]
#[api(get = "/lines", response = JsonLines<Item>)]
struct GetLines;

#[derive(ApiRequest)]
#[api(get = "/events", response = EventStream<Item, Done>)]
struct GetEvents;

#[derive(ApiRequest)]
#[api(head = "/item", response = NoContent)]
struct HeadItem;

#[derive(ApiRequest)]
#[api(post = "/upload", response = Item)]
struct Upload {
    #[api(body)]
    file: Stream,
}

#[tokio::test]
async fn json_and_typed_errors() {
    let mock = Mock::new();
    mock.on::<GetItem>().json(200, &Item { id: 1 }).then_json(StatusCode::CONFLICT, json!({ "id": 2 }));
    let client = mock.client();
    assert_eq!(GetItem.send(&client).await.unwrap(), Item { id: 1 });
    let error = GetItem.send(&client).await.unwrap_err();
    assert_eq!((error.status(), error.body()), (Some(StatusCode::CONFLICT), Some(&Item { id: 2 })));
}

#[tokio::test]
async fn text_bytes_and_headers() {
    let mock = Mock::new();
    mock.on::<GetText>().text(200, "caf\u{e9}").header("X-A", "1").header("X-A", "2");
    mock.on::<GetBytes>().bytes(200, b"\xff\xfe".to_vec());
    mock.on::<GetItem>().bytes(200, "{\"id\":3}").header("content-type", "application/json");
    let client = mock.client();
    let text = client.call(&GetText).reply().await.unwrap();
    assert_eq!(text.value.0, "caf\u{e9}");
    assert_eq!(text.headers["content-length"], "5");
    assert_eq!(text.headers.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(GetBytes.send(&client).await.unwrap().next().await.unwrap().unwrap(), &b"\xff\xfe"[..]);
    assert_eq!(GetItem.send(&client).await.unwrap(), Item { id: 3 });
}

#[tokio::test]
async fn streams_of_pieces_lines_and_events() {
    let mock = Mock::new();
    mock.on::<GetBytes>().answer(reply(200).chunks(["a", "", "b"]));
    mock.on::<GetLines>().json_lines([Item { id: 1 }, Item { id: 2 }]);
    mock.on::<GetEvents>().events(["{\"id\":1}", "{\n\"id\":2}", "[DONE]"]);
    let client = mock.client();
    let mut bytes = GetBytes.send(&client).await.unwrap();
    assert_eq!(bytes.next().await.unwrap().unwrap(), "a");
    assert_eq!(bytes.next().await.unwrap().unwrap(), "b");
    assert!(bytes.next().await.is_none());
    let mut lines = GetLines.send(&client).await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), Item { id: 1 });
    assert_eq!(lines.next().await.unwrap().unwrap(), Item { id: 2 });
    assert!(lines.next().await.is_none());
    let mut events = GetEvents.send(&client).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data, Item { id: 1 });
    assert_eq!(events.next().await.unwrap().unwrap().data, Item { id: 2 });
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn without_an_answer_it_is_an_empty_200() {
    let mock = Mock::new();
    mock.on::<HeadItem>();
    HeadItem.send(&mock.client()).await.unwrap();
}

#[tokio::test]
async fn head_has_the_headers_and_no_body() {
    let mock = Mock::new();
    mock.on::<HeadItem>().json(200, json!({ "id": 1 }));
    let raw = mock.client().call(&HeadItem).raw().await.unwrap();
    assert_eq!(raw.headers()["content-length"], "8");
    assert_eq!(raw.into_body().as_bytes(), Some(&b""[..]));
}

#[tokio::test]
async fn a_function_answers_each_request() {
    let mock = Mock::new();
    let mut calls = 0;
    mock.on::<Search>().each(move |r: &Received| {
        calls += 1;
        reply(200).json(json!([calls, r.query("limit"), r.query_all("tag")]))
    });
    let client = mock.client();
    let search = Search { limit: Some(5), tag: vec!["a", "b"], ..Search::default() };
    for expected in [r#"[1,"5",["a","b"]]"#, r#"[2,"5",["a","b"]]"#] {
        assert_eq!(search.send(&client).await.unwrap().0, expected);
    }
}

/// A function may declare more, because the mock is not locked while it runs.
#[tokio::test]
async fn a_function_can_use_the_mock() {
    let mock = Mock::new();
    let inner = mock.transport();
    let outer = mock.clone();
    mock.on::<GetUser>().each(move |_| {
        outer.on::<GetItem>().json(200, json!({ "id": outer.received().len() }));
        reply(200)
    });
    let client = mock.builder().build().unwrap();
    GetUser { id: 1 }.send(&client).await.unwrap();
    assert_eq!(GetItem.send(&client).await.unwrap(), Item { id: 1 });
    mock.verify();
    drop(inner);
}

#[tokio::test(start_paused = true)]
async fn a_sequence_goes_through_retries_and_its_last_answer_stays() {
    let mock = Mock::new();
    mock.on::<Upload>().refuse().then_status(503).retry_after(1).then_json(200, &Item { id: 9 });
    let client = mock.client();
    let upload = || Upload { file: Stream::with(|| Ok(api_request::body::Body::from("x"))) };
    // A POST is retried only if nothing was sent.
    let error = upload().send(&client).await.unwrap_err();
    assert_eq!((error.tries(), error.status()), (2, Some(StatusCode::SERVICE_UNAVAILABLE)));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    for _ in 0..2 {
        assert_eq!(upload().send(&client).await.unwrap(), Item { id: 9 });
    }
    assert_eq!(mock.received().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let mock = Mock::new();
    mock.expect(&GetItem).status(503).retry_after(2).then_status(429).retry_after(3).then_json(200, &Item { id: 1 });
    let begun = Instant::now();
    assert_eq!(GetItem.send(&mock.client()).await.unwrap(), Item { id: 1 });
    assert_eq!(begun.elapsed().as_secs(), 5);
    mock.verify();
}

#[tokio::test(start_paused = true)]
async fn answers_beyond_the_number_of_calls_are_for_retries() {
    let mock = Mock::new();
    mock.expect(&GetItem).times(1).refuse().then_json(200, &Item { id: 1 });
    let client = mock.client();
    assert_eq!(GetItem.send(&client).await.unwrap(), Item { id: 1 });
    mock.verify();
    assert_eq!(GetItem.send(&client).await.unwrap_err().status(), Some(StatusCode::NOT_IMPLEMENTED));
}

#[tokio::test(start_paused = true)]
async fn faults_end_calls_as_the_network_does() {
    let mock = Mock::new();
    let client = mock.builder().retry(RetryPolicy::none()).build().unwrap();
    let fails = async || GetItem.send(&client).await.unwrap_err();

    mock.on::<GetItem>().refuse();
    let error = fails().await;
    assert!(matches!(error, Error::Connect { .. }) && !error.may_have_been_sent(), "{error:?}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the mock refused the connection");

    mock.on::<GetItem>().reset();
    let error = fails().await;
    assert!(matches!(error, Error::Transport { .. }) && error.may_have_been_sent(), "{error:?}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the mock reset the connection");

    mock.on::<GetItem>().hang();
    let begun = Instant::now();
    assert!(matches!(fails().await, Error::Timeout { .. }));
    assert_eq!(begun.elapsed().as_secs(), 30);

    mock.on::<GetItem>().json(200, &Item { id: 1 }).cut(3);
    let error = fails().await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!((error.status(), &error.raw().unwrap()[..]), (Some(StatusCode::OK), &b"{\"i"[..]));

    mock.on::<GetItem>().json(200, &Item { id: 1 }).delay(Duration::from_secs(31));
    assert!(fails().await.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_skips_delays() {
    let mock = Mock::new();
    mock.on::<GetItem>().json(200, &Item { id: 1 }).delay(Duration::from_secs(20));
    let begun = Instant::now();
    GetItem.send(&mock.client()).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(20));
    mock.on::<GetItem>()
        .delay(Duration::from_secs(3))
        .each(|_| reply(200).json(json!({ "id": 1 })).delay(Duration::from_secs(4)));
    GetItem.send(&mock.client()).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(27));
}

#[tokio::test(start_paused = true)]
async fn every_answer_can_follow_another() {
    let mock = Mock::new();
    let replies = mock.on::<GetText>().text(200, "1");
    replies
        .then_text(200, "2")
        .then_bytes(200, "3")
        .then_answer(reply(200).text("4"))
        .then_each(|_| reply(200).text("5"))
        .then_events(["6"])
        .then_json_lines(["7"])
        .then_reset()
        .then_hang()
        .then_refuse();
    let client = mock.builder().retry(RetryPolicy::none()).build().unwrap();
    for expected in ["1", "2", "3", "4", "5", "data: 6\n\n", "\"7\"\n"] {
        assert_eq!(GetText.send(&client).await.unwrap().0, expected);
    }
    assert!(matches!(GetText.send(&client).await.unwrap_err(), Error::Transport { .. }));
    assert!(matches!(GetText.send(&client).await.unwrap_err(), Error::Timeout { .. }));
    for _ in 0..2 {
        assert!(matches!(GetText.send(&client).await.unwrap_err(), Error::Connect { .. }));
    }
}

#[tokio::test]
async fn redirects_and_compressed_bodies_go_through_the_client() {
    use std::io::Write as _;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"{\"id\":5}").unwrap();
    let mock = Mock::new();
    mock.on::<GetText>().status(302).header("Location", "/item");
    mock.on::<GetItem>().bytes(200, gzip.finish().unwrap()).header("Content-Encoding", "gzip");
    assert_eq!(GetText.send(&mock.client()).await.unwrap().0, "{\"id\":5}");
    assert_eq!(mock.received()[1].header("accept-encoding"), Some("gzip, br, zstd"));
}

#[tokio::test]
async fn many_calls_at_once_are_each_answered() {
    let mock = Mock::new();
    mock.on::<GetUser>().each(|r| reply(200).text(r.path("id").unwrap_or_default())).times(100);
    let client = mock.client();
    let calls: Vec<_> = (0..100).map(|id| (id, tokio::spawn(GetUser { id }.send(&client)))).collect();
    for (id, call) in calls {
        assert_eq!(call.await.unwrap().unwrap(), Raw(id.to_string().into()));
    }
    mock.verify();
}

#[test]
fn values_for_tests_can_be_made() {
    let reply = Reply::new(Item { id: 1 });
    assert_eq!((reply.value, reply.status), (Item { id: 1 }, StatusCode::OK));
    let error = Error::status_of(StatusCode::NOT_FOUND, Item { id: 2 });
    assert_eq!(error.to_string(), "TEST /: 404 Not Found");
    assert_eq!((error.body(), error.status()), (Some(&Item { id: 2 }), Some(StatusCode::NOT_FOUND)));
    assert!(error.may_have_been_sent() && !error.is_retryable());
    assert_eq!((error.tries(), error.raw().map(bytes::Bytes::len)), (1, Some(0)));
    assert_eq!(format!("{:?}", Answer::refuse()), "Answer { fault: Refuse, .. }");
    assert_eq!(format!("{:?}", Answer::status(404_u16)), "Answer { status: 404, .. }");
}

#[tokio::test(start_paused = true)]
async fn a_stall_keeps_the_connection_open() {
    let mock = Mock::new();
    mock.on::<GetText>().text(200, "abcdef").stall(3);
    mock.on::<GetBytes>().answer(reply(200).chunks(["ab", "cd"]).stall(3));
    let client = mock.client();
    let begin = Instant::now();
    let error = client.call(&GetText).timeout(Duration::from_secs(7)).no_retry().await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: api_request::error::Phase::Body, .. }), "{error}");
    assert_eq!(begin.elapsed().as_secs(), 7);
    let mut bytes = GetBytes.send(&client).await.unwrap();
    assert_eq!(bytes.next().await.unwrap().unwrap(), "ab");
    assert_eq!(bytes.next().await.unwrap().unwrap(), "c");
    assert!(bytes.next().await.unwrap().unwrap_err().is_timeout());
    assert!(bytes.next().await.is_none());
}

#[tokio::test]
async fn a_stall_on_a_port_keeps_the_connection_open() {
    let mock = Mock::new();
    mock.on::<GetBytes>().bytes(200, "abcdef").stall(3);
    let server = mock.serve().await;
    let client = api_request::Client::builder(server.url()).idle_timeout(Duration::from_millis(200)).build().unwrap();
    let mut bytes = GetBytes.send(&client).await.unwrap();
    assert_eq!(bytes.next().await.unwrap().unwrap(), "abc");
    assert!(bytes.next().await.unwrap().unwrap_err().is_timeout());
}

/// What cannot be sent with a fault is not ignored.
#[test]
fn a_fault_has_no_parts() {
    let fix = "set it on a response, which begins with a status, such as `reply(503)` or `.then_status(503)`";
    let expected = |fault: &str, part: &str| format!("`{fault}()` sends no response, so it cannot have {part}: {fix}");
    let mock = Mock::new();
    let on = || mock.on::<GetText>();
    let faults: [(Box<dyn Fn()>, String); 7] = [
        (Box::new(|| drop(on().refuse().header("x-a", "1"))), expected("refuse", "a header")),
        (Box::new(|| drop(on().reset().retry_after(3))), expected("reset", "a header")),
        (Box::new(|| drop(on().hang().cut(3))), expected("hang", "a body")),
        (Box::new(|| drop(on().status(200).then_hang().stall(3))), expected("hang", "a body")),
        (Box::new(|| drop(Answer::reset().text("a"))), expected("reset", "a body")),
        (Box::new(|| drop(Answer::refuse().events(["a"]))), expected("refuse", "a body")),
        (Box::new(|| drop(Answer::refuse().json(1))), expected("refuse", "a body")),
    ];
    for (fault, expected) in faults {
        assert_eq!(shown(std::panic::catch_unwind(std::panic::AssertUnwindSafe(fault)).err()), expected);
    }
    drop(on().refuse().delay(Duration::from_secs(1)));
}

#[tokio::test]
async fn a_missing_answer_is_named() {
    let mock = Mock::new();
    mock.on::<GetItem>();
    let error = GetItem.send(&mock.client()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /item: cannot decode the response: the body is empty (status 200 OK); the mock declares no answer to this request, which means an empty 200: add one, such as `.json(200, ..)`"
    );
    // An empty body that the test has declared needs no hint.
    mock.on::<GetItem>().status(200);
    let error = GetItem.send(&mock.client()).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /item: cannot decode the response: the body is empty (status 200 OK)");
}

/// The `error` type has no part in the message of a mock.
#[tokio::test]
async fn an_unexpected_request_has_one_sentence() {
    let mock = Mock::new();
    let error = GetItem.send(&mock.client()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /item: 501 Not Implemented: the mock has no response to GET /item: nothing is declared: call `on` or `expect` before the request is sent"
    );
    assert!(error.body().is_none());
    // A response of the test is explained as always.
    mock.on::<GetItem>().text(501, "down");
    let error = GetItem.send(&mock.client()).await.unwrap_err();
    assert!(error.to_string().contains("the body does not match the `error` type"), "{error}");
    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mock.verify()));
}
