//! The default transport, which sends requests with reqwest.

mod known;
mod pools;

use std::any::Any;
use std::fmt;
use std::future::ready;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::uri::Authority;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use tower_service::Service;
use url::Url;

use crate::base::BaseUrl;
use crate::boxed::{BoxError, BoxFuture};
#[cfg(feature = "http2")]
use crate::error::causes;
use crate::error::{NotSent, Rooted, TimedOut};
use crate::message::Body;
use crate::transport::{Attempt, Proxies, Transport};

use known::KnownUrl;
use pools::Pools;

/// The default transport: [reqwest](https://docs.rs/reqwest).
///
/// The features `rustls`, `rustls-no-provider` and `native-tls` choose its TLS, and `http2` adds HTTP/2.
///
/// It does not follow redirects, send `Referer`, retry, decompress or use system proxies. The client controls all of these.
///
/// reqwest always sends an `Accept` header. A request without one gets `Accept: */*`, which means the same (RFC 9110, section 12.5.1).
///
/// Each tokio runtime has connections of its own.
///
/// `Reqwest` is also a [`tower_service::Service`], so you can wrap it in layers: see [`Tower`](super::Tower).
#[derive(Clone)]
pub struct Reqwest {
    pools: Arc<Pools>,
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
        #[cfg(all(feature = "rustls-no-provider", not(any(feature = "rustls", feature = "native-tls"))))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(NO_PROVIDER.into());
        }
        let Settings { builder, proxy, system_proxy } = settings;
        let is_given = builder.is_some();
        let client = Self::pool(builder.unwrap_or_default(), proxy.as_deref(), system_proxy, connect_timeout)?;
        let new_pool = move || Self::pool(reqwest::Client::builder(), proxy.as_deref(), system_proxy, connect_timeout);
        Ok(Self { pools: Arc::new(Pools::new(client, if is_given { None } else { Some(Box::new(new_pool)) })) })
    }

    fn pool(
        mut builder: reqwest::ClientBuilder,
        proxy: Option<&str>,
        system_proxy: bool,
        connect_timeout: Duration,
    ) -> Result<reqwest::Client, BoxError> {
        if let Some(proxy) = proxy {
            // The error of reqwest quotes the address, which may contain a password.
            let proxy = reqwest::Proxy::all(proxy).map_err(|_| "the proxy's address is not a valid URL")?;
            builder = builder.proxy(proxy);
        } else if !system_proxy {
            builder = builder.no_proxy();
        }
        // The client decompresses bodies itself. Another crate may have enabled the features of reqwest that do so.
        let builder = builder.no_gzip().no_brotli().no_zstd().no_deflate();
        let client = builder
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .build()?;
        Ok(client)
    }
}

/// reqwest panics without a provider.
#[cfg(all(feature = "rustls-no-provider", not(any(feature = "rustls", feature = "native-tls"))))]
const NO_PROVIDER: &str = "no provider of cryptography is installed; before you build a client, call `install_default()` on one, \
    such as `rustls::crypto::ring::default_provider()`, or enable the feature `rustls` of `api-request`";

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
        self.pools
            .with(|pool| -> BoxFuture<'a, _> {
                match execute(pool, request, Some(&attempt.base)) {
                    Ok(sending) => Box::pin(receive(sending)),
                    Err(error) => Box::pin(ready(Err(error.into()))),
                }
            })
            .unwrap_or_else(|error| Box::pin(ready(Err(error))))
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
        let pools = Arc::clone(&self.pools);
        // A layer may call this in one runtime, and poll the future in another.
        Box::pin(async move { receive(pools.with(|pool| execute(pool, request, None))??).await })
    }
}

/// Converts a request and gives it to reqwest.
///
/// This is done outside the future, so that the future does not also hold the original: a small future is cheaper to allocate.
#[inline]
fn execute(
    pool: &reqwest::Client,
    request: Request<Body>,
    base: Option<&BaseUrl>,
) -> Result<impl Future<Output = reqwest::Result<reqwest::Response>> + use<>, NotSent> {
    let (parts, body) = request.into_parts();
    let url = url(&parts.uri, base).map_err(NotSent::new)?;
    let mut outgoing = reqwest::Request::new(parts.method, url);
    *outgoing.headers_mut() = parts.headers;
    *outgoing.body_mut() = match body.into_bytes() {
        Ok(bytes) if bytes.is_empty() => None,
        Ok(bytes) => Some(bytes.into()),
        Err(stream) => Some(reqwest::Body::wrap(stream)),
    };
    Ok(pool.execute(outgoing))
}

/// Waits for the head of the response. Nothing is sent before the first poll.
async fn receive(
    sending: impl Future<Output = reqwest::Result<reqwest::Response>>,
) -> Result<Response<Body>, BoxError> {
    match AssertUnwindSafe(sending).catch_unwind().await {
        Ok(Ok(reply)) => Ok(Response::from(reply).map(|body| Body::of_pieces(ReplyBody(body)))),
        Ok(Err(error)) if is_unprocessed(&error) => Err(NotSent::new(classify(error)).into()),
        Ok(Err(error)) => Err(classify(error)),
        // tokio panics when a socket is opened without I/O, and has no function that tells whether a runtime has it.
        Err(panic) if text_of(&*panic).is_some_and(|text| text.contains("IO is disabled")) => {
            Err(NotSent::new(NO_IO).into())
        }
        Err(panic) => resume_unwind(panic),
    }
}

const NO_IO: &str = "the tokio runtime has no I/O: call `enable_all` or `enable_io` on its `Builder`";

fn text_of(panic: &(dyn Any + Send)) -> Option<&str> {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str))
}

/// Whether the server has promised that it has not processed the request.
///
/// It refused the stream, or it closes the connection and names an earlier stream as the last one (RFC 9113, section 8.7).
///
/// `h2` reports a closing server only to the streams after the last one; the others end with the connection.
#[cfg(feature = "http2")]
fn is_unprocessed(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|error| error.downcast_ref::<h2::Error>()).any(|error| {
        let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (is_refused || error.is_go_away())
    })
}

#[cfg(not(feature = "http2"))]
fn is_unprocessed(_: &reqwest::Error) -> bool {
    false
}

/// Wraps an error in `NotSent` or `TimedOut`, and removes its URL. The URL contains values of the request.
fn classify(error: reqwest::Error) -> BoxError {
    let (is_connect, is_builder, is_timeout) = (error.is_connect(), error.is_builder(), error.is_timeout());
    let error = error.without_url();
    let error: BoxError = if is_timeout { TimedOut::new(error).into() } else { Rooted::new(error).into() };
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
