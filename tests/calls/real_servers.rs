//! What real servers send beside the specifications: it is read, or the error says what it is.

use api_request::reply::{JsonLines, Link, Links, Maybe, Problem, Raw, Reply, Text};
use api_request::{ApiRequest, ApiResponse, Client, Error, NoContent};
use api_request_tests::{Answer, Server};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    n: u32,
}

#[derive(ApiRequest)]
#[api(get = "/items/7", response = Option<Item>, error = Problem)]
struct Get;

async fn client(answer: Answer) -> (Server, Client) {
    let server = Server::always(answer).await;
    let client = Client::builder(server.url()).build().unwrap();
    (server, client)
}

async fn answered<R: ApiRequest>(request: R, answer: Answer) -> Result<R::Response, Error<R::Error>> {
    let (_server, client) = client(answer).await;
    request.send(&client).await
}

/// Headers as raw bytes, and a body.
fn with_headers(lines: &[&[u8]], body: &str) -> Answer {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
    Answer::Bytes([head.as_bytes(), &lines.join(&b"\r\n"[..]), b"\r\n\r\n", body.as_bytes()].concat())
}

#[tokio::test]
async fn a_byte_order_mark_does_not_belong_to_the_body() {
    let found = answered(Get, Answer::json("200 OK", "\u{FEFF}{\"n\":1}")).await.unwrap();
    assert_eq!(found, Some(Item { n: 1 }));

    let error = answered(Get, Answer::json("409 No", "\u{FEFF}{\"detail\":\"taken\"}")).await.unwrap_err();
    assert_eq!(error.body().unwrap().detail.as_deref(), Some("taken"));
    assert_eq!(error.to_string(), "GET /items/7: 409 Conflict: taken");

    let error = answered(Get, Answer::json("200 OK", "\u{FEFF}{\"n\":}")).await.unwrap_err();
    assert!(error.to_string().contains("invalid JSON at byte 9"), "{error}");
    assert_eq!(error.raw().unwrap(), "\u{FEFF}{\"n\":}", "the raw body is what was sent");

    #[derive(ApiRequest)]
    #[api(get = "/text", response = Text)]
    struct GetText;
    for (sent, read) in [("\u{FEFF}a\u{FEFF}", "a\u{FEFF}"), ("\u{FEFF}", ""), ("a", "a")] {
        assert_eq!(answered(GetText, Answer::reply("200 OK", &[], sent)).await.unwrap().0, read);
    }
    let error = answered(GetText, Answer::reply("200 OK", &[], b"\xEF\xBB\xBFa\xFF")).await.unwrap_err();
    assert!(error.to_string().contains("invalid UTF-8 at byte 4"), "{error}");
    let plain = Answer::reply("500 No", &[("content-type", "text/plain")], "\u{FEFF}out of order");
    assert_eq!(answered(GetText, plain).await.unwrap_err().context().message(), Some("out of order"));

    #[derive(ApiRequest)]
    #[api(get = "/raw", response = Raw)]
    struct GetRaw;
    assert_eq!(answered(GetRaw, Answer::reply("200 OK", &[], "\u{FEFF}a")).await.unwrap().0, "\u{FEFF}a");
}

#[tokio::test]
async fn only_the_first_line_may_have_a_byte_order_mark() {
    #[derive(ApiRequest)]
    #[api(get = "/lines", response = JsonLines<Item>)]
    struct Lines;
    for (body, items, error) in [
        ("\u{FEFF}{\"n\":1}\n{\"n\":2}\n", 2, None),
        ("\u{FEFF}\r\n{\"n\":1}", 1, None),
        ("\u{FEFF}", 0, None),
        ("{\"n\":1}\n\u{FEFF}{\"n\":2}\n", 1, Some("line 2: invalid JSON at byte 1")),
        ("\n\u{FEFF}{\"n\":2}\n", 0, Some("line 2: invalid JSON at byte 1")),
        ("\u{FEFF}{\"n\":}\n", 0, Some("line 1: invalid JSON at byte 9")),
    ] {
        let (_server, client) = client(Answer::reply("200 OK", &[], body)).await;
        let mut lines = Lines.send(&client).await.unwrap();
        let mut read = 0;
        let end = loop {
            match lines.next().await {
                Some(Ok(_)) => read += 1,
                Some(Err(error)) => break Some(error.to_string()),
                None => break None,
            }
        };
        assert_eq!(read, items, "{body:?}: {end:?}");
        assert_eq!(end.is_some(), error.is_some(), "{body:?}: {end:?}");
        assert!(end.unwrap_or_default().contains(error.unwrap_or_default()), "{body:?}");
    }
}

#[tokio::test]
async fn white_space_is_an_empty_body() {
    #[derive(ApiRequest)]
    #[api(get = "/item", response = Item, error = Option<Item>)]
    struct GetItem;
    for blank in ["", " ", "\r\n", "\t\n ", "\u{FEFF}", "\u{FEFF}\r\n"] {
        assert_eq!(answered(Get, Answer::json("200 OK", blank)).await.unwrap(), None, "{blank:?}");
        let error = answered(GetItem, Answer::json("200 OK", blank)).await.unwrap_err();
        assert!(error.to_string().contains("the body is empty"), "{blank:?}: {error}");
        let error = answered(GetItem, Answer::json("404 No", blank)).await.unwrap_err();
        assert_eq!((error.body(), error.context().message()), (Some(&None), None), "{blank:?}");
    }
}

#[tokio::test]
async fn json_beyond_the_parser_is_named() {
    #[derive(ApiRequest)]
    #[api(get = "/any", response = serde_json::Value, error = serde_json::Value)]
    struct Any;
    let deep = "[".repeat(200) + &"]".repeat(200);
    for (body, reason) in [
        (deep.as_str(), "the JSON is nested more than 127 levels deep at byte 128"),
        (r#"{"a":[0,1e999]}"#, "$.a[1]: the number is too large for a 64-bit floating point number"),
        ("-1e999", "$: the number is too large"),
        (r#"{"a":1e999}"#, "$.a: the number is too large"),
    ] {
        for media_type in ["application/json", "text/plain"] {
            let answer = |status| Answer::reply(status, &[("content-type", media_type)], body);
            let success = answered(Any, answer("200 OK")).await.unwrap_err();
            let failure = answered(Any, answer("500 No")).await.unwrap_err();
            for error in [success, failure] {
                assert!(error.to_string().contains(reason), "{error}");
                assert!(!error.to_string().contains("not JSON"), "{error}");
            }
        }
    }
    // 127 levels are read.
    let deep = "[".repeat(127) + &"]".repeat(127);
    assert!(answered(Any, Answer::json("200 OK", &deep)).await.is_ok());
}

#[derive(Debug, ApiResponse)]
struct Headers {
    #[api(header)]
    last_modified: Option<String>,
    #[api(header = "x-count")]
    count: Option<u32>,
    #[api(header = "x-names")]
    names: Vec<String>,
    #[api(header = "set-cookie")]
    cookies: Vec<String>,
    #[api(header)]
    expires: Vec<String>,
    #[api(header)]
    link: Links,
    #[api(header = "link")]
    link_texts: Vec<String>,
    #[api(header = "x-next")]
    next: Option<Links>,
    #[api(header)]
    www_authenticate: Vec<String>,
    #[api(header)]
    proxy_authenticate: Vec<String>,
    #[api(body)]
    item: Item,
}

#[derive(ApiRequest)]
#[api(get = "/headers", response = Headers)]
struct GetHeaders;

#[tokio::test]
async fn a_header_that_is_not_utf_8_is_read_as_latin_1() {
    let lines: [&[u8]; 3] = [b"Last-Modified: 31. M\xE4rz 2026", b"X-Count: \xBD", b"X-Names: Zo\xEB, \"\xC9, x\""];
    let read = answered(GetHeaders, with_headers(&lines, r#"{"n":1}"#)).await.unwrap();
    assert_eq!(read.last_modified.as_deref(), Some("31. März 2026"));
    assert_eq!((read.count, read.item), (None, Item { n: 1 }));
    assert_eq!(read.names, ["Zoë", "\"É, x\""]);

    let utf8 = [&b"Last-Modified: 31. M\xC3\xA4rz 2026"[..]];
    let read = answered(GetHeaders, with_headers(&utf8, r#"{"n":1}"#)).await.unwrap();
    assert_eq!(read.last_modified.as_deref(), Some("31. März 2026"));
}

#[tokio::test]
async fn an_optional_header_never_fails_the_response() {
    let read = answered(GetHeaders, with_headers(&[b"x-count: many"], r#"{"n":1}"#)).await.unwrap();
    assert_eq!(read.count, None);

    #[derive(Debug, ApiResponse)]
    struct Required(
        #[expect(dead_code, reason = "only its decoding matters")]
        #[api(header = "x-count")]
        u32,
    );
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Required)]
    struct GetRequired;
    let error = answered(GetRequired, with_headers(&[b"x-count: \xBD"], "")).await.unwrap_err();
    assert!(error.to_string().contains("header `x-count`: the value does not match the type"), "{error}");
}

#[tokio::test]
async fn each_header_is_split_by_its_own_grammar() {
    let lines: [&[u8]; 10] = [
        b"Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/",
        b"Set-Cookie: b=2; Expires=Thu, 22 Oct 2026 07:28:00 GMT",
        b"Expires: Thu, 22 Oct 2026 07:28:00 GMT",
        b"Link: <https://h/i?ids=1,2>; rel=\"prev\", </i?p=0;x>; title=\"a, b\"; rel=first",
        b"Link: </i?ids=3,4>; REL=\"NEXT last\"",
        b"X-Next: <a,b>; rel=next, <c>",
        b"WWW-Authenticate: Basic realm=\"r\", Bearer realm=\"t\", error=\"x\"",
        b"WWW-Authenticate: Negotiate",
        b"Proxy-Authenticate: Digest realm=\"a, b\", nonce=c,Basic realm=p",
        b"X-Names: a, \"b, c\"",
    ];
    let (_server, client) = client(with_headers(&lines, r#"{"n":1}"#)).await;
    let Reply { value: read, headers, .. } = client.call(&GetHeaders).reply().await.unwrap();
    assert_eq!(
        read.cookies,
        ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/", "b=2; Expires=Thu, 22 Oct 2026 07:28:00 GMT"]
    );
    assert_eq!(read.expires, ["Thu, 22 Oct 2026 07:28:00 GMT"]);
    assert_eq!(
        read.link_texts,
        [
            "<https://h/i?ids=1,2>; rel=\"prev\"",
            "</i?p=0;x>; title=\"a, b\"; rel=first",
            "</i?ids=3,4>; REL=\"NEXT last\""
        ]
    );
    let targets = ["https://h/i?ids=1,2", "/i?p=0;x", "/i?ids=3,4"];
    assert_eq!(read.link.iter().map(Link::target).collect::<Vec<_>>(), targets);
    assert_eq!([read.link.rel("prev"), read.link.rel("first"), read.link.rel("next")], targets.map(Some));
    assert_eq!((read.link.rel("LAST"), read.link.rel("self")), (Some("/i?ids=3,4"), None));
    assert_eq!(read.link, Links::from_headers(&headers));
    assert_eq!(read.next.unwrap().rel("next"), Some("a,b"));
    assert_eq!(read.www_authenticate, ["Basic realm=\"r\"", "Bearer realm=\"t\", error=\"x\"", "Negotiate"]);
    assert_eq!(read.proxy_authenticate, ["Digest realm=\"a, b\", nonce=c", "Basic realm=p"]);
    assert_eq!(read.names, ["a", "\"b, c\""]);

    let read = answered(GetHeaders, with_headers(&[b"x-a: b"], r#"{"n":1}"#)).await.unwrap();
    assert_eq!((read.link, read.next.is_none(), read.cookies.len()), (Links::default(), true, 0));
}

#[tokio::test]
async fn the_servers_words_are_found_where_servers_write_them() {
    #[derive(ApiRequest)]
    #[api(get = "/a")]
    #[api(response = NoContent, message_at = "/fault/reason")]
    struct At;
    for (status, body, message) in [
        ("401 No", r#"{"errors":["permission denied"]}"#, Some("permission denied")),
        (
            "422 No",
            r#"{"detail":[{"loc":["body","n"],"msg":"field required","type":"missing"}]}"#,
            Some("field required"),
        ),
        ("422 No", r#"{"detail":"no such model"}"#, Some("no such model")),
        ("403 No", r#"{"errors":[{"status":"403","title":"Forbidden","detail":"not yours"}]}"#, Some("not yours")),
        ("403 No", r#"{"errors":[{"status":"403","title":"Forbidden"}]}"#, Some("Forbidden")),
        ("422 No", r#"{"errors":{"name":["is taken"],"age":["is low"]}}"#, Some("is taken")),
        ("400 No", r#"{"fault":{"reason":"here"},"message":"there"}"#, Some("here")),
        ("400 No", r#"{"fault":{"reason":7},"message":"there"}"#, Some("there")),
        ("400 No", r#"{"fault":"none"}"#, None),
    ] {
        let error = answered(At, Answer::json(status, body)).await.unwrap_err();
        assert_eq!(error.context().message(), message, "{body}");
        assert!(error.to_string().ends_with(message.unwrap_or("400 Bad Request")), "{error}");
    }
}

#[tokio::test]
async fn a_response_that_is_not_json_may_be_absent() {
    #[derive(ApiRequest)]
    #[api(delete = "/a", response = Maybe<NoContent>, absent(404, 410))]
    struct Delete;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Maybe<Text>, absent(404, 204))]
    struct GetText;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Maybe<Raw>, absent(404))]
    struct GetRaw;
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Maybe<Option<Item>>, absent(404))]
    struct GetItem;

    for (status, found) in [("204 No Content", Some(NoContent)), ("404 No", None), ("410 Gone", None)] {
        let answer = if found.is_some() {
            Answer::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())
        } else {
            Answer::reply(status, &[], "<html>")
        };
        assert_eq!(answered(Delete, answer).await.unwrap().into_option(), found, "{status}");
    }
    assert_eq!(answered(Delete, Answer::reply("500 No", &[], "")).await.unwrap_err().status().unwrap(), 500);

    for (status, body, text) in [("200 OK", "a", Some("a")), ("200 OK", "", Some("")), ("404 No", "a", None)] {
        let found = answered(GetText, Answer::reply(status, &[], body)).await.unwrap();
        assert_eq!(found.as_option().map(|text| &*text.0), text);
        let found = answered(GetRaw, Answer::reply(status, &[], body)).await.unwrap();
        assert_eq!(found.into_option().map(|raw| raw.0), text.map(Into::into));
    }
    // `null` is told from an absent response.
    assert_eq!(answered(GetItem, Answer::json("200 OK", "null")).await.unwrap(), Maybe(Some(None)));
    assert_eq!(answered(GetItem, Answer::json("404 No", "null")).await.unwrap(), Maybe(None));
}

#[test]
fn a_reply_can_be_made_for_a_test() {
    let mut reply = Reply::new(7);
    assert_eq!((reply.value, reply.status, reply.headers.len()), (7, http::StatusCode::OK, 0));
    reply.headers.insert("x-a", http::HeaderValue::from_static("b"));
    reply.status = http::StatusCode::CREATED;
}
