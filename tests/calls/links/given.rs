//! A URL that the server gave is sent as it is, or with the query parameters that it lacks.

use std::collections::BTreeMap;

use api_request::client::RetryPolicy;
use api_request::reply::Text;
use api_request::{ApiKey, ApiRequest, Bearer};
use http::Response;
use serde::Serialize;

use super::{World, refusal};

#[derive(ApiRequest)]
#[api(post = "/items/{id}?kind=x", response = Text, header("X-Own" = "1"))]
struct Items {
    id: &'static str,
    #[api(query)]
    q: Option<&'static str>,
    #[api(query)]
    page: Option<u8>,
    note: u8,
}

/// The path is not used, so the invalid segment does not matter.
const ITEMS: Items = Items { id: "..", q: Some("a b"), page: Some(1), note: 7 };

#[tokio::test]
async fn it_is_sent_as_it_is_with_the_headers_and_the_body_of_the_request() {
    for (given, line) in [
        ("/items?kind=x&q=a&page=2", "https://h.example/items?kind=x&q=a&page=2"),
        ("https://h.example/x/y", "https://h.example/x/y"),
        ("https://H.example:443/x?a=%20b+c&&=&a=%2f%2F#f", "https://h.example/x?a=%20b+c&&=&a=%2f%2F"),
        ("/x?", "https://h.example/x?"),
        ("/x%2fy;v=1/~a(b)!$*,@:?/?[]|", "https://h.example/x%2fy;v=1/~a(b)!$*,@:?/?[]|"),
        ("blobs/1", "https://h.example/api/blobs/1"),
        ("../blobs/1", "https://h.example/blobs/1"),
        ("?cursor=a", "https://h.example/api/?cursor=a"),
        // A URL has no such characters: they are escaped as browsers do.
        ("/a b/é?c=d e&f='g'", "https://h.example/a%20b/%C3%A9?c=d%20e&f=%27g%27"),
    ] {
        let world = World::new();
        let client = world.client(|builder| builder.auth(Bearer::new("token")).header("x-client", "2"));
        client.call(&ITEMS).url(given).await.unwrap();
        let seen = world.seen().remove(0);
        assert_eq!(seen.line, format!("POST {line}"), "{given}");
        let headers = ["authorization", "x-own", "x-client"].map(|name| seen.header(name));
        assert_eq!(headers, [Some("Bearer token"), Some("1"), Some("2")]);
        assert_eq!(seen.body, b"{\"note\":7}");
    }
}

#[derive(Serialize)]
struct Filter {
    status: &'static str,
    tags: Vec<u8>,
}

#[derive(ApiRequest)]
#[api(get = "/items?kind=x", response = Text)]
struct Everything {
    #[api(query)]
    q: &'static str,
    #[api(query)]
    ids: Vec<u8>,
    #[api(query = "list[]")]
    list: Vec<u8>,
    #[api(query, style = pipeDelimited)]
    joined: Vec<u8>,
    #[api(query, style = deepObject)]
    filter: Filter,
    #[api(query = "page[size]")]
    size: u8,
    #[api(query = "page[number]")]
    number: u8,
    #[api(query, flatten)]
    more: BTreeMap<&'static str, &'static str>,
}

fn everything() -> Everything {
    Everything {
        q: "a&b",
        ids: vec![1, 2],
        list: vec![3, 4],
        joined: vec![5, 6],
        filter: Filter { status: "open", tags: vec![7, 8] },
        size: 9,
        number: 10,
        more: BTreeMap::from([("x", "y"), ("z", "é")]),
    }
}

const KIND: &str = "kind=x";
const Q: &str = "q=a%26b";
const IDS: &str = "ids=1&ids=2";
const LIST: &str = "list%5B%5D=3&list%5B%5D=4";
const JOINED: &str = "joined=5%7C6";
const FILTER: &str = "filter%5Bstatus%5D=open&filter%5Btags%5D=7&filter%5Btags%5D=8";
const SIZE: &str = "page%5Bsize%5D=9";
const NUMBER: &str = "page%5Bnumber%5D=10";
const X: &str = "x=y";
const Z: &str = "z=%C3%A9";
const ALL: [&str; 10] = [KIND, Q, IDS, LIST, JOINED, FILTER, SIZE, NUMBER, X, Z];

#[tokio::test]
async fn with_query_adds_the_parameters_that_the_url_lacks() {
    for (given, in_url) in [
        ("", &[][..]),
        ("other=1", &[]),
        ("KIND=1&Q=2", &[]),
        ("kind=other&page%5bsize%5d=1", &[KIND, SIZE]),
        ("q", &[Q]),
        ("%71=&ids=9", &[Q, IDS]),
        ("list%5B0%5D=1&list%5B1%5D=2", &[LIST]),
        ("list[]=1", &[LIST]),
        ("list=1&joined=1", &[JOINED]),
        ("filter[status]=closed", &[FILTER]),
        ("filter=1&page[number]=2", &[FILTER, NUMBER]),
        ("filters=1&z=2", &[Z]),
    ] {
        let world = World::new();
        let client = world.client(|builder| builder);
        let (first, second) = (everything(), everything());
        client.call(&first).url(format!("/n?{given}")).with_query().await.unwrap();
        client.call(&second).with_query().url(format!("/n?{given}#f")).await.unwrap();
        let mut query: Vec<&str> = ALL.into_iter().filter(|pairs| !in_url.contains(pairs)).collect();
        query.splice(..0, Some(given).filter(|given| !given.is_empty()));
        let line = format!("GET https://h.example/n?{}", query.join("&"));
        assert_eq!(world.lines(), [&*line, &*line], "{given}");
    }
    let world = World::new();
    let client = world.client(|builder| builder);
    client.call(&ITEMS).url("/n").with_query().await.unwrap();
    client.call(&Items { q: None, page: None, ..ITEMS }).url("/n?kind=y").with_query().await.unwrap();
    // Without a URL it changes nothing.
    client.call(&Items { id: "7", ..ITEMS }).with_query().await.unwrap();
    assert_eq!(
        world.lines(),
        [
            "POST https://h.example/n?kind=x&q=a%20b&page=1",
            "POST https://h.example/n?kind=y",
            "POST https://h.example/api/items/7?kind=x&q=a%20b&page=1",
        ]
    );
}

#[tokio::test]
async fn a_key_in_the_query_is_added_unless_the_url_has_one() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text)]
    struct Get {
        #[api(query)]
        page: u8,
    }
    for (given, line) in [
        ("/n?page=2", "/n?page=2&key=k"),
        ("/n", "/n?page=1&key=k"),
        ("/n?key=k", "/n?key=k&page=1"),
        ("/n?page=2&k%65y=other", "/n?page=2&k%65y=other"),
    ] {
        let world = World::new();
        let client = world.client(|builder| builder.auth(ApiKey::query("key", "k")));
        client.call(&Get { page: 1 }).url(given).with_query().await.unwrap();
        assert_eq!(world.lines(), [format!("GET https://h.example{line}")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_for_retries_that_is_not_sent_does_not_count() {
    #[derive(ApiRequest)]
    #[api(post = "/orders", response = Text)]
    struct Order {
        #[api(query, idempotency_key)]
        token: Option<&'static str>,
    }
    for (given, with_query, tries, key) in
        [("/n", false, 1, None), ("/n?token=theirs", true, 1, None), ("/n?a=b", true, 3, Some("mine"))]
    {
        let world = World::by(|_| Response::builder().status(503).body("x".into()).unwrap());
        let client = world.client(|builder| builder.retry(RetryPolicy::default()));
        let order = Order { token: Some("mine") };
        let call = client.call(&order).url(given);
        let error = if with_query { call.with_query().await } else { call.await }.unwrap_err();
        assert_eq!((error.tries(), error.idempotency_key()), (tries, key), "{given}");
        assert_eq!(world.seen().len(), tries as usize);
    }
}

#[tokio::test]
async fn a_value_of_the_query_is_only_checked_if_it_is_sent() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text)]
    struct Get {
        #[api(query)]
        q: String,
    }
    let (world, request) = (World::new(), Get { q: "a".repeat(70_000) });
    let client = world.client(|builder| builder);
    client.call(&request).url("/n").await.unwrap();
    client.call(&Get { q: "a".repeat(60_000) }).url(format!("/n?q={}", "b".repeat(60_000))).with_query().await.unwrap();
    let error = client.call(&request).url("/n").with_query().await.unwrap_err();
    assert!(refusal(&error).starts_with("`q` (query `q`) cannot be sent"), "{error}");
    let request = Get { q: "a".repeat(60_000) };
    let both = client.call(&request).url(format!("/n?b={}", "b".repeat(60_000)));
    assert!(refusal(&both.with_query().await.unwrap_err()).contains("the given URL is too long"));
    assert_eq!(world.seen().len(), 2);
}

#[tokio::test]
async fn an_invalid_url_of_a_server_is_refused() {
    let long = format!("/{}", "a".repeat(70_000));
    let template = "the given URL is a URL template (RFC 6570)";
    for (given, reason) in [
        ("https://", "the given URL is not valid"),
        ("data:x", "must be `https` or `http`"),
        ("ftp://h.example/x", "must be `https` or `http`"),
        ("https://canary:canary@h.example/x", "must not contain credentials"),
        ("https://h.example/assets{?name,label}", template),
        ("/canary/{id}", template),
        ("/x?q={+canary}", template),
        ("{canary", template),
        (&*long, "too long"),
    ] {
        let world = World::new();
        let client = world.client(|builder| builder);
        let error = client.call(&ITEMS).url(given).any_origin().await.unwrap_err();
        assert!(refusal(&error).contains(reason), "{given}: {error}");
        assert!(world.seen().is_empty());
    }
    // Escaped, a brace is a character as any other.
    let world = World::new();
    world.client(|builder| builder).call(&ITEMS).url("/%7Ba%7D?b=%7B").await.unwrap();
    assert_eq!(world.lines(), ["POST https://h.example/%7Ba%7D?b=%7B"]);
}
