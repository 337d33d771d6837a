//! No credential is shown, even if the server sends it back.

use std::future::ready;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use api_request::auth::{Refreshing, Token};
use api_request::reply::Text;
use api_request::transport::BoxError;
use api_request::{ApiKey, ApiRequest, Basic, Client};
use api_request_tests::{Answer, Server, header, request_line};

use super::shown;

/// Each contains characters that percent-encoding, JSON and cookies write differently.
const USER: &str = "canary-user+a/b=%;é";
const PASSWORD: &str = "canary-password &c=\"d\"";

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get {
    #[api(cookie)]
    theme: &'static str,
}

/// Everything that the server received, as it arrived and decoded.
fn echo(request: &str) -> String {
    let of = |name| header(request, name).unwrap_or_default();
    let words = [request_line(request), of("authorization"), of("x-key"), of("cookie")].join(" ");
    let form = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let secrets = [USER, PASSWORD].map(|text| format!("{text} {} {}", form(text), form(text).replace('+', "%20")));
    format!("{words} {} {}", form(of("authorization")), secrets.join(" "))
}

#[tokio::test]
async fn a_server_that_quotes_them_is_not_repeated() {
    let both = |kind: fn(&str) -> ApiKey| [kind(USER), kind(PASSWORD)];
    let keys = [
        both(|value| ApiKey::header("X-Key", value)),
        both(|value| ApiKey::header("Authorization", format!("Token {value}"))),
        both(|value| ApiKey::query("key", value)),
        both(|value| ApiKey::cookie("sid", value)),
    ];
    let mut clients = Vec::new();
    for answer in [
        |request: &str| Answer::json("401 No", &serde_json::json!({ "message": echo(request) }).to_string()),
        |request: &str| Answer::reply("400 No", &[("content-type", "text/plain")], echo(request)),
        |request: &str| Answer::reply("200 OK", &[], [&b"\xff"[..], echo(request).as_bytes()].concat()),
    ] {
        let server = Server::start(answer).await;
        let builder = || Client::builder(server.url());
        for basic in [Basic::new(USER, PASSWORD), Basic::form_encoded(USER, PASSWORD)] {
            clients.push((builder().auth(basic).build().unwrap(), ["user", "password"].as_slice()));
        }
        for [user, password] in &keys {
            clients.push((builder().auth(user.clone()).build().unwrap(), &["user"]));
            clients.push((builder().auth(password.clone()).build().unwrap(), &["password"]));
        }
        for (client, hidden) in clients.drain(..) {
            let error = Get { theme: "dark-side" }.send(&client).await.unwrap_err();
            let shown = format!("{}{client:?}", shown(&error));
            for word in hidden {
                assert!(!shown.contains(&format!("canary-{word}")), "{shown}");
            }
            assert!(!shown.contains("Y2FuYXJ5"), "in base64: {shown}");
        }
    }
}

/// A server that keeps a log of tokens, and sends back all of them.
#[tokio::test]
async fn those_of_an_earlier_try_are_hidden_too() {
    let seen = Mutex::new(Vec::new());
    let server = Server::start(move |request: &str| {
        let mut seen = seen.lock().unwrap();
        seen.push(header(request, "authorization").unwrap().to_owned());
        match seen.len() {
            1 => Answer::reply("503 Later", &[("retry-after", "0")], ""),
            2 => Answer::reply("401 No", &[], ""),
            _ => Answer::json("403 No", &serde_json::json!({ "message": seen.join(" and ") }).to_string()),
        }
    })
    .await;
    let count = AtomicU32::new(0);
    let auth = Refreshing::new(move || {
        let token = Token::new(format!("canary-token-{}", count.fetch_add(1, Ordering::SeqCst)));
        ready(Ok::<_, BoxError>(token))
    });
    let client = Client::builder(server.url()).auth(auth).build().unwrap();
    let error = Get { theme: "dark-side" }.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: 403 Forbidden: REDACTED and REDACTED and REDACTED");
    assert!(!shown(&error).contains("canary"), "{}", shown(&error));
}

#[tokio::test]
async fn a_value_that_is_not_a_credential_stays_in_the_message() {
    let say = |request: &str| {
        let cookies = header(request, "cookie").unwrap_or_default();
        Answer::json("400 No", &serde_json::json!({ "message": format!("no dark-side in {cookies}") }).to_string())
    };
    let server = Server::start(say).await;
    let client = Client::builder(server.url()).auth(ApiKey::cookie("sid", "canary-key")).build().unwrap();
    let error = Get { theme: "dark-side" }.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: 400 Bad Request: no dark-side in REDACTED");
}

#[test]
fn debug_shows_where_a_key_goes_and_no_more() {
    let shown = [
        format!("{:?}", Basic::new(USER, PASSWORD)),
        format!("{:#?}", Basic::form_encoded(USER, PASSWORD)),
        format!("{:?}", ApiKey::header("X-Key", USER)),
        format!("{:?}", ApiKey::query("key", USER)),
        format!("{:#?}", ApiKey::cookie("sid", USER)),
        format!("{:?}", ApiKey::cookie("s id", USER)),
    ];
    assert_eq!(
        shown,
        [
            "Basic(REDACTED)",
            "Basic(REDACTED)",
            "ApiKey(header \"X-Key\": REDACTED)",
            "ApiKey(query \"key\": REDACTED)",
            "ApiKey(cookie \"sid\": REDACTED)",
            "ApiKey(cookie REDACTED: REDACTED)",
        ]
    );
}
