//! How much a request may have: bytes of a URL, and headers.

use api_request::error::EncodeError;
use api_request::reply::Raw;
use api_request::{ApiRequest, BaseUrl, Client, Error};
use http::{HeaderMap, HeaderName};

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

/// What the client or the runtime would add is not left out in silence.
#[tokio::test]
async fn a_header_that_finds_no_room_is_named() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get {
        #[api(header)]
        one: Option<u8>,
    }
    let mut room = HeaderMap::new();
    while room.try_insert(HeaderName::try_from(format!("x-{}", room.len())).unwrap(), 1.into()).is_ok() {}
    // `User-Agent` is one of them.
    let full = (1..room.len())
        .fold(Client::builder("https://h.example"), |full, index| full.header(format!("x-{index}"), "v"));
    let client = full.transport(Seen::default()).build().unwrap();
    let error = Get { one: None }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "it should have come to the transport: {error}");
    let error = Get { one: Some(1) }.send(&client).await.unwrap_err();
    assert_eq!(refused(&error).field(), "user-agent");
    assert_eq!(refused(&error).reason(), "the request has too many headers");
    let error = client.call(&Get { one: None }).header("x-y", "v").await.unwrap_err();
    assert_eq!(refused(&error).field(), "x-y");
}
