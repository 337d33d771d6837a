//! A response in XML, from a transport in memory.

use api_request::body::Body;
use api_request::error::DecodeError;
use api_request::reply::{FromResponse, Incoming};
use api_request::transport::{Attempt, BoxError, BoxFuture, NotSent, Transport};
use api_request::{ApiRequest, Client, Error};
use http::{Request, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Any type that serde can read, from XML.
struct Xml<T>(T);

impl<T: DeserializeOwned + Send + 'static> FromResponse for Xml<T> {
    const ACCEPT: Option<&'static str> = Some("application/xml");

    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        let bytes = reply.bytes().await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| DecodeError::new("invalid UTF-8"))?;
        // The parser's error may quote the response, so it must not be part of the message.
        let refused = |error: quick_xml::DeError| {
            DecodeError::new("the XML does not match the type").with_detail(error.to_string())
        };
        quick_xml::de::from_str(text).map(Self).map_err(refused)
    }
}

/// Answers from memory.
struct Memory;

impl Transport for Memory {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            assert_eq!(request.headers()["accept"], "application/xml");
            let is_known = request.uri().path() == "/users/7";
            Ok(Response::new(Body::from(if is_known { "<user><name>Ada</name></user>" } else { "<none/>" })))
        })
    }
}

#[derive(Deserialize)]
struct User {
    name: String,
}

#[derive(ApiRequest)]
#[api(get = "/users/{id}", response = Xml<User>)]
struct GetUser {
    id: u64,
}

#[tokio::test]
async fn a_reply_is_read_from_memory() {
    let client = Client::builder("https://api.example.com").transport(Memory).build().unwrap();
    assert_eq!(GetUser { id: 7 }.send(&client).await.unwrap().0.name, "Ada");
    let error = GetUser { id: 8 }.send(&client).await.map(|user| user.0.name).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }));
    assert_eq!(
        error.to_string(),
        "GET /users/{id}: cannot decode the response: the XML does not match the type (status 200 OK)"
    );
}

/// Answers with a status and a body, or fails.
struct Scripted(fn() -> Result<Response<Body>, BoxError>);

impl Transport for Scripted {
    fn call<'a>(&'a self, _: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async { (self.0)() })
    }
}

#[derive(ApiRequest)]
#[api(get = "/users/{id}", response = Xml<User>, error = Xml<Fault>)]
struct FindUser {
    id: u64,
}

#[derive(Deserialize)]
struct Fault {
    code: u32,
}

async fn failed(script: fn() -> Result<Response<Body>, BoxError>) -> Error<Xml<Fault>> {
    let client = Client::builder("https://api.example.com").transport(Scripted(script)).build().unwrap();
    FindUser { id: 7 }.send(&client).await.map(|user| user.0.name).unwrap_err()
}

#[tokio::test]
async fn a_reply_that_is_not_text_fails_without_showing_its_bytes() {
    let error = failed(|| Ok(Response::new(Body::from(b"canary\xff".to_vec())))).await;
    assert!(error.to_string().contains("invalid UTF-8"), "{error}");
    let error = failed(|| Ok(Response::new(Body::from("<user>canary</usr>")))).await;
    assert!(matches!(error, Error::Decode { .. }));
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    assert!(error.detail().is_some());
}

#[tokio::test]
async fn an_error_has_its_own_xml() {
    let error = failed(|| {
        let reply = Response::builder().status(409).body(Body::from("<fault><code>12</code></fault>"));
        Ok(reply.unwrap())
    });
    assert_eq!(error.await.body().map(|fault| fault.0.code), Some(12));
}

#[tokio::test]
async fn a_transport_says_whether_the_server_may_have_seen_it() {
    let refused = failed(|| Err(NotSent::new("no route").into())).await;
    assert!(matches!(refused, Error::Connect { .. }));
    assert!(!refused.may_have_been_sent());
    let reset = failed(|| Err("reset".into())).await;
    assert!(matches!(reset, Error::Transport { .. }));
    assert!(reset.may_have_been_sent());
}
