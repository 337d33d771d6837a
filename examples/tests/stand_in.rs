//! Checks the responses of the stand-in, byte for byte as the real server sends them, over a bare socket.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use fusionauth_stand_in::{
    LOGIN_APPLICATION_ID, LOGIN_ID, PASSWORD, REGISTERED_APPLICATION_ID, StandIn, UNREGISTERED_APPLICATION_ID,
};
use jsonwebtoken::{EncodingKey, Header, dangerous};
use serde_json::{Value, json};

/// Sends the head and the body, and returns the status and the body of the response.
fn ask(server: &StandIn, head: &str, body: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(server.url().strip_prefix("http://").unwrap()).unwrap();
    let length = body.len();
    let head = format!("{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    socket.write_all((head + body).as_bytes()).unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

fn log_in(server: &StandIn, password: &str, application_id: &str) -> (u16, String) {
    let body = json!({ "loginId": LOGIN_ID, "password": password, "applicationId": application_id });
    ask(server, "POST /api/login HTTP/1.1\r\nContent-Type: application/json", &body.to_string())
}

/// The tokens of a logged-in user. The refresh token is encoded for a query.
fn tokens(server: &StandIn) -> (String, String) {
    let (status, body) = log_in(server, PASSWORD, LOGIN_APPLICATION_ID);
    assert_eq!(status, 200, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    let refresh_token = body["refreshToken"].as_str().unwrap();
    assert!(['+', '/', '='].iter().all(|&c| refresh_token.contains(c)), "{refresh_token}");
    let refresh_token = refresh_token.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    (body["token"].as_str().unwrap().to_owned(), refresh_token)
}

fn issue(server: &StandIn, query: &str, headers: &str) -> (u16, String) {
    ask(server, &format!("GET /api/jwt/issue{query} HTTP/1.1{headers}"), "")
}

fn claims(token: &Value) -> Value {
    dangerous::insecure_decode_claims(token.as_str().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn issues_a_token_that_lasts_as_long_as_the_given_one() {
    let server = StandIn::start().await.unwrap();
    let (jwt, refresh_token) = tokens(&server);
    let given = claims(&json!(jwt));
    let bearer = format!("\r\nAuthorization: bearer {jwt}");
    for (id, status, has_claims) in [(REGISTERED_APPLICATION_ID, 200, true), (UNREGISTERED_APPLICATION_ID, 202, false)]
    {
        let (got, body) = issue(&server, &format!("?applicationId={id}"), &bearer);
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((got, body.get("refreshToken")), (status, None));
        let issued = claims(&body["token"]);
        assert_eq!((&issued["aud"], &issued["exp"]), (&json!(id), &given["exp"]));
        assert_eq!((issued.get("applicationId").is_some(), issued.get("roles").is_some()), (has_claims, has_claims));

        let query = format!("?applicationId={id}&refreshToken={refresh_token}");
        let (got, body) = issue(&server, &query, &bearer);
        assert_eq!(got, status);
        assert!(body.contains(r#""refreshToken":""#), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn takes_both_tokens_from_cookies() {
    let server = StandIn::start().await.unwrap();
    let (jwt, _) = tokens(&server);
    let query = format!("?applicationId={REGISTERED_APPLICATION_ID}");
    assert_eq!(issue(&server, &query, &format!("\r\nCookie: other=1; access_token={jwt}")).0, 200);

    let (_, refresh_token) = tokens(&server);
    let query = format!("{query}&refreshToken={refresh_token}");
    let cookies = format!("\r\nCookie: access_token={jwt}; refresh_token=unknown");
    assert_eq!(issue(&server, &query, &cookies).0, 400, "the cookie wins over the query");
}

#[tokio::test(flavor = "multi_thread")]
async fn refuses_an_invalid_jwt_with_an_empty_401() {
    let server = StandIn::start().await.unwrap();
    let (jwt, _) = tokens(&server);
    let other_key = EncodingKey::from_secret(b"another server");
    let forged = jsonwebtoken::encode(&Header::default(), &claims(&json!(jwt)), &other_key).unwrap();
    let (_, rest) = jwt.split_once('.').unwrap();
    // The header is `{"alg":"none"}`.
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", rest.split_once('.').unwrap().0);
    let expired = server.expired_jwt();
    let query = format!("?applicationId={REGISTERED_APPLICATION_ID}");
    for token in ["", "no.jwt", &forged, &unsigned, &expired] {
        assert_eq!(issue(&server, &query, &format!("\r\nAuthorization: Bearer {token}")), (401, String::new()));
    }
    assert_eq!(issue(&server, &query, ""), (401, String::new()));
    assert_eq!(issue(&server, &query, &format!("\r\nAuthorization: Basic {jwt}")), (401, String::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_the_fields_that_it_refuses() {
    let server = StandIn::start().await.unwrap();
    let (jwt, _) = tokens(&server);
    let bearer = format!("\r\nAuthorization: Bearer {jwt}");
    for (query, codes) in [
        ("", &["[missing]applicationId"][..]),
        ("?applicationId=", &["[couldNotConvert]applicationId"]),
        ("?applicationId=shop", &["[couldNotConvert]applicationId"]),
        ("?applicationId=20000000-0000-0002-0000-000000000001", &["[invalid]applicationId"]),
        ("?applicationId=10000000-0000-0002-0000-000000000002&refreshToken=", &["[invalid]refreshToken"]),
        ("?applicationId=shop&refreshToken=x", &["[couldNotConvert]applicationId", "[invalid]refreshToken"]),
    ] {
        let (status, body) = issue(&server, query, &bearer);
        assert_eq!(status, 400, "{query}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body["generalErrors"], json!([]));
        let fields = body["fieldErrors"].as_object().unwrap();
        let got: Vec<_> = fields.values().map(|errors| errors[0]["code"].as_str().unwrap()).collect();
        assert_eq!(got, codes, "{query}");
        assert!(fields.iter().all(|(field, errors)| errors[0]["code"].as_str().unwrap().ends_with(field.as_str())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_in_whom_it_knows_and_counts() {
    let server = StandIn::start().await.unwrap();
    assert_eq!(log_in(&server, "guess", LOGIN_APPLICATION_ID), (404, String::new()));
    assert_eq!(log_in(&server, PASSWORD, UNREGISTERED_APPLICATION_ID).0, 202);
    assert_eq!(log_in(&server, PASSWORD, "shop").0, 400);
    assert_eq!(ask(&server, "GET /elsewhere HTTP/1.1", ""), (404, String::new()));
    assert_eq!(server.requests(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn stops_when_it_is_dropped() {
    let server = StandIn::start().await.unwrap();
    let address = server.url().strip_prefix("http://").unwrap().to_owned();
    let mut kept_alive = TcpStream::connect(&address).unwrap();
    kept_alive.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    kept_alive.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_ne!(kept_alive.read(&mut [0; 1024]).unwrap(), 0);
    drop(server);
    kept_alive.read_to_end(&mut Vec::new()).expect("the server closes it");
    let mut tries = 0..100;
    while TcpStream::connect(&address).is_ok() {
        assert!(tries.next().is_some(), "the port is still open");
        std::thread::sleep(Duration::from_millis(20));
    }
}
