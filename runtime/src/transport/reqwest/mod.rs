//! The default transport, which sends requests with reqwest and rustls.

mod known;

use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::uri::Authority;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tower_service::Service;
use url::Url;

use crate::base::BaseUrl;
use crate::boxed::{BoxError, BoxFuture};
use crate::error::{NotSent, TimedOut};
use crate::message::Body;
use crate::transport::{Attempt, Proxies, Transport};

use known::KnownUrl;

/// The default transport: [reqwest](https://docs.rs/reqwest) with rustls.
///
/// It does not follow redirects, send `Referer`, retry or use system proxies. The client controls all of these.
///
/// reqwest always sends an `Accept` header. A request without one gets `Accept: */*`, which means the same (RFC 9110, section 12.5.1).
///
/// `Reqwest` is also a [`tower_service::Service`], so you can wrap it in layers: see [`Tower`](super::Tower).
#[derive(Clone)]
pub struct Reqwest {
    client: reqwest::Client,
}

/// The settings of the transport in a client's builder.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) builder: Option<reqwest::ClientBuilder>,
    pub(crate) proxy: Option<String>,
    pub(crate) system_proxy: bool,
}

impl Settings {
    pub(crate) fn has_any(&self) -> bool {
        self.builder.is_some() || self.proxy.is_some() || self.system_proxy
    }

    /// The proxies that these settings use.
    pub(crate) fn proxies(&self) -> Proxies {
        match (&self.builder, &self.proxy, self.system_proxy) {
            (_, None, false) => Proxies::Local,
            // The proxies of a given builder are kept too, and cannot be read.
            (Some(_), ..) => Proxies::Remote,
            (None, Some(address), _) => Proxies::at(address),
            (None, None, true) => Proxies::of_system(),
        }
    }
}

impl Reqwest {
    /// Creates a transport with the defaults: no proxy, and 10 s for connecting.
    ///
    /// To use other settings, call [`ClientBuilder::layered`](crate::client::ClientBuilder::layered): it passes your function a
    /// `Reqwest` with the settings of the builder.
    ///
    /// # Errors
    ///
    /// Fails if TLS cannot be set up.
    pub fn new() -> Result<Self, BoxError> {
        Self::with(Settings::default(), Duration::from_secs(10))
    }

    pub(crate) fn with(settings: Settings, connect_timeout: Duration) -> Result<Self, BoxError> {
        let mut builder = settings.builder.unwrap_or_default();
        if let Some(proxy) = &settings.proxy {
            // The error of reqwest quotes the address, which may contain a password.
            let proxy = reqwest::Proxy::all(proxy.as_str()).map_err(|_| "the proxy's address is not a valid URL")?;
            builder = builder.proxy(proxy);
        } else if !settings.system_proxy {
            builder = builder.no_proxy();
        }
        let client = builder
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self { client })
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reqwest")
    }
}

impl Transport for Reqwest {
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        execute(&self.client, request, Some(&attempt.base))
    }
}

/// Always ready, because reqwest itself waits for a free connection.
impl Service<Request<Body>> for Reqwest {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        execute(&self.client, request, None)
    }
}

/// Sends a request. Nothing is sent before the first poll.
///
/// The request is converted outside the future, so that the future does not also hold the original: a small future is cheaper to
/// allocate.
fn execute(
    client: &reqwest::Client,
    request: Request<Body>,
    base: Option<&BaseUrl>,
) -> BoxFuture<'static, Result<Response<Body>, BoxError>> {
    let (parts, body) = request.into_parts();
    let url = match url(&parts.uri, base) {
        Ok(url) => url,
        Err(error) => return Box::pin(ready(Err(NotSent::new(error).into()))),
    };
    let mut outgoing = reqwest::Request::new(parts.method, url);
    *outgoing.headers_mut() = parts.headers;
    *outgoing.body_mut() = match body.into_bytes() {
        Ok(bytes) if bytes.is_empty() => None,
        Ok(bytes) => Some(bytes.into()),
        Err(stream) => Some(reqwest::Body::wrap(stream)),
    };
    let sending = client.execute(outgoing);
    Box::pin(async move {
        match sending.await {
            Ok(reply) => Ok(Response::from(reply).map(|body| Body::of_pieces(ReplyBody(body)))),
            Err(error) => Err(classify(error)),
        }
    })
}

/// Wraps an error in `NotSent` or `TimedOut`, and removes its URL, which contains values of the request.
fn classify(error: reqwest::Error) -> BoxError {
    let (is_connect, is_builder, is_timeout) = (error.is_connect(), error.is_builder(), error.is_timeout());
    let mut error: BoxError = error.without_url().into();
    if is_timeout {
        error = TimedOut::new(error).into();
    }
    if is_connect || is_builder { NotSent::new(error).into() } else { error }
}

/// The body of a response, whose errors are classified in the same way.
struct ReplyBody(reqwest::Body);

impl http_body::Body for ReplyBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(cx).map_err(classify)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Converts a URI to a URL. Nearly every one begins like the base, and then it is not parsed.
fn url(uri: &http::Uri, base: Option<&BaseUrl>) -> Result<Url, BoxError> {
    let is_of = |base: &&BaseUrl| {
        uri.scheme() == Some(base.scheme()) && uri.authority().map(Authority::as_str) == Some(base.authority().as_str())
    };
    let known = base.filter(is_of).and_then(|base| base.keep(KnownUrl::new)?.as_ref());
    match known.and_then(|known| known.with(uri.path(), uri.query())) {
        Some(url) => Ok(url),
        None => Ok(Url::parse(&uri.to_string())?),
    }
}
