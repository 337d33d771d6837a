//! How much a request may have: bytes of a URL, and headers.

use std::collections::BTreeMap;

use api_request::client::RetryPolicy;
use api_request::error::{ConfigError, EncodeError};
use api_request::reply::Raw;
use api_request::{ApiRequest, BaseUrl, Bearer, Client, Error};
use api_request_tests::{Answer, Server};

use super::row::Seen;

fn refused(error: &Error) -> &EncodeError {
    match error {
        Error::Encode { error, .. } => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_url_that_is_too_long_by_its_base_alone_is_refused() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get;
    let base = |len: usize| -> BaseUrl { format!("https://h.example/{}", "b".repeat(len)).parse().unwrap() };
    let room = 65_534 - "https://h.example/".len() - "/a".len();
    assert_eq!(Get.to_http(&base(room)).unwrap().uri().to_string().len(), 65_534);
    let error = Get.to_http(&base(room + 1)).unwrap_err();
    assert_eq!(error.to_string(), "the request cannot be sent: the URL is longer than 65,534 bytes");
}

/// The most headers that a request may have. A header that finds no room is named.
const MOST: usize = 20_000;

#[derive(ApiRequest)]
#[api(post = "/a", response = serde_json::Value)]
struct Many {
    #[api(flatten, header_prefix = "X-")]
    more: BTreeMap<String, u8>,
    #[api(cookie)]
    sid: Option<u8>,
    #[api(header)]
    zone: Option<u8>,
}

fn many(count: usize) -> Many {
    Many { more: (0..count).map(|index| (index.to_string(), 1)).collect(), sid: None, zone: None }
}

#[test]
fn a_request_with_too_many_headers_is_refused() {
    let base: BaseUrl = "https://h.example".parse().unwrap();
    // `Accept`, `Content-Length`.
    let room = MOST - 2;
    assert_eq!(many(room).to_http(&base).unwrap().headers().len(), MOST);
    for (request, field) in [
        (many(room + 1), "content-length"),
        (Many { sid: Some(1), ..many(room) }, "content-length"),
        (Many { zone: Some(1), ..many(MOST) }, "zone"),
        (Many { sid: Some(1), ..many(MOST) }, "cookie"),
        (many(MOST + 1), "more"),
        (many(24_574), "more"),
        (many(40_000), "more"),
    ] {
        let error = request.to_http(&base).unwrap_err();
        assert!(error.to_string().contains(&format!("`{field}`")), "{error}");
        assert!(error.to_string().ends_with("the request has too many headers"), "{error}");
        assert!(request.to_curl(&base).is_err());
    }
}

/// What the client or the runtime would add is not left out in silence, and no dependency panics.
#[tokio::test]
async fn a_header_of_the_client_that_finds_no_room_is_named() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get {
        #[api(header)]
        one: Option<u8>,
    }
    let full = |count: usize| {
        (0..count).fold(Client::builder("https://h.example"), |full, index| full.header(format!("x-{index}"), "v"))
    };
    for (count, name) in [(MOST, "user-agent"), (MOST + 1, "x-20000"), (24_576, "x-20000"), (40_000, "x-20000")] {
        let error = full(count).transport(Seen::default()).build().unwrap_err();
        let ConfigError::Header { name: found, .. } = &error else { panic!("{error:?}") };
        assert_eq!(&**found, name);
        assert!(error.to_string().ends_with("the request has too many headers"), "{error}");
    }
    // `User-Agent` is one of them.
    let client = full(MOST - 1).transport(Seen::default()).build().unwrap();
    let error = Get { one: None }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "it should have come to the transport: {error}");
    let error = Get { one: Some(1) }.send(&client).await.unwrap_err();
    assert_eq!(refused(&error).field(), "user-agent");
    assert_eq!(refused(&error).reason(), "the request has too many headers");
    let error = client.call(&Get { one: None }).header("x-y", "v").await.unwrap_err();
    assert_eq!(refused(&error).field(), "x-y");
    // A header that is there already takes no room.
    let error = client.call(&Get { one: None }).header("x-1", "w").await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error}");
    let error = client.call(&Get { one: None }).auth(Bearer::new("token")).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }) && error.tries() == 0, "{error}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the request has too many headers");
}

/// The most headers, sent by the default transport, which adds its own.
#[tokio::test]
async fn the_default_transport_sends_the_most_headers() {
    let server = Server::always(Answer::json("200 OK", "{}")).await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    // `Accept`, `Content-Length`, `User-Agent`.
    many(MOST - 3).send(&client).await.unwrap();
    assert!(server.only_request().contains("\r\nx-19996: 1\r\n"));
    assert!(matches!(many(MOST - 2).send(&client).await, Err(Error::Encode { .. })));
}
