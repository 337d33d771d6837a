//! How an expected request is compared with one that is received, place by place.

use std::collections::BTreeMap;

use api_request::body::{Body, Part, Raw, Stream, Text};
use api_request::mock::Mock;
use api_request::{ApiKey, ApiParams, ApiRequest, Bearer, NoContent};
use serde::Serialize;

use super::{Create, GetUser, Search, differences, differences_of, report, status};

#[tokio::test]
async fn path_values() {
    #[derive(ApiRequest)]
    #[api(get = "/{owner}/files/{rest:+}", response = NoContent, rename_all = "camelCase")]
    struct File {
        owner: &'static str,
        rest: &'static str,
    }
    assert_eq!(differences(&GetUser { id: 7 }, &GetUser { id: 8 }).await, ["path `id`: expected 7, got 8"]);
    assert_eq!(
        differences(&File { owner: "a b", rest: "x/y" }, &File { owner: "a/b", rest: "x/z.txt" }).await,
        ["path `owner`: expected \"a b\", got \"a/b\"", "path `rest`: expected \"x/y\", got \"x/z.txt\""]
    );
}

#[tokio::test]
async fn query_values() {
    let expected = Search { name: Some("Ada & co"), limit: Some(10), tag: vec!["a", "b"] };
    assert_eq!(
        differences(&expected, &Search { name: Some(""), limit: None, tag: vec!["b", "a"] }).await,
        [
            "query `name`: expected \"Ada & co\", got \"\"",
            "query `limit`: expected 10, got nothing",
            "query `tag`: expected [\"a\", \"b\"], got [\"b\", \"a\"]"
        ]
    );
    assert_eq!(
        differences(&Search::default(), &expected).await,
        [
            "query `name`: expected nothing, got \"Ada & co\"",
            "query `limit`: expected nothing, got 10",
            "query `tag`: expected [], got [\"a\", \"b\"]"
        ]
    );
    assert!(
        differences(&expected, &Search { name: Some("Ada & co"), limit: Some(10), tag: vec!["a", "b"] })
            .await
            .is_empty()
    );
}

#[derive(Serialize)]
struct Filter {
    role: &'static str,
    age: u8,
}

#[derive(ApiParams)]
struct Page {
    #[api(rename = "pageSize")]
    size: Option<u32>,
    #[api(header = "X-Cursor")]
    cursor: Option<&'static str>,
}

#[derive(ApiRequest)]
#[api(get = "/all", response = NoContent)]
struct All {
    #[api(style = deepObject)]
    filter: Filter,
    #[api(flatten)]
    page: Page,
    #[api(header = "X-Tenant")]
    tenant: Option<&'static str>,
    #[api(cookie)]
    theme: Option<&'static str>,
    #[api(flatten, query)]
    more: BTreeMap<&'static str, u8>,
    #[api(flatten, header_prefix = "X-Meta-")]
    meta: BTreeMap<&'static str, &'static str>,
}

fn all() -> All {
    All {
        filter: Filter { role: "admin", age: 7 },
        page: Page { size: Some(10), cursor: Some("c") },
        tenant: Some("one"),
        theme: Some("dark mode"),
        more: BTreeMap::from([("x", 1)]),
        meta: BTreeMap::from([("a", "b")]),
    }
}

#[tokio::test]
async fn objects_groups_maps_headers_and_cookies() {
    assert!(differences(&all(), &all()).await.is_empty());
    let other = All {
        filter: Filter { role: "guest", age: 7 },
        page: Page { size: Some(20), cursor: None },
        tenant: None,
        theme: Some("light"),
        more: BTreeMap::from([("x", 1), ("y", 2)]),
        meta: BTreeMap::from([("a", "c"), ("d", "e")]),
    };
    assert_eq!(
        differences(&all(), &other).await,
        [
            "query `filter[role]`: expected \"admin\", got \"guest\"",
            "query `pageSize`: expected 10, got 20",
            "query `y`: expected nothing, got 2",
            "header `X-Cursor`: expected \"c\", got nothing",
            "header `X-Tenant`: expected \"one\", got nothing",
            "header `x-meta-a`: expected \"b\", got \"c\"",
            "header `x-meta-d`: expected nothing, got \"e\"",
            "cookie `theme`: expected \"dark mode\", got \"light\"",
        ]
    );
}

#[tokio::test]
async fn what_the_client_adds_does_not_count() {
    let mock = Mock::new();
    mock.expect(&all()).times(4);
    for auth in 0..4 {
        let builder = mock.builder().header("X-Client", "c").header("Accept", "application/vnd.a+json");
        let builder = match auth {
            0 => builder.auth(Bearer::new("jwt")),
            1 => builder.auth(ApiKey::query("key", "k")),
            2 => builder.auth(ApiKey::cookie("key", "k")),
            _ => builder.auth(ApiKey::header("X-Meta-Key", "k")),
        };
        let client = builder.build().unwrap();
        client.call(&all()).raw().await.unwrap();
    }
    assert_eq!(report(&mock), "");
    assert_eq!(mock.received()[0].header("authorization"), Some("Bearer jwt"));
    assert_eq!(mock.received()[1].query("key"), Some("k"));
    assert_eq!(mock.received()[2].cookie("key"), Some("k"));
}

#[derive(Serialize)]
struct Order {
    items: Vec<Item>,
    note: Option<&'static str>,
    total: f64,
}

#[derive(Serialize)]
struct Item {
    sku: &'static str,
    count: u32,
}

#[derive(ApiRequest)]
#[api(post = "/orders")]
struct CreateOrder {
    #[api(body)]
    order: Order,
}

#[tokio::test]
async fn json_bodies() {
    let item = |sku, count| Item { sku, count };
    let expected = CreateOrder { order: Order { items: vec![item("a", 1)], note: None, total: 1.5 } };
    let sent =
        CreateOrder { order: Order { items: vec![item("b\n", 1), item("c", 2)], note: Some("now"), total: 1.5 } };
    assert_eq!(
        differences(&expected, &sent).await,
        [
            "body `$.items[0].sku`: expected \"a\", got \"b\\n\"",
            "body `$.items[1]`: expected nothing, got an object",
            "body `$.note`: expected null, got \"now\"",
        ]
    );
    assert_eq!(
        differences(&Create { name: "10" }, &Create { name: "" }).await,
        ["body `$.name`: expected \"10\", got \"\""]
    );
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Map {
        #[api(body)]
        map: BTreeMap<&'static str, u8>,
    }
    assert_eq!(
        differences(&Map { map: BTreeMap::from([("a b", 1)]) }, &Map { map: BTreeMap::new() }).await,
        ["body `$[\"a b\"]`: expected 1, got nothing"]
    );
}

/// A client may send JSON by another content type and in another spelling.
#[tokio::test]
async fn json_is_compared_by_value() {
    #[derive(ApiRequest)]
    #[api(post = "/users")]
    struct Bytes {
        #[api(body)]
        json: Raw,
    }
    let mock = Mock::new();
    mock.expect(&Create { name: "Ada" }).times(2);
    let client = mock.client();
    let json = || Bytes { json: Raw::new("{ \"name\" : \"\\u0041da\" }") };
    client.call(&json()).header("content-type", "application/json").raw().await.unwrap();
    client.call(&json()).raw().await.unwrap();
    assert_eq!(report(&mock), "");
}

#[tokio::test]
async fn forms() {
    #[derive(ApiRequest)]
    #[api(post = "/token", body = form)]
    struct Token {
        #[api(rename = "user-name")]
        user: &'static str,
        scope: Vec<&'static str>,
    }
    assert_eq!(
        differences(&Token { user: "a b", scope: vec!["x"] }, &Token { user: "a+b", scope: vec!["x", "y"] }).await,
        [
            "property `user-name`: expected \"a b\", got \"a+b\"",
            "property `scope`: expected [\"x\"], got [\"x\", \"y\"]"
        ]
    );
}

#[derive(ApiRequest)]
#[api(post = "/upload", body = multipart)]
struct Upload {
    title: &'static str,
    file: Vec<Part>,
}

fn upload(title: &'static str, bytes: &'static [u8], name: &'static str) -> Upload {
    Upload { title, file: vec![Part::bytes(bytes).file_name(name)] }
}

#[tokio::test]
async fn multipart_bodies_without_their_boundary() {
    assert!(differences(&upload("a", b"\xff\r\n--", "b.gif"), &upload("a", b"\xff\r\n--", "b.gif")).await.is_empty());
    assert_eq!(
        differences(&upload("a", b"\xff\x01", "b.gif"), &upload("b", b"\xff\x02", "\"c\".gif")).await,
        [
            "part `title`: expected \"a\", got \"b\"",
            "file name of part `file`: expected \"b.gif\", got \"\\\"c\\\".gif\"",
            "part `file`: the bytes differ from byte 1 on",
        ]
    );
    assert_eq!(
        differences(&upload("a", b"\xff", "b"), &upload("a", b"\xff\xff\xff", "b")).await,
        ["part `file`: expected 1 byte, got 3"]
    );
    assert_eq!(
        differences(&upload("a", b"", "b"), &Upload { title: "a", file: vec![] }).await,
        ["part `file`: expected 1 part, got nothing"]
    );
}

#[tokio::test]
async fn text_bytes_and_streams() {
    #[derive(ApiRequest)]
    #[api(put = "/text")]
    struct PutText {
        #[api(body)]
        text: Text,
    }
    #[derive(ApiRequest)]
    #[api(put = "/raw")]
    struct PutRaw {
        #[api(body)]
        raw: Raw,
    }
    #[derive(ApiRequest)]
    #[api(put = "/stream")]
    struct PutStream {
        #[api(body)]
        stream: Stream,
    }
    let text = |text: &str| PutText { text: Text::new(text) };
    assert_eq!(differences(&text("ten"), &text("10")).await, ["body: expected \"ten\", got 10"]);
    let long = "x".repeat(100);
    assert_eq!(
        differences(&text(&format!("{long}1")), &text(&format!("{long}2"))).await,
        ["body: expected …\"xxxxxxxxxx1\", got …\"xxxxxxxxxx2\""]
    );
    let raw = |bytes: &'static [u8]| PutRaw { raw: Raw::new(bytes) };
    assert_eq!(differences(&raw(b"\xff\x00"), &raw(b"\xff")).await, ["body: expected 2 bytes, got 1"]);
    assert_eq!(differences(&raw(b"\xff\x00"), &raw(b"a")).await, ["body: expected bytes, got text"]);
    let once = |text: &'static str| PutStream { stream: Stream::new(Body::from(text)) };
    let anew = |text: &'static str| PutStream { stream: Stream::with(move || Ok(Body::from(text))) };
    assert!(differences(&once("a"), &anew("a")).await.is_empty());
    assert_eq!(differences(&anew("a"), &once("b")).await, ["body: expected \"a\", got \"b\""]);
}

#[tokio::test]
async fn a_body_from_a_file_is_read() {
    let path = std::env::temp_dir().join(format!("api-request-{}-mock-file", std::process::id()));
    std::fs::write(&path, "from a file").unwrap();
    let upload = Upload { title: "a", file: vec![Part::file(&path).unwrap()] };
    let mock = Mock::new();
    mock.expect(&upload);
    assert_eq!(status(&mock.client(), &upload).await, 200);
    assert_eq!(mock.received()[0].part("file"), Some(&b"from a file"[..]));
    std::fs::remove_file(&path).unwrap();
}

#[derive(ApiRequest)]
#[api(post = "/pay")]
struct Pay {
    #[api(header = "Idempotency-Key", idempotency_key)]
    key: Option<String>,
    cents: u32,
}

#[derive(ApiRequest)]
#[api(post = "/pay/quoted")]
struct PayOnce {
    #[api(query, idempotency_key(quoted))]
    key: Option<String>,
    #[api(body)]
    body: Stream,
}

#[tokio::test]
async fn generated_idempotency_keys_do_not_count() {
    let pay = |key: Option<&str>, cents| Pay { key: key.map(Into::into), cents };
    assert!(differences(&pay(None, 1), &pay(None, 1)).await.is_empty());
    assert!(differences(&pay(None, 1), &pay(Some("given"), 1)).await.is_empty());
    assert_eq!(differences(&pay(None, 1), &pay(None, 2)).await, ["body `$.cents`: expected 1, got 2"]);
    assert_eq!(
        differences(&pay(Some("a"), 1), &pay(Some("b"), 1)).await,
        ["header `Idempotency-Key`: expected \"a\", got \"b\""]
    );
    let once = || PayOnce { key: None, body: Stream::new(Body::from("x")) };
    assert!(differences(&once(), &once()).await.is_empty());
}

#[tokio::test]
async fn a_url_that_the_server_gave_is_compared_as_it_is() {
    let mock = Mock::new();
    mock.expect(&Search { limit: Some(10), ..Search::default() }).status(202);
    let client = mock.client();
    let search = Search::default();
    let call = client.call(&search).url("/users/search?limit=10");
    assert_eq!(call.raw().await.unwrap().status(), 202);
    let call = client.call(&search).url("/users/search?limit=10&cursor=c");
    assert_eq!(call.raw().await.unwrap().status(), 501);
    // Only what is declared secret is masked.
    let report = report(&mock);
    assert!(report.contains("query `cursor`: expected nothing, got \"c\"\n"), "{report}");
}

#[tokio::test]
async fn the_nearest_declaration_has_the_fewest_differences() {
    let mock = Mock::new();
    mock.expect(&Search { name: Some("a"), limit: Some(1), tag: vec![] });
    mock.expect(&Search { name: Some("b"), limit: Some(2), tag: vec![] });
    mock.expect(&Search { name: Some("c"), limit: Some(3), tag: vec!["x"] });
    let client = mock.client();
    let sent = Search { name: Some("b"), limit: Some(3), tag: vec![] };
    assert_eq!(differences_of(&mock, &client, &sent).await, ["query `limit`: expected 2, got 3"]);
}

#[tokio::test]
async fn json_of_another_media_type_is_compared_by_value() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = NoContent, content_type = "application/vnd.example")]
    struct Vendor {
        name: &'static str,
    }
    assert_eq!(
        differences(&Vendor { name: "a" }, &Vendor { name: "b" }).await,
        ["body `$.name`: expected \"a\", got \"b\""]
    );
}
