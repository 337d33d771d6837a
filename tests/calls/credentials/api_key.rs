//! API keys in a header, a query parameter or a cookie. Nothing else of the request changes.

use std::collections::BTreeMap;

use api_request::body::Body;
use api_request::reply::Text;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiKey, ApiRequest, Bearer, Client, Error};
use api_request_tests::{Answer, Server, header, request_line};
use http::{Request, Response};

use super::{Get, pair, reason};

#[derive(ApiRequest)]
#[api(get = "/a/{path}", response = Text)]
struct Everywhere<'a> {
    path: &'a str,
    #[api(query)]
    q: Option<&'a str>,
    #[api(flatten, query)]
    more: BTreeMap<&'a str, &'a str>,
    #[api(header = "X-Header")]
    header: Option<&'a str>,
    #[api(cookie)]
    session: Option<&'a str>,
    #[api(cookie)]
    theme: Option<&'a str>,
}

const EVERYWHERE: Everywhere<'static> =
    Everywhere { path: "p/%", q: None, more: BTreeMap::new(), header: None, session: None, theme: None };

#[tokio::test]
async fn a_header_is_sent_as_it_is() {
    for (key, name, value) in [
        (ApiKey::header("X-Api-Key", "a b;=%é"), "x-api-key", "a b;=%é"),
        (ApiKey::header("Authorization", "Token a"), "authorization", "Token a"),
        (ApiKey::header("authorization", "bf69486b"), "authorization", "bf69486b"),
    ] {
        let (server, client) = pair(key).await;
        let request = Everywhere { header: Some("h"), ..EVERYWHERE };
        request.send(&client).await.unwrap();
        let sent = server.only_request();
        assert_eq!(header(&sent, name), Some(value));
        assert_eq!(sent.matches(value).count(), 1, "{sent}");
        assert_eq!((request_line(&sent), header(&sent, "x-header")), ("GET /a/p%2F%25 HTTP/1.1", Some("h")));
    }
}

#[tokio::test]
async fn it_joins_the_query_behind_all_else() {
    let (server, client) = pair(ApiKey::query("api key", "a+b/c=&é ")).await;
    let key = "api%20key=a%2Bb%2Fc%3D%26%C3%A9%20";
    let more = [("x[]", "1 2")].into();
    for (request, line) in [
        (EVERYWHERE, format!("/a/p%2F%25?{key}")),
        (Everywhere { q: Some("1&2"), ..EVERYWHERE }, format!("/a/p%2F%25?q=1%262&{key}")),
        (Everywhere { q: Some(""), more, ..EVERYWHERE }, format!("/a/p%2F%25?q=&x%5B%5D=1%202&{key}")),
    ] {
        request.send(&client).await.unwrap();
        assert_eq!(request_line(server.requests().last().unwrap()), format!("GET {line} HTTP/1.1"));
    }
}

#[tokio::test]
async fn it_joins_the_one_cookie_header() {
    let (server, client) = pair(ApiKey::cookie("sid", "a+b/c=; é%")).await;
    let key = "sid=a+b/c=%3B%20%C3%A9%25";
    for (request, cookies) in [
        (EVERYWHERE, key.to_owned()),
        (Everywhere { theme: Some("dark"), ..EVERYWHERE }, format!("theme=dark; {key}")),
        (
            Everywhere { session: Some("a b"), theme: Some("dark"), ..EVERYWHERE },
            format!("session=a%20b; theme=dark; {key}"),
        ),
    ] {
        request.send(&client).await.unwrap();
        let sent = server.requests().pop().unwrap();
        assert_eq!(header(&sent, "cookie"), Some(&*cookies));
        assert_eq!(sent.to_ascii_lowercase().matches("\r\ncookie:").count(), 1);
    }
}

#[tokio::test]
async fn it_is_sent_once_to_where_a_redirect_leads() {
    for location in ["/b", "/b?c", "/b?key=a%20b", "/b?key=a+b&c"] {
        let server = Server::start(move |request| match request_line(request) {
            line if line.starts_with("GET /a?") => Answer::reply("302 Found", &[("location", location)], ""),
            _ => Answer::reply("200 OK", &[], "x"),
        })
        .await;
        let client = Client::builder(server.url()).auth(ApiKey::query("key", "a b")).build().unwrap();
        Get.send(&client).await.unwrap();
        let requests = server.requests();
        assert_eq!(request_line(&requests[0]), "GET /a?key=a%20b HTTP/1.1");
        assert_eq!(request_line(&requests[1]).matches("key=").count(), 1, "{location}: {}", requests[1]);
    }
}

#[tokio::test]
async fn a_url_that_the_server_gave_may_have_it_and_another_origin_never_gets_it() {
    let (server, client) = pair(ApiKey::query("key", "a b")).await;
    for (url, line) in [
        ("/next?page=2", "/next?page=2&key=a%20b"),
        ("/next?key=a+b&page=2", "/next?key=a+b&page=2"),
        ("/next?key=other", "/next?key=other"),
    ] {
        client.call(&Get).url(url).await.unwrap();
        assert_eq!(request_line(server.requests().last().unwrap()), format!("GET {line} HTTP/1.1"));
    }
    let elsewhere = Server::always(Answer::reply("200 OK", &[], "x")).await;
    for key in [ApiKey::query("key", "canary"), ApiKey::header("X-Key", "canary"), ApiKey::cookie("sid", "canary")] {
        let call = client.with_auth(key);
        let call = call.call(&Get).url(elsewhere.url()).any_origin();
        call.header("X-Key", "of-call").await.unwrap();
        let sent = elsewhere.requests().pop().unwrap();
        assert!(!sent.contains("canary") && header(&sent, "x-key") == Some("of-call"), "{sent}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_when_it_would_be() {
    let reserved = "the API key's header is reserved: the client sets it itself";
    let ends = "the API key must not begin or end with a space, or contain a control character";
    for (key, why) in [
        (ApiKey::header("X Key", "canary"), "the API key's name is not a valid header name"),
        (ApiKey::header("", "canary"), "the API key's name is not a valid header name"),
        (ApiKey::header("Cookie", "canary"), reserved),
        (ApiKey::header("host", "canary"), reserved),
        (ApiKey::header("Proxy-Authorization", "canary"), reserved),
        (ApiKey::header("Transfer-Encoding", "canary"), reserved),
        (ApiKey::header("X-Key", ""), "the API key must not be empty"),
        (ApiKey::header("X-Key", " canary"), ends),
        (ApiKey::header("X-Key", "canary\r\nx: y"), ends),
        (ApiKey::query("", "canary"), "the API key's name must not be empty"),
        (ApiKey::query("key", ""), "the API key must not be empty"),
        (ApiKey::cookie("", "canary"), "the API key's name is not a valid cookie name"),
        (ApiKey::cookie("a;b", "canary"), "the API key's name is not a valid cookie name"),
        (ApiKey::cookie("sid", ""), "the API key must not be empty"),
    ] {
        let (server, client) = pair(key).await;
        let error = Get.send(&client).await.unwrap_err();
        assert_eq!(reason(&error), why);
        assert!(!super::shown(&error).contains("canary"), "{error:?}");
        assert!(server.requests().is_empty());
    }
}

/// A transport that answers with the length of the URL.
struct Measuring;

impl Transport for Measuring {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move { Ok(Response::new(Body::from(request.uri().to_string().len().to_string()))) })
    }
}

#[tokio::test]
async fn a_url_that_becomes_too_long_is_refused() {
    let build =
        |key| Client::builder("https://h.example").transport(Measuring).auth(ApiKey::query("k", key)).build().unwrap();
    let most = "https://h.example/a?k=".len();
    for (length, encoded) in [(65_534 - most, 1), ((65_534 - most) / 3, 3)] {
        let text = if encoded == 1 { "v" } else { " " };
        let sent = Get.send(&build(text.repeat(length))).await.unwrap();
        assert_eq!(sent.0.parse::<usize>().unwrap(), most + length * encoded);
        let error = Get.send(&build(text.repeat(length + 1))).await.unwrap_err();
        assert_eq!(reason(&error), "the URL with the API key must have at most 65,534 bytes");
    }
}

#[tokio::test]
async fn every_kind_has_a_name_and_a_call() {
    #[derive(ApiRequest)]
    #[api(get = "/status", response = Text, auth = "monitor")]
    struct Status;
    #[derive(ApiRequest)]
    #[api(get = "/open", response = Text, auth = none)]
    struct Open;
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let client = Client::builder(server.url())
        .auth(api_request::Basic::new("u", "p"))
        .auth_named("monitor", ApiKey::query("key", "of-monitor"))
        .auth_named("unused", ApiKey::cookie("sid", "unused"))
        .build()
        .unwrap();
    Get.send(&client).await.unwrap();
    Status.send(&client).await.unwrap();
    Open.send(&client).await.unwrap();
    client.call(&Status).auth(ApiKey::header("X-Key", "of-call")).await.unwrap();
    client.call(&Open).auth(ApiKey::cookie("sid", "of-call")).await.unwrap();
    client.call(&Get).auth(Bearer::new("of-call")).await.unwrap();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            let of = |name| header(request, name).unwrap_or("-").to_owned();
            format!("{} {} {} {}", request_line(request), of("authorization"), of("x-key"), of("cookie"))
        })
        .collect();
    assert_eq!(
        sent,
        [
            "GET /a HTTP/1.1 Basic dTpw - -",
            "GET /status?key=of-monitor HTTP/1.1 - - -",
            "GET /open HTTP/1.1 - - -",
            "GET /status HTTP/1.1 - of-call -",
            "GET /open HTTP/1.1 - - sid=of-call",
            "GET /a HTTP/1.1 Bearer of-call - -",
        ]
    );

    let exposed = Client::builder("http://h.example").build().unwrap();
    let error = exposed.call(&Open).auth(ApiKey::query("key", "canary")).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }) && reason(&error).contains("allow_plain_http()"));
}
