//! Credentials of another kind.

use api_request::auth::Authenticate;
use api_request::body::Body;
use api_request::transport::{Attempt, BoxError, BoxFuture, Transport};
use api_request::{ApiRequest, Client, Error, NoContent};
use api_request_tests::{Answer, Server, header};
use http::{HeaderValue, Request, Response, request::Parts};

/// Says how long the body is, under a key.
struct Signed {
    key: &'static str,
}

impl Authenticate for Signed {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let body = body.ok_or("a stream cannot be signed")?;
            // A real one would be a MAC over method, path and body.
            let signature = format!("{}:{}:{}", self.key, request.method, body.len());
            request.headers.insert("x-signature", HeaderValue::try_from(signature)?);
            Ok(())
        })
    }
}

struct Echo;

impl Transport for Echo {
    fn call<'a>(&'a self, request: Request<Body>, _: &'a Attempt) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            assert_eq!(request.headers()["x-signature"], "k:POST:14");
            // The client keeps it out of all that it prints.
            assert!(request.headers()["x-signature"].is_sensitive());
            Ok(Response::new(Body::empty()))
        })
    }
}

#[derive(ApiRequest)]
#[api(post = "/notes", response = NoContent)]
struct Note {
    text: &'static str,
}

#[tokio::test]
async fn the_client_adds_them_and_knows_them_for_secrets() {
    let client = Client::builder("https://api.example.com").transport(Echo).auth(Signed { key: "k" }).build().unwrap();
    Note { text: "abc" }.send(&client).await.unwrap();
}

#[tokio::test]
async fn what_the_server_echoes_of_them_is_not_shown() {
    let echo = |request: &str| {
        let signature = header(request, "x-signature").unwrap_or_default();
        Answer::json("400 Bad Request", &format!(r#"{{"message":"bad {signature}"}}"#))
    };
    let server = Server::start(echo).await;
    let client = Client::builder(server.url()).auth(Signed { key: "canary-77aa" }).build().unwrap();
    let error = Note { text: "abc" }.send(&client).await.unwrap_err();
    assert!(error.to_string().contains("bad"), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn without_them_nothing_is_sent() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).auth(Signed { key: "line\nbreak" }).build().unwrap();
    let error = Note { text: "abc" }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }), "{error:?}");
    assert!(!error.may_have_been_sent());
    assert_eq!(server.requests().len(), 0);
}
