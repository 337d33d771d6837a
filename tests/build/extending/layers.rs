//! Layers around a transport, which is a whole server in memory.

use std::time::Duration;

use api_request::reply::Text;
use api_request::transport::{BoxError, TimedOut, Tower};
use api_request::{ApiRequest, Client, Error};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue};
use tower::ServiceBuilder;
use tower::timeout::error::Elapsed;
use tower_http::set_header::SetRequestHeaderLayer;

/// A server, without a socket.
fn server() -> Router {
    let greet = async |Path(id): Path<u64>, headers: HeaderMap| match id {
        0 => std::future::pending().await,
        id => format!("hello {id}, from {:?}", headers["x-region"]),
    };
    Router::new().route("/users/{id}", get(greet))
}

/// What the limit of a layer means to the client.
fn told(error: BoxError) -> BoxError {
    if error.is::<Elapsed>() { TimedOut::new(error).into() } else { error }
}

#[derive(ApiRequest)]
#[api(get = "/users/{id}", response = Text)]
struct Greet {
    id: u64,
}

#[tokio::test]
async fn layers_stand_around_a_server_in_memory() {
    let region = SetRequestHeaderLayer::overriding(HeaderName::from_static("x-region"), HeaderValue::from_static("eu"));
    let limit = Duration::from_millis(50);
    let service =
        ServiceBuilder::new().map_err(told).concurrency_limit(8).timeout(limit).layer(region).service(server());
    let client = Client::builder("http://localhost").transport(Tower(service)).build().unwrap();
    assert_eq!(Greet { id: 7 }.send(&client).await.unwrap().0, "hello 7, from \"eu\"");
    let error = Greet { id: 0 }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}
