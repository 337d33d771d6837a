//! The default transport: reqwest with rustls.

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
use crate::transport::{Attempt, Transport};

use known::KnownUrl;

/// Carries requests with [reqwest](https://docs.rs/reqwest), over TLS by rustls.
///
/// It follows no redirect, sends no `Referer`, repeats nothing and uses no proxy of the system's: the client decides these.
/// A request without `Accept` gets `Accept: */*`, which means the same (RFC 9110, section 12.5.1): reqwest cannot leave it out.
///
/// It is a [`tower_service::Service`] too, so that layers wrap it: [`Tower`](super::Tower) shows how.
#[derive(Clone)]
pub struct Reqwest {
    client: reqwest::Client,
}

/// What a client's builder knows of its transport.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) builder: Option<reqwest::ClientBuilder>,
    pub(crate) proxy: Option<String>,
    pub(crate) system_proxy: bool,
}

impl Settings {
    pub(crate) fn are_any(&self) -> bool {
        self.builder.is_some() || self.proxy.is_some() || self.system_proxy
    }
}

impl Reqwest {
    /// A transport with the defaults: no proxy, 10 s for a connection.
    /// [`ClientBuilder::layered`](crate::client::ClientBuilder::layered) gives one that is set up otherwise.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, BoxError> {
        Self::with(Settings::default(), Duration::from_secs(10))
    }

    pub(crate) fn with(settings: Settings, connect_timeout: Duration) -> Result<Self, BoxError> {
        let mut builder = settings.builder.unwrap_or_default();
        if let Some(proxy) = &settings.proxy {
            // Its error quotes the address, which may have a password in it.
            let proxy = reqwest::Proxy::all(proxy.as_str()).map_err(|_| "the proxy's address is no URL")?;
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
        carry(&self.client, request, Some(&attempt.base))
    }
}

/// Reqwest itself waits for a free connection, so this is always ready.
impl Service<Request<Body>> for Reqwest {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        carry(&self.client, request, None)
    }
}

/// Nothing is sent before the future is polled. It has only what reqwest makes of the request, not the request as well: a small
/// future is cheaper to allocate.
fn carry(
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
            Ok(reply) => Ok(Response::from(reply).map(|body| Body::of_pieces(Told(body)))),
            Err(error) => Err(told(error)),
        }
    })
}

/// The error without its URL, which has the request's values in it.
fn told(error: reqwest::Error) -> BoxError {
    let (is_connect, is_builder, is_timeout) = (error.is_connect(), error.is_builder(), error.is_timeout());
    let mut told: BoxError = error.without_url().into();
    if is_timeout {
        told = TimedOut::new(told).into();
    }
    if is_connect || is_builder { NotSent::new(told).into() } else { told }
}

/// A reply's body, whose errors are told alike.
struct Told(reqwest::Body);

impl http_body::Body for Told {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.0).poll_frame(cx).map_err(told)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// Nearly every URL begins as the base does, and then is not parsed anew.
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
