//! URLs that the server gave may contain secrets. No error shows them.

use std::time::Duration;

use api_request::client::{Call, RetryPolicy};
use api_request::reply::{Raw, Text};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, request_line};

use super::sources;

#[derive(ApiRequest)]
#[api(get = "/pages", response = Text)]
struct Pages {
    limit: u8,
}

const PAGES: Pages = Pages { limit: 7 };
/// Two secrets. The first is not spelled as a client would write it; the second has no name.
const QUERY: &str = "sig=canary-a%2fb+c%c3%a9&canary-alone";
/// The spellings that a server which decodes them may send back.
const DECODED: [&str; 3] = ["canary-a/b c\u{e9}", "canary-a/b+c\u{e9}", "canary-alone"];

/// The ways in which a server that has read the URL may fail: with a message, with bytes that are not text, and with a body cut short.
fn answers() -> [fn(&str) -> Answer; 5] {
    fn echo(request: &str) -> String {
        format!("no {}, {}", request_line(request), DECODED.join(", "))
    }
    [
        |request| Answer::json("400 No", &serde_json::json!({ "message": echo(request) }).to_string()),
        |request| Answer::reply("503 No", &[("content-type", "text/plain")], echo(request)),
        |request| {
            Answer::reply(
                "200 OK",
                &[("x-request-id", request_line(request))],
                [echo(request).as_bytes(), b"\xff"].concat(),
            )
        },
        |request| {
            Answer::reply(
                "307 Go",
                &[("location", &format!("//canary.example/{}", echo(request).len()))],
                echo(request),
            )
        },
        |request| Answer::Bytes(format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{}", echo(request)).into()),
    ]
}

fn client(server: &Server) -> Client {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    Client::builder(server.url()).retry(quick).build().unwrap()
}

fn assert_is_hidden(error: &Error<Raw>) {
    let shown = format!("{error} {error:?} {error:#?} {:?} {}", error.body(), sources(error));
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn the_query_of_a_given_url_is_in_no_error() {
    for answer in answers() {
        let (server, other) = (Server::start(answer).await, Server::start(answer).await);
        let client = client(&server);
        for url in [format!("/next?{QUERY}"), format!("{}/next?{QUERY}", server.url())] {
            assert_is_hidden(&client.call(&PAGES).url(url).await.unwrap_err());
        }
        let elsewhere = format!("{}/next?{QUERY}", other.url());
        let call = || -> Call<'_, Pages> { client.call(&PAGES).url(&elsewhere).any_origin() };
        assert!(!format!("{:?} {:?}", call(), call().send()).contains("canary"));
        assert_is_hidden(&call().await.unwrap_err());
        let requests = [server.requests(), other.requests()].concat();
        assert!(requests.iter().all(|request| request.contains(&format!("/next?{QUERY} "))), "{requests:?}");
        // The URL is rejected, and the error does not quote it.
        assert_is_hidden(&client.call(&PAGES).url(&elsewhere).await.unwrap_err());
    }
    let server = Server::always(Answer::Bytes(Vec::new())).await;
    let gone = Server::always(Answer::Bytes(Vec::new())).await.url().to_owned();
    for url in [format!("{gone}/?{QUERY}"), format!("http://canary.invalid/?{QUERY}")] {
        let error = client(&server).call(&PAGES).url(url).any_origin().await.unwrap_err();
        assert!(!error.to_string().contains("canary") && !format!("{error:?}").contains("sig="), "{error:?}");
    }
}

#[tokio::test]
async fn the_query_of_a_redirect_is_in_no_error() {
    for answer in answers() {
        let server = Server::start(move |request| {
            if request_line(request).contains("/pages") {
                return Answer::reply("302 Found", &[("location", &format!("/there?{QUERY}"))], "canary");
            }
            answer(request)
        })
        .await;
        let error = PAGES.send(&client(&server)).await.unwrap_err();
        assert!(server.requests().len() > 1);
        assert_is_hidden(&error);
    }
}

#[tokio::test]
async fn a_value_of_the_request_is_not_a_secret_of_the_url() {
    let server =
        Server::start(|request| Answer::reply("400 No", &[("content-type", "text/plain")], request_line(request)))
            .await;
    let url = "/next?kind=something&limit=7&token=canary-token";
    let error = client(&server).call(&PAGES).url(url).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /pages: 400 Bad Request: GET /next?kind=REDACTED&limit=7&token=REDACTED HTTP/1.1"
    );
}
