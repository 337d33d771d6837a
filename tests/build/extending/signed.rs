//! Credentials of another kind.

use std::sync::atomic::{AtomicBool, Ordering};

use api_request::auth::Authenticate;
use api_request::body::Body;
use api_request::endpoint::Place;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiRequest, Client, Error, NoContent};
use api_request_tests::{Answer, Server, header};
use http::{HeaderValue, Request, Response, StatusCode, request::Parts};

/// Says how long the body is, under a key, and under the next one as soon as the server refuses the first.
struct Signed {
    key: &'static str,
    next_key: &'static str,
    has_moved: AtomicBool,
}

impl Authenticate for Signed {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let body = body.ok_or("a stream cannot be signed")?;
            let key = if self.has_moved.load(Ordering::SeqCst) { self.next_key } else { self.key };
            // A real one would be a MAC over method, path and body, as in the example `signed`.
            let signature = format!("{key}:{}:{}", request.method, body.len());
            request.headers.insert("x-signature", HeaderValue::try_from(signature)?);
            Ok(())
        })
    }

    fn rejected<'a>(&'a self, used: &'a Parts) -> BoxFuture<'a, bool> {
        // Another call may have moved on by now: what counts is the key of this one.
        let signature = used.headers.get("x-signature").map(HeaderValue::as_bytes);
        let is_first_key = signature.is_some_and(|signature| signature.starts_with(self.key.as_bytes()));
        self.has_moved.fetch_or(is_first_key, Ordering::SeqCst);
        Box::pin(std::future::ready(is_first_key))
    }

    fn sets(&self) -> Vec<(Place, &str)> {
        vec![(Place::Header, "x-signature")]
    }
}

/// Knows the second key alone.
struct Strict;

impl Transport for Strict {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            // The client keeps it out of all that it prints.
            assert!(request.headers()["x-signature"].is_sensitive());
            let mut reply = Response::new(Body::empty());
            if request.headers()["x-signature"] != "second:POST:14" {
                *reply.status_mut() = StatusCode::UNAUTHORIZED;
            }
            Ok(reply)
        })
    }
}

#[derive(ApiRequest)]
#[api(post = "/notes", response = NoContent)]
struct Note {
    text: &'static str,
}

fn signed(key: &'static str) -> Signed {
    Signed { key, next_key: "second", has_moved: AtomicBool::new(false) }
}

#[tokio::test]
async fn the_client_adds_them_and_knows_them_for_secrets() {
    let client = Client::builder("https://api.example.com").transport(Strict).auth(signed("first")).build().unwrap();
    let note = Note { text: "abc" };
    assert_eq!(client.call(&note).raw().await.unwrap().status(), 200);
    note.send(&client).await.unwrap();
    // A 401 that no other key helps against.
    let error = Note { text: "longer" }.send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries()), (401, 1));
}

#[tokio::test]
async fn what_they_set_is_not_the_calls_to_set() {
    let client = Client::builder("https://api.example.com").transport(Strict).auth(signed("second")).build().unwrap();
    let error = client.call(&Note { text: "abc" }).header("X-Signature", "mine").await.unwrap_err();
    assert!(matches!(error, Error::Encode { .. }), "{error:?}");
}

#[tokio::test]
async fn what_the_server_echoes_of_them_is_not_shown() {
    let echo = |request: &str| {
        let signature = header(request, "x-signature").unwrap_or_default();
        Answer::json("400 Bad Request", &format!(r#"{{"message":"bad {signature}"}}"#))
    };
    let server = Server::start(echo).await;
    let client = Client::builder(server.url()).auth(signed("canary-77aa")).build().unwrap();
    let error = Note { text: "abc" }.send(&client).await.unwrap_err();
    assert!(error.to_string().contains("bad"), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn without_them_nothing_is_sent() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).auth(signed("line\nbreak")).build().unwrap();
    let error = Note { text: "abc" }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(!error.may_have_been_sent());
    assert_eq!(server.requests().len(), 0);
}
