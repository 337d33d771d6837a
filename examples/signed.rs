//! Custom credentials: signs each request with HMAC-SHA256 over its method, path and body, for a server that checks the signature.

use std::error::Error as StdError;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_request::auth::Authenticate;
use api_request::body::{Body, Stream};
use api_request::endpoint::Place;
use api_request::transport::{Attempt, BoxError, BoxFuture, Reqwest, Transport};
use api_request::{ApiRequest, Client, Error};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use axum::body::Bytes;
use axum::extract::{Request as Received, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response as Reply};
use axum::{Json, Router};
use http::{HeaderValue, Request, Response, request::Parts};
use serde::Deserialize;
use serde_json::json;
use tokio::net::TcpListener;

/// Buys an article.
#[derive(ApiRequest)]
#[api(post = "/orders", response = Order)]
struct Buy {
    article: String,
    pieces: u32,
}

/// Buys what is listed in a file.
#[derive(ApiRequest)]
#[api(post = "/orders/import", response = Order)]
struct Import {
    #[api(body)]
    list: Stream,
}

#[derive(Deserialize)]
struct Order {
    article: String,
    pieces: u32,
}

const HEADER: &str = "x-signature";

/// Signs with a key that the server also has. A real scheme would also sign the time, to prevent replays.
struct Signed {
    key: hmac::Key,
}

impl Signed {
    fn new(secret: &str) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()) }
    }
}

impl Authenticate for Signed {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Parts,
        body: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let body =
                body.ok_or("a stream cannot be signed before it is sent: read it into memory, and send its bytes")?;
            let path = request.uri.path_and_query().map_or("/", |path| path.as_str());
            let signature = signature(&self.key, request.method.as_str(), path, body);
            // The client treats the header as a secret, and never prints it.
            request.headers.insert(HEADER, HeaderValue::try_from(signature)?);
            Ok(())
        })
    }

    // So that a request cannot set this header, not even with a map.
    fn sets(&self) -> Vec<(Place, &str)> {
        vec![(Place::Header, HEADER)]
    }
}

/// Returns the signature in hexadecimal. Methods and paths contain no line breaks, so two requests never have the same signed text.
fn signature(key: &hmac::Key, method: &str, path: &str, body: &[u8]) -> String {
    let mut context = hmac::Context::with_key(key);
    for part in [method.as_bytes(), b"\n", path.as_bytes(), b"\n", body] {
        context.update(part);
    }
    context.sign().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::main]
async fn main() -> ExitCode {
    match demo().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn demo() -> Result<(), BoxError> {
    let server = Server::start("the shop's secret").await?;
    let client = Client::builder(&server.url).auth(Signed::new("the shop's secret")).build()?;
    let buy = Buy { article: "book".into(), pieces: 1 };

    println!("A request as it was signed");
    show(buy.send(&client).await);

    println!("\nOne whose body was changed on the way");
    let changing = Changing(Reqwest::new()?);
    let changed = Client::builder(&server.url).transport(changing).auth(Signed::new("the shop's secret")).build()?;
    show(buy.send(&changed).await);

    println!("\nOne that was signed with another key");
    show(buy.send(&client.with_auth(Signed::new("a guess"))).await);

    println!("\nOne whose body is a stream");
    let before = server.requests();
    let list = Stream::with(|| Ok(Body::from("book,1\n"))).content_type("text/csv");
    show(Import { list }.send(&client).await);
    println!("  requests that reached the server: {before} before, {} after", server.requests());
    Ok(())
}

fn show(result: Result<Order, Error>) {
    match result {
        Ok(order) => println!("  ordered: {} of {:?}", order.pieces, order.article),
        Err(error) => {
            println!("  {error}");
            // The error of `authenticate` is the source of the call's error.
            std::iter::successors(error.source(), |error| (*error).source())
                .for_each(|cause| println!("  because {cause}"));
        }
    }
}

/// An attacker on the network path, who changes the order.
struct Changing(Reqwest);

impl Transport for Changing {
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        let changed = request.map(|_| Body::from(r#"{"article":"book","pieces":1000}"#));
        self.0.call(changed, attempt)
    }
}

/// A server on loopback that accepts only signed requests. It stops with the program.
struct Server {
    url: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    async fn start(secret: &str) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let requests = Arc::new(AtomicUsize::new(0));
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let router = Router::new().fallback(answer).with_state((key, Arc::clone(&requests)));
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, requests })
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn answer(State((key, requests)): State<(hmac::Key, Arc<AtomicUsize>)>, request: Received) -> Reply {
    requests.fetch_add(1, Ordering::SeqCst);
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 1 << 20).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    if !is_signed(&key, &parts, &body) {
        let words = "the signature is not that of this request";
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": words }))).into_response();
    }
    (StatusCode::CREATED, body).into_response()
}

fn is_signed(key: &hmac::Key, parts: &Parts, body: &Bytes) -> bool {
    let given = parts.headers.get(HEADER).map(HeaderValue::as_bytes).unwrap_or_default();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let expected = signature(key, parts.method.as_str(), path, body);
    // A comparison that stops at the first difference would tell an attacker how much of a guess is right.
    verify_slices_are_equal(given, expected.as_bytes()).is_ok()
}
