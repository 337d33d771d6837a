//! No message of a mock and no `Debug` output shows a secret or a credential.

use std::collections::BTreeMap;

use api_request::mock::Mock;
use api_request::reply::Raw;
use api_request::{ApiKey, ApiRequest, Basic, Bearer, Client, Secret};
use serde::Serialize;

use super::{Create, report};

#[derive(Clone, Debug, Serialize)]
struct Login {
    user: &'static str,
    password: Secret<&'static str>,
    pin: Secret<u32>,
    answers: BTreeMap<&'static str, Secret<&'static str>>,
    maybe: Option<Secret<&'static str>>,
}

#[derive(Clone, ApiRequest)]
#[api(put = "/vaults/{vault}/{key}", response = Raw)]
struct Put {
    #[api(secret)]
    vault: &'static str,
    key: Secret<&'static str>,
    #[api(query, secret)]
    token: &'static str,
    #[api(query, secret)]
    codes: Vec<&'static str>,
    #[api(header = "X-Code", secret)]
    code: &'static str,
    #[api(cookie, secret)]
    session: &'static str,
    #[api(property, secret)]
    hint: &'static str,
    #[api(property, secret)]
    map: BTreeMap<&'static str, u8>,
    login: Login,
    limit: u32,
}

/// Each value of it contains the word `canary` or the digits 97531.
fn put() -> Put {
    Put {
        vault: "canary-vault",
        key: Secret::new("canary/key"),
        token: "canary token+",
        codes: vec!["canary-a", "canary-b"],
        code: "canary",
        session: "canary;session",
        hint: "canary\"hint",
        map: BTreeMap::from([("canary-key", 1)]),
        login: Login {
            user: "Ada",
            password: Secret::new("canary-password\n"),
            pin: Secret::new(97531),
            answers: BTreeMap::from([("pet", Secret::new("canary-cat"))]),
            maybe: Some(Secret::new("canary-maybe")),
        },
        limit: 10,
    }
}

/// The same without any of these secrets.
fn other() -> Put {
    Put {
        vault: "v",
        key: Secret::new("k"),
        token: "t",
        codes: vec!["a"],
        code: "c",
        session: "s",
        hint: "h",
        map: BTreeMap::new(),
        login: Login {
            user: "Bob",
            password: Secret::new("p"),
            pin: Secret::new(1),
            answers: BTreeMap::new(),
            maybe: None,
        },
        limit: 20,
    }
}

fn assert_clean(text: &str) {
    for word in ["canary", "97531", "Y2FuYXJ5"] {
        assert!(!text.contains(word), "{word} in:\n{text}");
    }
}

/// What a test may see of the calls.
async fn seen(mock: &Mock, client: &Client, sent: &Put) -> String {
    let error = client.call(sent).no_retry().await.unwrap_err();
    let body = String::from_utf8_lossy(error.raw().unwrap()).into_owned();
    format!("{}\n{error}\n{error:?}\n{body}\n{:?}\n{mock:?}\n{client:?}", report(mock), mock.received())
}

#[tokio::test]
async fn differences_in_secrets_do_not_show_them() {
    let [expected, sent] = [put(), other()];
    let mock = Mock::new();
    mock.expect(&expected);
    let text = seen(&mock, &mock.client(), &sent).await;
    assert_clean(&text);
    for line in [
        "unexpected: PUT /vaults/REDACTED/REDACTED?token=REDACTED&codes=REDACTED&limit=",
        "path `vault`: the values differ, and are secret",
        "path `key`: the values differ, and are secret",
        "query `token`: the values differ, and are secret",
        "query `codes`: the values differ, and are secret",
        "header `X-Code`: the values differ, and are secret",
        "cookie `session`: the values differ, and are secret",
        "body `$.hint`: the values differ, and are secret",
        "body `$.limit`: expected 10, got 20",
        "body `$.login.answers.pet`: expected REDACTED, got nothing",
        "body `$.login.maybe`: expected a string, got null",
        "body `$.login.password`: the values differ, and are secret",
        "body `$.login.pin`: the values differ, and are secret",
        "body `$.login.user`: expected \"Ada\", got \"Bob\"",
        "body `$.map`: the values differ, and are secret",
    ] {
        let line = line.trim_end_matches("&limit=");
        assert!(text.contains(line), "{line} is missing in:\n{text}");
    }
}

#[tokio::test]
async fn secrets_that_are_not_expected_are_not_shown() {
    let mock = Mock::new();
    mock.expect(&other());
    assert_clean(&seen(&mock, &mock.client(), &put()).await);
}

/// The client knows which values are secret, even if the declaration does not.
#[tokio::test]
async fn secrets_of_undeclared_calls_are_not_shown() {
    let mock = Mock::new();
    assert_clean(&seen(&mock, &mock.client(), &put()).await);
    let mock = Mock::new();
    mock.on::<Create>();
    assert_clean(&seen(&mock, &mock.client(), &put()).await);

    #[derive(ApiRequest)]
    #[api(put = "/vaults/{a}/{b}", response = Raw, query("limit" = 1))]
    struct Alike {
        a: u8,
        b: u8,
        token: &'static str,
    }
    let mock = Mock::new();
    mock.on::<Alike>();
    mock.expect(&Alike { a: 1, b: 2, token: "t" });
    assert_clean(&seen(&mock, &mock.client(), &put()).await);
}

#[tokio::test]
async fn credentials_are_not_shown() {
    let mock = Mock::new();
    mock.expect(&other());
    let sent = Put { limit: 21, ..other() };
    for auth in 0..5 {
        let builder = mock.builder().header("X-Key", "canary-key");
        let builder = match auth {
            0 => builder.auth(Bearer::new("canary-jwt")),
            1 => builder.auth(Basic::new("canary", "canary")),
            2 => builder.auth(ApiKey::query("key", "canary")),
            3 => builder.auth(ApiKey::header("X-Api", "canary")),
            _ => builder.auth(ApiKey::cookie("key", "canary")),
        };
        let text = seen(&mock, &builder.build().unwrap(), &sent).await;
        assert_clean(&text);
        assert!(text.contains("body `$.limit`: expected 20, got 21"), "{text}");
    }
    assert_eq!(mock.received()[2].query("key"), Some("canary"));
}

#[tokio::test]
async fn named_credentials_are_not_shown() {
    #[derive(ApiRequest)]
    #[api(get = "/admin", response = Raw, auth = "admin")]
    struct Admin {
        limit: u8,
    }
    let mock = Mock::new();
    mock.expect(&Admin { limit: 1 });
    let client =
        mock.builder().auth(Bearer::new("other")).auth_named("admin", ApiKey::query("key", "canary")).build().unwrap();
    let error = Admin { limit: 2 }.send(&client).await.unwrap_err();
    assert_eq!(mock.received()[0].query("key"), Some("canary"));
    let text = format!("{}{error}{:?}", report(&mock), mock.received());
    assert_clean(&text);
    assert!(text.contains("unexpected: GET /admin?limit=2&key=REDACTED"), "{text}");
    assert!(!text.contains("query `key`"), "{text}");
}

/// A server does not know which values are secret, except by the declaration of the same path.
#[tokio::test]
async fn on_a_port_only_known_values_are_shown() {
    #[derive(ApiRequest)]
    #[api(put = "/vaults/{vault}/{key}", response = Raw)]
    struct Open {
        vault: u8,
        key: u8,
        #[api(property)]
        limit: u32,
    }
    #[derive(ApiRequest)]
    #[api(put = "/other", response = Raw)]
    struct Other {
        #[api(query)]
        token: u8,
    }
    let declare = [
        |mock: &Mock| drop(mock.expect(&Put { limit: 20, ..other() })),
        |mock: &Mock| drop(mock.expect(&Open { vault: 1, key: 2, limit: 3 })),
        |mock: &Mock| drop(mock.expect(&Other { token: 1 })),
        |_: &Mock| (),
    ];
    let mut reports = Vec::new();
    for declare in declare {
        let mock = Mock::new();
        let server = mock.serve().await;
        declare(&mock);
        let client = Client::builder(server.url()).auth(ApiKey::query("key", "canary")).build().unwrap();
        let error = client.call(&put()).no_retry().await.unwrap_err();
        reports.push(format!("{}{error}{:?}", report(&mock), mock.received()));
    }
    assert_clean(&reports[0]);
    assert!(reports[0].contains("body `$.limit`: expected 20, got 10"), "{}", reports[0]);
    assert!(reports[1].contains("body `$.hint`: expected nothing, got a string"), "{}", reports[1]);
    for report in &reports {
        // Nothing tells that the path of an undeclared request is secret, but no value of its query is shown.
        assert!(report.contains("?token=REDACTED&codes=REDACTED&codes=REDACTED&"), "{report}");
        assert!(report.contains("key=REDACTED"), "{report}");
    }
}

/// A secret may be nested in JSON inside a query value, and the whole body may be secret.
#[tokio::test]
async fn nested_and_whole_secrets_are_not_shown() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Raw)]
    struct Nested {
        #[api(query, style = json)]
        login: Login,
        #[api(body, secret)]
        body: api_request::body::Raw,
    }
    let nested = |put: Put, body: &'static [u8]| Nested { login: put.login, body: api_request::body::Raw::new(body) };
    for [expected, sent] in [
        [nested(put(), b"canary"), nested(other(), b"other")],
        [nested(other(), b"other"), nested(put(), b"canary")],
        [nested(put(), b"\xffcanary"), nested(other(), b"\xff")],
        [nested(put(), b"{\"a\":\"canary\"}"), nested(other(), b"{\"a\":1}")],
    ] {
        let mock = Mock::new();
        mock.expect(&expected);
        let error = sent.send(&mock.client()).await.unwrap_err();
        let text = format!("{}{error}{:?}{:?}", report(&mock), error.raw(), mock.received());
        assert_clean(&text);
        assert!(text.contains("query `login`: the values differ, and are secret"), "{text}");
        assert!(text.contains("and are secret\n\nmissing"), "{text}");
    }
}
