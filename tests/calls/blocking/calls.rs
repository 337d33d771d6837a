//! The ways to end a call, its options, and each way in which it fails.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use api_request::client::RetryPolicy;
use api_request::error::{ConfigError, Phase};
use api_request::transport::Tower;
use api_request::{ApiRequest, Bearer, Error, blocking};
use api_request_tests::{Answer, header, request_line};
use axum::{Router, routing::get};
use tower::ServiceBuilder;

use super::{Get, Peer};

#[derive(ApiRequest)]
#[api(get = "/number", response = u32)]
struct Number;

#[test]
fn sends_and_reads_the_value_the_head_and_the_body() {
    let peer = Peer::always(Answer::reply("200 OK", &[("x-a", "1")], "text"));
    let client = peer.client();
    assert_eq!(Get.send(&client).unwrap().0, "text");
    assert_eq!(client.call(&Get).send().unwrap().0, "text");
    let reply = client.call(&Get).header("x-trace", "7").reply().unwrap();
    assert_eq!(
        (reply.value.0.as_str(), reply.status.as_u16(), &reply.headers["x-a"]),
        ("text", 200, &"1".parse().unwrap())
    );
    let raw = client.call(&Get).raw().unwrap();
    assert_eq!(raw.status(), 200);
    let mut text = String::new();
    raw.into_body().into_read().read_to_string(&mut text).unwrap();
    assert_eq!(text, "text");
    let requests = peer.server.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!(header(&requests[2], "x-trace"), Some("7"));
}

#[test]
fn works_without_a_network_too() {
    let router = Router::new().route("/a", get(async || "x"));
    let client = blocking::Client::builder("http://localhost").transport(Tower(router)).build().unwrap();
    assert_eq!(Get.send(&client).unwrap().0, "x");
}

#[test]
fn other_bases_and_credentials_share_the_client() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let client = peer.client().with_auth(Bearer::new("token"));
    assert_eq!(client.base().to_string(), peer.server.url());
    let other = client.with_base(&format!("{}/v2", peer.server.url())).unwrap();
    Get.send(&other).unwrap();
    let request = peer.server.only_request();
    assert_eq!(request_line(&request), "GET /v2/a HTTP/1.1");
    assert_eq!(header(&request, "authorization"), Some("Bearer token"));
    assert!(matches!(client.with_base("http://other.example"), Err(ConfigError::PlainHttp)));
}

/// Each layer that tower spawns needs a runtime when it is built.
#[test]
fn layers_that_spawn_tasks_are_built_in_the_runtime_of_the_thread() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let client = blocking::Client::builder(peer.server.url())
        .layered(|reqwest| Tower(ServiceBuilder::new().buffer(4).service(reqwest)))
        .build()
        .unwrap();
    assert_eq!(Get.send(&client).unwrap().0, "text");
}

#[test]
fn a_builder_of_reqwest_is_kept() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let client =
        blocking::Client::builder(peer.server.url()).reqwest(reqwest::Client::builder().tcp_nodelay(true)).build();
    assert_eq!(Get.send(&client.unwrap()).unwrap().0, "text");
}

#[test]
fn a_mistake_in_the_options_is_the_same_error() {
    let build = |base| blocking::Client::builder(base).auth(Bearer::new("canary")).build();
    assert!(matches!(build("example.com"), Err(ConfigError::Base { .. })));
    assert!(matches!(build("http://example.com"), Err(ConfigError::PlainHttp)));
}

#[test]
fn a_refused_connection_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = blocking::Client::builder(&url).retry(RetryPolicy::none()).build().unwrap();
    let error = Get.send(&client).unwrap_err();
    assert!(matches!(error, Error::Connect { .. }) && !error.may_have_been_sent(), "{error:?}");
    assert_eq!(error.tries(), 1);
}

#[test]
fn the_deadline_ends_a_call_whose_head_or_body_stalls() {
    let begun = Instant::now();
    let body = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc".to_vec();
    for (answer, expected) in [(Vec::new(), Phase::Head), (body, Phase::Body)] {
        let peer = Peer::always(Answer::Stall(answer));
        let error = peer.client().call(&Get).timeout(Duration::from_millis(100)).send().unwrap_err();
        let Error::Timeout { phase, context, .. } = error else { panic!("{error:?}") };
        assert_eq!((phase, context.limit()), (expected, Some(Duration::from_millis(100))));
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn an_error_status_has_its_body() {
    let problem =
        Answer::reply("409 Conflict", &[("content-type", "application/problem+json")], r#"{"title":"taken"}"#);
    let peer = Peer::always(problem);
    let error = Get.send(&peer.client()).unwrap_err();
    assert_eq!(error.status().unwrap(), 409);
    assert_eq!(error.body().unwrap().title.as_deref(), Some("taken"));
    // `raw` returns any status.
    assert_eq!(peer.client().call(&Get).raw().unwrap().status(), 409);
}

#[test]
fn a_body_of_another_shape_cannot_be_decoded() {
    let peer = Peer::always(Answer::json("200 OK", r#""canary""#));
    let error = Number.send(&peer.client()).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert!(error.to_string().contains("expected u32, found a string"), "{error}");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}

#[test]
fn retries_wait_and_hooks_see_each_try() {
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let peer = Peer::start(move |_| match counted.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => Answer::reply("503 Busy", &[], ""),
        _ => Answer::reply("200 OK", &[], "text"),
    });
    let (requests, replies) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let (seen, answered) = (Arc::clone(&requests), Arc::clone(&replies));
    let client = blocking::Client::builder(peer.server.url())
        .retry(RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(2)))
        .on_request(move |_| {
            let _ = seen.fetch_add(1, Ordering::SeqCst);
        })
        .on_reply(move |_| {
            let _ = answered.fetch_add(1, Ordering::SeqCst);
        })
        .build()
        .unwrap();
    assert_eq!(Get.send(&client).unwrap().0, "text");
    assert_eq!([count, requests, replies].map(|count| count.load(Ordering::SeqCst)), [3; 3]);
}

#[test]
fn redirects_are_followed() {
    let peer = Peer::start(|request| {
        if request.starts_with("GET /a ") {
            Answer::reply("307 Temporary Redirect", &[("location", "/b")], "")
        } else {
            Answer::reply("200 OK", &[], "text")
        }
    });
    assert_eq!(Get.send(&peer.client()).unwrap().0, "text");
    assert_eq!(request_line(&peer.server.requests()[1]), "GET /b HTTP/1.1");
}

#[test]
fn an_invalid_request_is_not_sent() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = u32)]
    struct Named {
        #[api(query, validate(non_empty))]
        name: &'static str,
    }
    let peer = Peer::always(Answer::reply("200 OK", &[], "1"));
    let error = Named { name: "" }.send(&peer.client()).unwrap_err();
    assert_eq!(error.violations().unwrap().len(), 1);
    assert!(peer.server.requests().is_empty());
}

/// Nothing that a blocking client adds prints a value.
#[test]
fn no_debug_output_shows_a_secret() {
    let peer = Peer::always(Answer::reply("200 OK", &[("x-canary", "canary")], "canary"));
    let builder = || {
        blocking::Client::builder(peer.server.url())
            .auth(Bearer::new("canary"))
            .header("x-key", "canary")
            .retry(RetryPolicy::none())
    };
    let client = builder().build().unwrap();
    let mut reader = client.call(&Get).raw().unwrap().into_body().into_read();
    let mut first = [0];
    reader.read_exact(&mut first).unwrap();
    let shown = [
        format!("{:?}", builder()),
        format!("{client:?}"),
        format!("{:?}", client.call(&Get).header("x-call", "canary").auth(Bearer::new("canary"))),
        format!("{reader:?}"),
        format!("{:?}", super::Bytes.send(&client).unwrap().into_iter()),
        format!("{:?}", super::Bytes.send(&client).unwrap().into_read()),
        format!("{:?}", api_request::client::EventClient::from(&client)),
        format!("{:?}", api_request::body::Stream::from_read("canary".as_bytes())),
    ];
    for shown in shown {
        assert!(!shown.contains("canary"), "{shown}");
    }
}
