//! URLs that the server gave, and clients with another base or other credentials.

use api_request::error::ConfigError;
use api_request::reply::Text;
use api_request::{ApiRequest, Bearer, Client, Error};

use super::Script;

#[derive(ApiRequest)]
#[api(post = "/items/{id}?kind=page", response = Text, header("X-Own" = "1"))]
struct Next {
    id: &'static str,
    #[api(query)]
    limit: Option<u8>,
    note: u8,
}

fn next(limit: Option<u8>) -> Next {
    // The path is not used, so the invalid segment does not matter.
    Next { id: "..", limit, note: 7 }
}

fn client(script: &Script) -> Client {
    script.client_with(|builder| {
        builder.auth(Bearer::new("canary")).header("x-api-key", "canary").header("user-agent", "app")
    })
}

#[tokio::test]
async fn it_is_resolved_against_the_base_and_has_the_requests_query_behind_its_own() {
    for (given, limit, line) in [
        ("https://h.example/x/y", None, "https://h.example/x/y?kind=page"),
        ("https://h.example/x?a=%20b#f", Some(3), "https://h.example/x?a=%20b&kind=page&limit=3"),
        ("/x", None, "https://h.example/x?kind=page"),
        ("blobs/1", None, "https://h.example/api/blobs/1?kind=page"),
        ("?cursor=a", Some(1), "https://h.example/api/?cursor=a&kind=page&limit=1"),
        ("https://H.example:443/x", None, "https://h.example/x?kind=page"),
    ] {
        let script = Script::of([]);
        client(&script).call(&next(limit)).url(given).await.unwrap();
        let seen = script.seen().remove(0);
        assert_eq!(seen.line, format!("POST {line}"), "{given}");
        assert_eq!(
            (&seen.headers["authorization"], &seen.headers["x-own"]),
            (&"Bearer canary".parse().unwrap(), &"1".parse().unwrap())
        );
        assert_eq!(seen.body, b"{\"note\":7}");
    }
}

#[tokio::test]
async fn another_origin_is_refused_unless_it_is_meant_and_gets_no_credentials() {
    for given in ["https://other.example/x", "http://h.example/x", "https://h.example:8443/x", "//other.example/x"] {
        let script = Script::of([]);
        let client = client(&script);
        let error = client.call(&next(None)).url(given).await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }) && !error.may_have_been_sent(), "{error:?}");
        assert!(error.to_string().contains("another origin: call `any_origin()`"), "{error}");
        assert_eq!(script.tries(), 0);
        client.call(&next(None)).url(given).any_origin().await.unwrap();
        client
            .call(&next(None))
            .any_origin()
            .url(given)
            .auth(Bearer::new("canary"))
            .header("x-call", "1")
            .await
            .unwrap();
        for seen in script.seen() {
            assert!(!format!("{:?}", seen.headers).contains("canary"), "{seen:?}");
            assert_eq!(
                (&seen.headers["user-agent"], &seen.headers["x-own"]),
                (&"app".parse().unwrap(), &"1".parse().unwrap())
            );
        }
        assert_eq!(script.seen()[1].headers["x-call"], "1");
    }
    // Within the origin, `any_origin` changes nothing.
    let script = Script::of([]);
    client(&script).call(&next(None)).any_origin().url("/x").await.unwrap();
    assert_eq!(script.seen()[0].headers["x-api-key"], "canary");
}

#[tokio::test]
async fn what_is_no_url_of_a_server_is_refused() {
    let long = format!("/{}", "a".repeat(70_000));
    for (given, reason) in [
        ("https://", "the given URL is not valid"),
        ("data:x", "must be `https` or `http`"),
        ("ftp://h.example/x", "must be `https` or `http`"),
        ("https://canary:canary@h.example/x", "must not contain credentials"),
        (&*long, "too long"),
    ] {
        let script = Script::of([]);
        let error = client(&script).call(&next(None)).url(given).await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }), "{error:?}");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!format!("{error:?} {error}").contains("canary"));
        assert_eq!(script.tries(), 0);
    }
}

#[tokio::test]
async fn a_client_may_have_another_base_or_other_credentials() {
    let script = Script::of([]);
    let one = client(&script);
    let other = one.with_base("https://other.example/v2/").unwrap();
    let user = other.with_auth(Bearer::new("user"));
    for client in [&one, &other, &user] {
        super::Get.send(client).await.unwrap();
    }
    let seen: Vec<(String, String)> = script
        .seen()
        .iter()
        .map(|seen| (seen.line.clone(), seen.headers["authorization"].to_str().unwrap().to_owned()))
        .collect();
    let pair = |line: &str, auth: &str| (line.to_owned(), auth.to_owned());
    assert_eq!(
        seen,
        [
            pair("GET https://h.example/api/a", "Bearer canary"),
            pair("GET https://other.example/v2/a", "Bearer canary"),
            pair("GET https://other.example/v2/a", "Bearer user"),
        ]
    );
    assert!(matches!(one.with_base("http://other.example"), Err(ConfigError::PlainHttp)));
    assert!(matches!(one.with_base("nowhere"), Err(ConfigError::Base { .. })));
    let plain = script.client().with_base("http://other.example").unwrap().with_auth(Bearer::new("a"));
    assert!(matches!(super::Get.send(&plain).await.unwrap_err(), Error::Auth { .. }));
}
