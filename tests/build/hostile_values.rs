//! Values that would change a request's shape: each is delivered exactly, or refused with its field's name.

use api_request::error::BuildError;
use api_request::reply::Raw;
use api_request::{ApiRequest, BaseUrl, Client, Error};
use api_request_tests::{Answer, Server, header, request_line};
use proptest::prelude::*;
use url::Url;

#[derive(ApiRequest)]
#[api(get = "/whole/{whole}/part/{part}.json/end", response = Raw)]
struct Get<'a> {
    whole: &'a str,
    part: &'a str,
    #[api(query)]
    one: &'a str,
    #[api(query = "na me")]
    many: Vec<&'a str>,
    #[api(header = "X-Value")]
    value: &'a str,
}

const PLAIN: Get<'static> = Get { whole: "w", part: "p", one: "o", many: Vec::new(), value: "v" };

/// Each hostile value, in one place at a time.
const HOSTILE: [&str; 21] = [
    "",
    ".",
    "..",
    "%2e%2e",
    "%2E.",
    "a/b",
    "../x",
    "..\\x",
    "%2F",
    "\r\nX-Injected: 1",
    "\n",
    "\0",
    "\t",
    " padded ",
    "?a=b&c#d",
    "a+b c;d=e,f|g",
    "é😀\u{202e}\u{2028}",
    "//evil.example",
    "{part}",
    "'\"<>^`",
    "\u{7f}\u{80}",
];

/// Percent-decodes by a library that is not ours. What is decoded never holds a bare `+`.
fn decoded(text: &str) -> String {
    assert!(!text.contains(['+', '&', '=']), "{text}");
    url::form_urlencoded::parse(text.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}

#[tokio::test]
async fn arrive_exactly_or_are_refused_by_name() {
    let long = "a".repeat(70_000);
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    for hostile in HOSTILE.into_iter().chain([&*long]) {
        let is_long = hostile.len() > 65_534;
        let field = |error: Error| match error {
            Error::Encode { error, .. } => error.field().to_owned(),
            other => panic!("{other:?}"),
        };

        let before = server.requests().len();
        let sent = Get { whole: hostile, ..PLAIN }.send(&client).await;
        if is_long || ["", ".", ".."].contains(&hostile) {
            assert_eq!(field(sent.unwrap_err()), "whole", "{hostile:?}");
            assert_eq!(server.requests().len(), before);
        } else {
            sent.unwrap();
            let line = request_line(server.requests().last().unwrap()).to_owned();
            let path =
                line.strip_prefix("GET /whole/").unwrap().strip_suffix("/part/p.json/end?one=o HTTP/1.1").unwrap();
            assert!(!path.contains('/'));
            assert_eq!(decoded(path), hostile);
        }

        let sent = Get { part: hostile, ..PLAIN }.send(&client).await;
        if is_long || hostile.is_empty() {
            assert_eq!(field(sent.unwrap_err()), "part", "{hostile:?}");
        } else {
            sent.unwrap();
            let line = request_line(server.requests().last().unwrap()).to_owned();
            let path =
                line.strip_prefix("GET /whole/w/part/").unwrap().strip_suffix(".json/end?one=o HTTP/1.1").unwrap();
            assert_eq!(decoded(path), hostile);
        }

        let sent = Get { one: hostile, many: vec![hostile, "z"], ..PLAIN }.send(&client).await;
        if is_long {
            assert_eq!(field(sent.unwrap_err()), "one");
        } else {
            sent.unwrap();
            let line = request_line(server.requests().last().unwrap()).to_owned();
            let query = line.strip_prefix("GET /whole/w/part/p.json/end?").unwrap().strip_suffix(" HTTP/1.1").unwrap();
            let pairs: Vec<(&str, &str)> = query.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
            assert_eq!(pairs.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["one", "na%20me", "na%20me"]);
            assert_eq!(pairs.iter().map(|(_, value)| decoded(value)).collect::<Vec<_>>(), [hostile, hostile, "z"]);
        }

        let sent = Get { value: hostile, ..PLAIN }.send(&client).await;
        let has_control = hostile.bytes().any(|byte| byte.is_ascii_control());
        if has_control || hostile.trim_matches(' ') != hostile {
            assert_eq!(field(sent.unwrap_err()), "value", "{hostile:?}");
        } else {
            sent.unwrap();
            let request = server.requests().last().unwrap().clone();
            assert_eq!(header(&request, "x-value"), Some(hostile));
            assert_eq!(header(&request, "x-injected"), None);
        }
    }
}

#[test]
fn a_url_that_is_too_long_names_the_field_that_crossed_the_limit() {
    let base: BaseUrl = "https://h.example".parse().unwrap();
    let (half, all) = ("a".repeat(40_000), "b".repeat(65_600));
    let field = |get: Get<'_>| match get.to_http(&base) {
        Err(BuildError::Encode(error)) => (error.field().to_owned(), error.reason().to_owned()),
        other => panic!("{other:?}"),
    };
    let reason = "the value makes the URL longer than 65,534 bytes".to_owned();
    assert_eq!(field(Get { whole: &half, one: &half, ..PLAIN }), ("one".to_owned(), reason.clone()));
    assert_eq!(field(Get { many: vec![&half, &half], ..PLAIN }), ("many".to_owned(), reason.clone()));
    assert_eq!(field(Get { part: &all, ..PLAIN }), ("part".to_owned(), reason));

    let room = 65_534 - PLAIN.to_http(&base).unwrap().uri().to_string().len() + 1;
    let fits = "a".repeat(room);
    let longest = Get { one: &fits, ..PLAIN }.to_http(&base).unwrap().uri().to_string();
    assert_eq!(longest.len(), 65_534);
    assert_eq!(field(Get { one: &format!("{fits}a"), ..PLAIN }).0, "one");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// What a URL parser makes of the built URL is what was built, and each value is found where it was put.
    #[test]
    fn never_change_the_shape_of_the_url(
        whole in hostile(), part in hostile(), one in hostile(), many in prop::collection::vec(hostile(), 0..4),
        base in prop::sample::select(vec!["https://h.example", "http://127.0.0.1:8080/v1/", "https://[::1]/a%20b"]),
    ) {
        let base: BaseUrl = base.parse().unwrap();
        let get = Get { whole: &whole, part: &part, one: &one, many: many.iter().map(String::as_str).collect(), ..PLAIN };
        match get.to_http(&base) {
            Ok(request) => {
                let built = request.uri().to_string();
                let parsed = Url::parse(&built).unwrap();
                prop_assert_eq!(parsed.as_str(), &built);
                prop_assert!(built.starts_with(&base.to_string()));
                let segments: Vec<&str> = parsed.path_segments().unwrap().collect();
                let [.., w, _, p, end] = *segments else { panic!("{built}") };
                prop_assert_eq!(decoded(w), whole);
                prop_assert_eq!(decoded(p.strip_suffix(".json").unwrap()), part);
                prop_assert_eq!(end, "end");
                let mut pairs = vec![("one".to_owned(), one)];
                pairs.extend(many.into_iter().map(|value| ("na me".to_owned(), value)));
                let found: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
                prop_assert_eq!(found, pairs);
            }
            Err(BuildError::Encode(error)) => {
                let value = match error.field() { "whole" => whole, "part" => part, other => panic!("{other}") };
                prop_assert!(matches!(&*value, "" | "." | ".."), "{}", error);
            }
            Err(other) => panic!("{other}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A header value is there byte for byte, or refused by its field's name.
    #[test]
    fn reach_a_header_exactly_or_not_at_all(value in hostile()) {
        let base: BaseUrl = "https://h.example".parse().unwrap();
        let refused = value.bytes().any(|byte| byte.is_ascii_control()) || value.trim_matches(' ') != value;
        match (Get { value: &value, ..PLAIN }).to_http(&base) {
            Ok(request) => {
                prop_assert!(!refused);
                prop_assert_eq!(request.headers()["x-value"].as_bytes(), value.as_bytes());
                prop_assert_eq!(request.headers().len(), 1);
            }
            Err(BuildError::Encode(error)) => {
                prop_assert!(refused);
                prop_assert_eq!(error.field(), "value");
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// Any text, with what is dangerous in a URL more often than chance has it.
fn hostile() -> impl Strategy<Value = String> {
    let dangerous = prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned);
    prop_oneof![any::<String>(), dangerous, "[./\\\\%2eEfF?#&=+ ]{0,6}"]
}
