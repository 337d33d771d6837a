//! Which origins get credentials, and what is refused instead of being left out in silence.

use std::collections::BTreeMap;

use api_request::error::ConfigError;
use api_request::reply::Text;
use api_request::{ApiKey, ApiRequest, Bearer, Client, Error, Secret};
use http::Response;

use super::{World, refusal};

#[derive(ApiRequest)]
#[api(put = "/items/{id}", response = Text, header("X-Own" = "1"))]
struct Upload {
    id: u8,
    #[api(cookie)]
    theme: &'static str,
    #[api(query)]
    name: &'static str,
    note: u8,
}

const UPLOAD: Upload = Upload { id: 1, theme: "dark", name: "n", note: 7 };

const OTHERS: [&str; 5] = [
    "https://other.example/x",
    "http://h.example/x",
    "https://h.example:8443/x",
    "//other.example/x",
    "https://h.example./x",
];

#[tokio::test]
async fn another_origin_is_refused_unless_it_is_meant_and_gets_no_credentials() {
    for given in OTHERS {
        let world = World::new();
        let client = world.client(|builder| {
            builder.auth(Bearer::new("canary")).header("x-api-key", "canary").header("user-agent", "app")
        });
        let error = client.call(&UPLOAD).url(given).await.unwrap_err();
        let reason = refusal(&error);
        for word in ["another origin", "`ClientBuilder::trusted_origin`", "`any_origin()`"] {
            assert!(reason.contains(word), "{reason}");
        }
        assert!(world.seen().is_empty());
        client.call(&UPLOAD).url(given).any_origin().header("x-call", "1").await.unwrap();
        client.call(&UPLOAD).any_origin().with_query().url(given).header("x-call", "1").await.unwrap();
        for seen in world.seen() {
            assert!(!format!("{seen:?}").contains("canary"), "{seen:?}");
            let headers = ["user-agent", "x-own", "x-call", "cookie"].map(|name| seen.header(name));
            assert_eq!(headers, [Some("app"), Some("1"), Some("1"), Some("theme=dark")]);
            assert_eq!(seen.body, b"{\"note\":7}");
        }
        assert!(world.lines()[1].ends_with("/x?name=n"));
    }
}

#[tokio::test]
async fn within_a_trusted_origin_any_origin_changes_nothing() {
    let world = World::new();
    let client = world.client(|builder| {
        builder.auth(Bearer::new("usual")).header("x-api-key", "k").trusted_origin("https://other.example")
    });
    for given in ["/x", "https://h.example/x", "https://other.example/x"] {
        client.call(&UPLOAD).url(given).any_origin().auth(Bearer::new("own")).await.unwrap();
        let seen = world.seen().pop().unwrap();
        assert_eq!(["authorization", "x-api-key"].map(|name| seen.header(name)), [Some("Bearer own"), Some("k")]);
    }
}

#[tokio::test]
async fn credentials_of_the_call_are_not_left_out_in_silence() {
    let world = World::new();
    let client = world.client(|builder| builder.auth(Bearer::new("canary")));
    for key in [ApiKey::query("key", "canary"), ApiKey::header("X-Key", "canary"), ApiKey::cookie("sid", "canary")] {
        for given in OTHERS {
            let first = client.call(&UPLOAD).auth(key.clone()).url(given).any_origin().await.unwrap_err();
            let last = client.call(&UPLOAD).any_origin().url(given).auth(key.clone()).await.unwrap_err();
            for error in [first, last] {
                let reason = refusal(&error);
                assert!(reason.contains("`ClientBuilder::trusted_origin`"), "{reason}");
                assert!(reason.contains("`Client::with_base`"), "{reason}");
            }
        }
    }
    assert!(world.seen().is_empty());
}

#[derive(ApiRequest)]
#[api(get = "/a", response = Text, debug = false)]
struct Secrets {
    #[api(header = "X-Token", secret)]
    header: Option<&'static str>,
    #[api(header = "X-Wrapped")]
    wrapped: Option<Secret<&'static str>>,
    #[api(header = "X-Many")]
    many: Vec<Secret<&'static str>>,
    #[api(cookie, secret)]
    sid: Option<&'static str>,
    #[api(cookie)]
    hidden: Option<Secret<&'static str>>,
    #[api(query, secret)]
    token: Option<&'static str>,
    #[api(query)]
    nested: Option<Secret<&'static str>>,
    #[api(header_prefix = "X-Meta-", flatten, secret)]
    meta: BTreeMap<&'static str, &'static str>,
}

const NONE: Secrets = Secrets {
    header: None,
    wrapped: None,
    many: Vec::new(),
    sid: None,
    hidden: None,
    token: None,
    nested: None,
    meta: BTreeMap::new(),
};

#[tokio::test]
async fn a_secret_field_does_not_go_to_an_origin_that_is_not_trusted() {
    const CANARY: Option<&str> = Some("canary");
    let wrapped = Some(Secret::new("canary"));
    for (field, request, is_query) in [
        ("header", Secrets { header: CANARY, ..NONE }, false),
        ("wrapped", Secrets { wrapped, ..NONE }, false),
        ("many", Secrets { many: vec![Secret::new("canary")], ..NONE }, false),
        ("sid", Secrets { sid: CANARY, ..NONE }, false),
        ("hidden", Secrets { hidden: wrapped, ..NONE }, false),
        ("meta", Secrets { meta: BTreeMap::from([("a", "canary")]), ..NONE }, false),
        ("token", Secrets { token: CANARY, ..NONE }, true),
        ("nested", Secrets { nested: wrapped, ..NONE }, true),
    ] {
        let world = World::new();
        let client = world.client(|builder| builder.trusted_origin("https://trusted.example"));
        for given in OTHERS {
            let error = client.call(&request).url(given).any_origin().with_query().await.unwrap_err();
            let reason = refusal(&error);
            assert!(reason.starts_with(&format!("`{field}` (")), "{reason}");
            assert!(reason.contains("`ClientBuilder::trusted_origin`"), "{reason}");
            if is_query {
                // It is not sent, so it does not matter.
                client.call(&request).url(given).any_origin().await.unwrap();
            }
        }
        assert!(!format!("{:?}", world.lines()).contains("canary"));
        let before = world.seen().len();
        for given in ["/x", "https://trusted.example/x", "https://trusted.example/x?token=1&nested=2"] {
            client.call(&request).url(given).any_origin().with_query().await.unwrap();
        }
        // The URL has these parameters already.
        client.call(&NONE).url("https://other.example/x").any_origin().with_query().await.unwrap();
        assert_eq!(world.seen().len(), before + 4);
        if is_query {
            let given = "https://other.example/x?token=1&nested=2";
            client.call(&request).url(given).any_origin().with_query().await.unwrap();
            assert_eq!(world.lines().pop().unwrap(), format!("GET {given}"));
        }
    }
}

#[tokio::test]
async fn a_trusted_origin_gets_what_the_base_gets() {
    for (trusted, given) in [
        ("https://uploads.example", "https://uploads.example/x"),
        ("https://Uploads.Example:443/", "https://UPLOADS.example:443/x"),
        ("https://uploads.example:8443", "https://uploads.example:8443/x"),
        ("https://bücher.example", "https://xn--bcher-kva.example/x"),
        ("https://xn--bcher-kva.example", "//BÜCHER.example/x"),
        ("https://[2001:DB8:0::1]", "https://[2001:db8::1]:443/x"),
        ("http://127.0.0.1:9000", "http://127.1:9000/x"),
        ("http://files.localhost", "http://files.localhost:80/x"),
    ] {
        let world = World::new();
        let client = world.client(|builder| {
            builder
                .trusted_origin("https://first.example")
                .trusted_origin(trusted)
                .auth(ApiKey::cookie("sid", "k"))
                .header("x-client", "1")
                .header("accept", "application/vnd.a+json")
        });
        client.call(&UPLOAD).url(given).await.unwrap();
        let seen = world.seen().remove(0);
        let headers = ["cookie", "x-client", "x-own"].map(|name| seen.header(name));
        assert_eq!(headers, [Some("theme=dark; sid=k"), Some("1"), Some("1")], "{given}");
        client.call(&UPLOAD).url(given).auth(Bearer::new("own")).await.unwrap();
        assert_eq!(world.seen()[1].header("authorization"), Some("Bearer own"));
        // Another base trusts the same origins.
        let other = client.with_base("https://base.example").unwrap();
        other.call(&UPLOAD).url(given).await.unwrap();
        assert!(matches!(other.call(&UPLOAD).url("https://h.example/x").await, Err(Error::Encode { .. })));
    }
    let world = World::new();
    let client = world.client(|builder| builder.trusted_origin("https://uploads.example:8443"));
    for given in [
        "https://uploads.example/x",
        "http://uploads.example:8443/x",
        "https://a.uploads.example:8443/x",
        "https://uploads.example.evil:8443/x",
        "https://uploads.example:8443@evil.example/x",
    ] {
        assert!(matches!(client.call(&UPLOAD).url(given).await, Err(Error::Encode { .. })), "{given}");
    }
    assert!(world.seen().is_empty());
}

#[tokio::test]
async fn fresher_credentials_go_to_a_trusted_origin_too() {
    let world = World::by(|_| Response::builder().status(401).body("x".into()).unwrap());
    let client = world.client(|builder| builder.trusted_origin("https://up.example").auth(Bearer::new("old")));
    client.call(&UPLOAD).url("https://up.example/x").await.unwrap_err();
    assert_eq!(world.seen()[0].header("authorization"), Some("Bearer old"));
}

#[test]
fn a_trusted_origin_is_checked_when_the_client_is_built() {
    let builder = || Client::builder("https://h.example").transport(World::new());
    for origin in [
        "",
        "uploads.example",
        "ftp://uploads.example",
        "https://",
        "https://uploads.example/canary",
        "https://uploads.example?canary",
        "https://uploads.example/#canary",
        "https://canary@uploads.example",
        "https://:canary@uploads.example",
        "https://*.uploads.example",
        "https://uploads.example:99999",
    ] {
        let error = builder().trusted_origin(origin).build().unwrap_err();
        assert!(matches!(error, ConfigError::Origin { .. }), "{origin}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    for origin in ["http://uploads.example", "http://10.0.0.1:80", "http://localhost.example"] {
        let error = builder().trusted_origin(origin).build().unwrap_err();
        assert!(matches!(error, ConfigError::PlainHttp), "{origin}: {error:?}");
        assert!(error.to_string().contains("a trusted origin"), "{error}");
        builder().trusted_origin(origin).allow_plain_http().build().unwrap();
        builder().allow_plain_http().trusted_origin(origin).build().unwrap();
    }
}
