//! A mock on a port, which answers as it does in memory.

use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::mock::{Mock, reply};
use api_request::reply::{ByteStream, Text};
use api_request::{ApiRequest, BaseUrl, Bearer, Client, Error, NoContent};
use http::StatusCode;
use serde_json::json;

use super::{Create, GetUser, report};

#[derive(ApiRequest)]
#[api(get = "/text", response = Text)]
struct GetText;

#[derive(ApiRequest)]
#[api(head = "/text", response = NoContent)]
struct HeadText;

#[derive(ApiRequest)]
#[api(get = "/bytes", response = ByteStream)]
struct GetBytes;

#[tokio::test]
async fn answers_the_same_on_a_port() {
    let mock = Mock::new();
    mock.on::<GetUser>().each(|r| reply(200).text(format!("{:?}", r.path("id"))));
    mock.expect(&Create { name: "Ada" }).json(409, json!({ "message": "exists" }));
    mock.on::<HeadText>().text(200, "four");
    mock.on::<GetBytes>().answer(reply(200).chunks(["a", "b"]));
    let server = mock.serve().await;
    assert!(server.url().parse::<BaseUrl>().is_ok() && server.to_string() == server.url());
    let client = Client::builder(server.url()).auth(Bearer::new("jwt")).build().unwrap();
    assert_eq!(GetUser { id: 7 }.send(&client).await.unwrap().0, "Some(\"7\")");
    let error = Create { name: "Ada" }.send(&client).await.unwrap_err();
    assert_eq!((error.status(), error.context().message()), (Some(StatusCode::CONFLICT), Some("exists")));
    let head = client.call(&HeadText).raw().await.unwrap();
    assert_eq!(head.headers()["content-length"], "4");
    let mut bytes = GetBytes.send(&client).await.unwrap();
    let mut all = Vec::new();
    while let Some(piece) = bytes.next().await {
        all.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(all, b"ab");
    assert_eq!(mock.received()[0].header("authorization"), Some("Bearer jwt"));
    mock.verify();
}

#[tokio::test]
async fn reports_calls_from_outside() {
    let mock = Mock::new();
    mock.expect(&Create { name: "Ada" }).status(200);
    let server = mock.serve().await;
    let client = Client::builder(server.url()).build().unwrap();
    let error = Create { name: "Bob" }.send(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /users: 501 Not Implemented: the mock has no response to POST /users: body `$.name`: expected \"Ada\", got \"Bob\""
    );
    assert!(report(&mock).contains("unexpected: POST /users\n"));
}

#[tokio::test]
async fn faults_act_on_the_connection() {
    let mock = Mock::new();
    let server = mock.serve().await;
    let builder = Client::builder(server.url()).retry(RetryPolicy::none());
    let client = builder.timeout(Duration::from_millis(500)).build().unwrap();
    let fails = async || GetText.send(&client).await.unwrap_err();

    mock.on::<GetText>().refuse();
    assert!(matches!(fails().await, Error::Transport { .. }));
    mock.on::<GetText>().reset();
    let error = fails().await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "Connection reset by peer (os error 104)");
    mock.on::<GetText>().hang();
    assert!(matches!(fails().await, Error::Timeout { .. }));
    mock.on::<GetText>().text(200, "abcdef").cut(3);
    let error = fails().await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!((error.status(), &error.raw().unwrap()[..]), (Some(StatusCode::OK), &b"abc"[..]));
    mock.on::<GetText>().answer(reply(200).chunks(["abc", "def"]).cut(4));
    let error = fails().await;
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(&error.raw().unwrap()[..], b"abcd");
    mock.on::<GetText>().text(200, "late").delay(Duration::from_secs(5));
    assert!(matches!(fails().await, Error::Timeout { .. }));
    mock.on::<GetText>().text(200, "fine");
    assert_eq!(GetText.send(&client).await.unwrap().0, "fine");
    mock.verify();
}

#[tokio::test]
async fn stops_when_it_is_dropped() {
    let mock = Mock::new();
    mock.on::<GetText>().text(200, "fine");
    let server = mock.serve().await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    GetText.send(&client).await.unwrap();
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(GetText.send(&client).await.is_err());
    assert_eq!(mock.received().len(), 1);
}

#[tokio::test]
async fn servers_have_ports_of_their_own() {
    let (one, two) = (Mock::new(), Mock::new());
    one.on::<GetText>().text(200, "one");
    two.on::<GetText>().text(200, "two");
    let servers = [one.serve().await, two.serve().await, two.serve().await];
    for (server, expected) in servers.iter().zip(["one", "two", "two"]) {
        let client = Client::builder(server.url()).build().unwrap();
        assert_eq!(GetText.send(&client).await.unwrap().0, expected);
    }
}

#[tokio::test]
async fn a_panic_of_a_function_fails_the_call_and_the_test() {
    let mock = Mock::new();
    mock.on::<GetText>().each(|_| panic!("not this one"));
    let server = mock.serve().await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    assert!(matches!(GetText.send(&client).await.unwrap_err(), Error::Transport { .. }));
    assert!(report(&mock).contains("panicked"));
}
