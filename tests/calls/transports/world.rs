//! One server, and all transports that reach it.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use api_request::body::Body;
use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::transport::{BoxError, NotSent, Tower};
use api_request::{Bearer, Client};
use axum::Router;
use axum::extract::Request as Arrived;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Frame;
use tokio::task::JoinHandle;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceBuilder};
use tower_http::decompression::DecompressionLayer;
use tower_http::map_request_body::MapRequestBodyLayer;
use tower_http::set_header::SetRequestHeaderLayer;

/// How requests reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Reqwest,
    LayersAroundReqwest,
    RouterInMemory,
    LayersAroundRouter,
}

/// Runs a case on each transport.
pub(super) async fn on_every_transport(case: impl AsyncFn(World)) {
    for way in [Way::Reqwest, Way::LayersAroundReqwest, Way::RouterInMemory, Way::LayersAroundRouter] {
        eprintln!("{way:?}");
        case(World::new(way).await).await;
    }
}

/// The server, and what has arrived there.
pub(super) struct World {
    pub(super) way: Way,
    url: String,
    router: Router,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: Option<JoinHandle<()>>,
}

/// A request as the server sees it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
}

impl World {
    async fn new(way: Way) -> Self {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let recorded = Arc::clone(&seen);
        let router = Router::new().fallback(move |request: Arrived| {
            let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
            let (method, headers) = (request.method().clone(), request.headers().clone());
            let mut seen = recorded.lock().unwrap();
            seen.push(Seen { method, target, headers });
            answer(request, seen.len())
        });
        let mut world = Self { way, url: "http://localhost".into(), router, seen, task: None };
        if matches!(way, Way::Reqwest | Way::LayersAroundReqwest) {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            world.url = format!("http://{}", listener.local_addr().unwrap());
            let router = world.router.clone();
            world.task = Some(tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }));
        }
        world
    }

    /// A client with short limits.
    pub(super) fn client(&self) -> Client {
        self.limited().build().unwrap()
    }

    pub(super) fn limited(&self) -> ClientBuilder {
        self.builder()
            .auth(Bearer::new("canary-token"))
            .timeout(Duration::from_millis(300))
            .idle_timeout(Duration::from_millis(100))
            .max_reply(10)
            .max_item(10)
            .retry(RetryPolicy::none())
    }

    fn builder(&self) -> ClientBuilder {
        let builder = Client::builder(&self.url);
        match self.way {
            Way::Reqwest => builder,
            Way::LayersAroundReqwest => builder.layered(|reqwest| Tower(layers(reqwest))),
            Way::RouterInMemory => builder.transport(Tower(self.router.clone())),
            Way::LayersAroundRouter => builder.transport(Tower(layers(self.router.clone()))),
        }
    }

    /// Takes all requests that have arrived.
    pub(super) fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

type Layered = BoxCloneSyncService<Request<Body>, Response<Body>, BoxError>;

/// A realistic stack of layers, one of which changes the type of the request's body.
fn layers<S, B>(service: S) -> Layered
where
    S: Service<Request<Body>, Response = Response<B>, Future: Send> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError> + Send> + Send + 'static,
{
    let stack = ServiceBuilder::new()
        .map_response(|reply: Response<_>| reply.map(Body::wrap))
        .concurrency_limit(4)
        .timeout(Duration::from_secs(60))
        .layer(SetRequestHeaderLayer::overriding(HeaderName::from_static("x-layer"), HeaderValue::from_static("set")))
        .layer(MapRequestBodyLayer::new(axum::body::Body::new))
        .layer(DecompressionLayer::new())
        .layer(MapRequestBodyLayer::new(Body::wrap))
        .map_err(Into::into)
        .service(service);
    BoxCloneSyncService::new(stack)
}

/// The path selects what the server does.
async fn answer(request: Arrived, number: usize) -> Response<axum::body::Body> {
    let (parts, body) = request.into_parts();
    let (what, more) = parts.uri.path()[1..].split_once('/').unwrap_or((&parts.uri.path()[1..], ""));
    let mut reply = Response::new(axum::body::Body::empty());
    match what {
        "say" => *reply.body_mut() = more.to_owned().into(),
        "bytes" => *reply.body_mut() = vec![b'x'; more.parse().unwrap()].into(),
        "status" => {
            *reply.status_mut() = more.parse().unwrap();
            // An error that echoes what it received.
            let authorization = parts.headers.get("authorization").map(|value| value.to_str().unwrap());
            *reply.body_mut() = format!("for {}", authorization.unwrap_or("nobody")).into();
        }
        "busy" if number < 3 => *reply.status_mut() = StatusCode::SERVICE_UNAVAILABLE,
        "busy" => *reply.body_mut() = "at last".into(),
        "redirect" => {
            *reply.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            reply.headers_mut().insert("location", format!("/{more}").parse().unwrap());
        }
        "elsewhere" => {
            *reply.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            reply.headers_mut().insert("location", HeaderValue::from_static("http://other.example/"));
        }
        "silent" => std::future::pending().await,
        "stall" => *reply.body_mut() = axum::body::Body::new(Pieces::new(End::Never)),
        "break" => *reply.body_mut() = axum::body::Body::new(Pieces::new(End::Broken)),
        "read" => {
            let read = axum::body::to_bytes(body, usize::MAX).await.map(|bytes| bytes.len());
            *reply.body_mut() = format!("{read:?}").into();
        }
        other => panic!("no such path: {other}"),
    }
    reply
}

/// A body of one piece, with this end.
pub(super) struct Pieces {
    end: End,
    polled: u32,
}

#[derive(Clone, Copy)]
pub(super) enum End {
    Never,
    Broken,
    /// The body comes from another call, which found no connection.
    Unconnected,
    Whole,
}

impl Pieces {
    pub(super) fn new(end: End) -> Self {
        Self { end, polled: 0 }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.polled += 1;
        match (self.polled, self.end) {
            (1, _) => Poll::Ready(Some(Ok(Frame::data("abc".into())))),
            // A pause in which the piece is sent.
            (2, End::Broken | End::Unconnected | End::Whole) => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            (_, End::Never) => Poll::Pending,
            (_, End::Broken) => Poll::Ready(Some(Err("the disk is gone".into()))),
            (_, End::Unconnected) => Poll::Ready(Some(Err(NotSent::new("the storage is down").into()))),
            (_, End::Whole) => Poll::Ready(None),
        }
    }
}
