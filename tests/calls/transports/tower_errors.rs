//! Tower services: what they receive, and what their errors and the errors of their layers mean.

use std::error::Error as _;
use std::fmt;
use std::future::{Ready, ready};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use api_request::body::Body;
use api_request::client::RetryPolicy;
use api_request::error::Phase;
use api_request::reply::Text;
use api_request::transport::{BoxError, NotSent, Reqwest, TimedOut, Tower, Transport};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server};
use axum::Router;
use axum::routing::get;
use http::{Request, Response};
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;
use tower::util::service_fn;
use tower::{Service, ServiceBuilder, ServiceExt as _};
use tower_http::compression::CompressionLayer;
use tower_http::decompression::DecompressionLayer;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

fn client(transport: impl Transport) -> Client {
    let builder = Client::builder("http://localhost").transport(transport);
    builder.timeout(Duration::from_millis(500)).retry(RetryPolicy::none()).build().unwrap()
}

/// The error of a layer that wraps another error.
#[derive(Debug)]
struct Wrapped(BoxError);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the layer gave up")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

fn boxed(error: impl Into<BoxError>) -> BoxError {
    error.into()
}

async fn failed(error: fn() -> BoxError) -> Error {
    let failing = service_fn(move |_: Request<Body>| ready(Err::<Response<Body>, _>(error())));
    Get.send(&client(Tower(failing))).await.map(|_| ()).unwrap_err()
}

#[tokio::test]
async fn not_sent_and_timed_out_mean_what_they_say_wherever_they_stand() {
    let cases: [(fn() -> BoxError, _); 9] = [
        (|| "reset".into(), ("Transport", true, false)),
        (|| Wrapped("reset".into()).into(), ("Transport", true, false)),
        (|| NotSent::new("no route").into(), ("Connect", false, false)),
        (|| Wrapped(Wrapped(NotSent::new("no route").into()).into()).into(), ("Connect", false, false)),
        (|| TimedOut::new("slow").into(), ("Timeout", true, true)),
        (|| Wrapped(TimedOut::default().into()).into(), ("Timeout", true, true)),
        (|| NotSent::new(TimedOut::default()).into(), ("Connect", false, true)),
        (|| Wrapped(NotSent::new(TimedOut::default()).into()).into(), ("Connect", false, true)),
        (|| Wrapped(boxed(std::io::Error::from(std::io::ErrorKind::TimedOut))).into(), ("Timeout", true, true)),
    ];
    for (at, (error, expected)) in cases.into_iter().enumerate() {
        let error = failed(error).await;
        let variant = match &error {
            Error::Connect { .. } => "Connect",
            Error::Transport { .. } => "Transport",
            Error::Timeout { phase: Phase::Head, .. } => "Timeout",
            other => panic!("{other:?}"),
        };
        assert_eq!((variant, error.may_have_been_sent(), error.is_timeout()), expected, "case {at}");
    }
    let error = failed(|| Wrapped(NotSent::new("no route").into()).into()).await;
    assert_eq!(error.to_string(), "GET /a: cannot connect");
    let layer = error.source().unwrap();
    assert_eq!(
        (layer.to_string(), layer.source().unwrap().to_string()),
        ("the layer gave up".into(), "no route".into())
    );
}

#[tokio::test]
async fn a_refused_connection_is_one_through_layers_too() {
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let url = server.url().to_owned();
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let service = ServiceBuilder::new()
        .map_err(|error| boxed(Wrapped(error)))
        .timeout(Duration::from_secs(5))
        .service(Reqwest::new().unwrap());
    let client = Client::builder(&url).transport(Tower(service)).retry(RetryPolicy::none()).build().unwrap();
    let error = Get.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
}

#[tokio::test]
async fn reqwest_as_a_service_takes_a_url_that_is_not_the_clients() {
    let server = Server::always(Answer::reply("200 OK", &[], "x")).await;
    let service = Reqwest::new().unwrap();
    let request = Request::get(format!("{}/b?c=%27", server.url())).body(Body::empty()).unwrap();
    assert_eq!(service.clone().oneshot(request).await.unwrap().status(), 200);
    assert!(server.only_request().starts_with("GET /b?c=%27 HTTP/1.1\r\n"));
    let relative = Request::get("/relative").body(Body::empty()).unwrap();
    assert!(service.oneshot(relative).await.unwrap_err().is::<NotSent>());
}

/// A server that answers slowly.
fn slow() -> Router {
    Router::new().route("/a", get(async || tokio::time::sleep(Duration::from_secs(60)).await))
}

#[tokio::test]
async fn a_layers_own_limit_is_a_timeout_if_it_is_called_one() {
    let unnamed = ServiceBuilder::new().timeout(Duration::from_millis(20)).service(slow());
    let error = Get.send(&client(Tower(unnamed))).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }) && !error.is_timeout(), "{error:?}");

    let named = |error: BoxError| if error.is::<Elapsed>() { TimedOut::new(error).into() } else { error };
    let named = ServiceBuilder::new().map_err(named).timeout(Duration::from_millis(20)).service(slow());
    let error = Get.send(&client(Tower(named))).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert!(error.may_have_been_sent());
}

#[tokio::test]
async fn a_service_is_waited_for_within_the_deadline_or_sheds_its_load() {
    let told = |error: BoxError| if error.is::<Overloaded>() { NotSent::new(error).into() } else { error };
    let one = ServiceBuilder::new().concurrency_limit(1).service(slow());
    let shedding = client(Tower(ServiceBuilder::new().map_err(told).load_shed().service(one.clone())));
    let waiting = client(Tower(one));
    let first = tokio::spawn(Get.send(&waiting));
    tokio::task::yield_now().await;

    let error = Get.send(&shedding).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let begun = Instant::now();
    let error = waiting.call(&Get).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_millis(400));
    assert!(first.await.unwrap().unwrap_err().is_timeout());
}

/// A service that must be polled until it is ready before it is called, separately for each clone.
struct Shy {
    asked: u32,
}

impl Clone for Shy {
    fn clone(&self) -> Self {
        Self { asked: 0 }
    }
}

impl Service<Request<Body>> for Shy {
    type Response = Response<String>;
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.asked += 1;
        if self.asked > 2 {
            return Poll::Ready(Ok(()));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        ready(Ok(Response::new(format!("asked {} times", self.asked))))
    }
}

#[tokio::test]
async fn a_service_is_called_once_it_is_ready() {
    let client = client(Tower(Shy { asked: 0 }));
    for _ in 0..2 {
        assert_eq!(Get.send(&client).await.unwrap().0, "asked 3 times");
    }
}

#[tokio::test]
async fn a_service_that_is_never_ready_again_says_why() {
    #[derive(Clone)]
    struct Closed;
    impl Service<Request<Body>> for Closed {
        type Response = Response<Body>;
        type Error = BoxError;
        type Future = Ready<Result<Self::Response, Self::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Err(Wrapped(NotSent::new("closed").into()).into()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            panic!("it is not ready")
        }
    }
    let error = Get.send(&client(Tower(Closed))).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
}

#[tokio::test]
async fn a_service_that_cannot_be_cloned_goes_behind_a_buffer() {
    let limited = ServiceBuilder::new()
        .buffer::<Request<Body>>(4)
        .rate_limit(2, Duration::from_secs(60))
        .service(Router::new().route("/a", get(async || "in time")));
    let client = client(Tower(limited));
    for _ in 0..2 {
        assert_eq!(Get.send(&client).await.unwrap().0, "in time");
    }
    assert!(Get.send(&client).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_layer_takes_the_compression_off_a_reply() {
    let text = "0123456789".repeat(100);
    let said = text.clone();
    let router = Router::new().route("/a", get(async move || said)).layer(CompressionLayer::new());
    let compressed = client(Tower(ServiceBuilder::new().map_request(with_gzip).service(router.clone())));
    let reply = compressed.call(&Get).no_decompress().raw().await.unwrap();
    assert_eq!(reply.headers()["content-encoding"], "gzip");

    let stack = ServiceBuilder::new().layer(DecompressionLayer::new()).service(router);
    let reply = client(Tower(stack.clone())).call(&Get).reply().await.unwrap();
    assert_eq!(reply.value.0, text);
    assert!(!reply.headers.contains_key("content-encoding"));
    // The limit applies to the decoded bytes, because a small response can decompress into a large one.
    let capped = Client::builder("http://localhost").transport(Tower(stack)).max_reply(999).build().unwrap();
    let error = Get.send(&capped).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }) && error.to_string().contains("999 bytes"), "{error}");
}

fn with_gzip(mut request: Request<Body>) -> Request<Body> {
    request.headers_mut().insert("accept-encoding", http::HeaderValue::from_static("gzip"));
    request
}
