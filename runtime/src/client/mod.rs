//! The client, which sends requests with credentials, limits and retries.

mod attempt;
mod backoff;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
mod builder;
mod call;
mod claims;
mod credentials;
#[cfg(feature = "events")]
mod event_source;
mod failure;
mod given_url;
mod header;
mod kept_request;
mod observe;
mod origin;
mod pages;
mod prepare;
mod redirect;
pub mod retry;
mod retry_loop;
mod sending;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::uri::Scheme;
use url::Origin;

use crate::auth::Authenticate;
use crate::base::BaseUrl;
use crate::error::ConfigError;
use crate::request::{ApiRequest, Sender};
use crate::response::Readers;
use crate::transport::{Proxies, Transport};

pub use builder::ClientBuilder;
pub use call::Call;
#[cfg(feature = "events")]
pub use event_source::{EventClient, EventSource};
use observe::Hooks;
pub use observe::{ReplyView, RequestView};
use origin::TrustedOrigins;
pub use pages::{Items, Pages};
use retry::Budget;
pub use retry::{Failed, RetryPolicy};
pub use sending::Sending;

/// Sends requests to one base URL.
///
/// Cloning a client is cheap, and clones share connections. Calls need a tokio runtime with timers and, for reqwest, I/O enabled, as
/// `#[tokio::main]` sets up. The chapter [client](crate::guide::client) explains the options.
///
/// # Examples
///
/// ```no_run
/// use api_request::{ApiRequest, Bearer, Client, reply::Text};
///
/// #[derive(ApiRequest)]
/// #[api(get = "/api/status", response = Text)]
/// struct Status;
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("https://auth.example.com").auth(Bearer::new("eyJhbGci...")).build()?;
/// let status = Status.send(&client).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Defaults
///
/// | what | default | set by |
/// |---|---|---|
/// | deadline of a whole call, until the response is read | 30 s | [`timeout`](ClientBuilder::timeout) |
/// | time limit for connecting | 10 s | [`connect_timeout`](ClientBuilder::connect_timeout) |
/// | longest pause within a streamed body | 30 s | [`idle_timeout`](ClientBuilder::idle_timeout) |
/// | largest response that is not streamed | 10 MiB | [`max_reply`](ClientBuilder::max_reply) |
/// | longest line or event of a streamed response | 1 MiB | [`max_item`](ClientBuilder::max_item) |
/// | redirects | at most 5, of GET and HEAD, within the origin | [`trusted_origin`](ClientBuilder::trusted_origin); a response type that declares the redirect's status |
/// | retries | at most 2, of calls that can be repeated, and one with fresher credentials after a 401 | [`retry`](ClientBuilder::retry) |
/// | proxies of the environment | not used | `ClientBuilder::system_proxy` |
/// | credentials over plain `http` | only to this machine | [`allow_plain_http`](ClientBuilder::allow_plain_http) |
/// | `User-Agent` | `api-request/<version>` | [`header`](ClientBuilder::header) |
#[derive(Clone)]
pub struct Client(Arc<Inner>);

#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent of each other")]
struct Inner {
    base: BaseUrl,
    auth: Option<Arc<dyn Authenticate>>,
    /// The credentials for requests with `auth = "name"`.
    named: Vec<(String, Arc<dyn Authenticate>)>,
    transport: Arc<dyn Transport>,
    /// Sent with every request that does not set a header of the same name.
    headers: HeaderMap,
    /// The values of these headers, which are masked in messages of the server.
    header_values: Arc<[Box<str>]>,
    /// Whether the headers contain one that replaces a JSON default of a request.
    has_json_headers: bool,
    trusted: Arc<TrustedOrigins>,
    proxies: Arc<Proxies>,
    timeout: Duration,
    idle_timeout: Duration,
    max_reply: usize,
    max_item: usize,
    allow_plain_http: bool,
    /// Whether credentials that are sent to the base would be exposed.
    is_exposed: bool,
    retry: RetryPolicy,
    hooks: Option<Arc<Hooks>>,
    /// Shared with clones, and with clients that `with_base` and `with_auth` return.
    budget: Arc<Budget>,
    /// Whether the transport ignores proxies of the environment, so that a connection error mentions them.
    ignores_system_proxy: bool,
    /// Whether the transport cannot send to `https`.
    lacks_tls: bool,
}

impl Client {
    /// Creates a builder for a client of the API at `base`.
    ///
    /// Examples are `https://auth.example.com` and `https://example.com/api/v2`. [`build`](ClientBuilder::build) fails if `base` is not a
    /// valid base URL.
    pub fn builder(base: &str) -> ClientBuilder {
        ClientBuilder::new(base)
    }

    /// Creates a call, on which you can set options before you await it.
    pub fn call<'a, R: ApiRequest>(&'a self, request: &'a R) -> Call<'a, R> {
        Call::new(self, request)
    }

    /// Returns the same client for another base URL.
    ///
    /// It shares the transport, limits, credentials, headers, trusted origins and the retry budget.
    ///
    /// ```no_run
    /// # fn run(client: api_request::Client) -> Result<(), api_request::error::ConfigError> {
    /// let tenant = client.with_base("https://tenant-a.example.com/api")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the base URL is not valid, if there are credentials and the base is plain `http` on another machine, or if the base is
    /// `https` and no feature of TLS is on.
    pub fn with_base(&self, base: &str) -> Result<Self, ConfigError> {
        let base: BaseUrl = base.parse()?;
        let has_credentials = self.0.auth.is_some() || !self.0.named.is_empty();
        let is_exposed = !self.0.allow_plain_http && self.0.proxies.expose(base.url());
        if has_credentials && is_exposed {
            return Err(ConfigError::PlainHttp);
        }
        if self.0.lacks_tls && base.scheme() == &Scheme::HTTPS {
            return Err(ConfigError::NoTls);
        }
        Ok(Self(Arc::new(Inner { base, is_exposed, ..Inner::clone(&self.0) })))
    }

    /// Returns the same client with other credentials, for example for another user.
    ///
    /// It shares the transport, limits, headers and the retry budget. If the base is plain `http` on another machine, its calls fail with
    /// [`Error::Auth`](crate::Error::Auth), unless the client was built with [`allow_plain_http`](ClientBuilder::allow_plain_http).
    #[must_use]
    pub fn with_auth(&self, auth: impl Authenticate) -> Self {
        Self(Arc::new(Inner { auth: Some(Arc::new(auth)), ..Inner::clone(&self.0) }))
    }

    /// Wraps the transport.
    #[cfg(feature = "blocking")]
    fn over<T: Transport>(self, wrap: impl FnOnce(Arc<dyn Transport>) -> T) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.0);
        inner.transport = Arc::new(wrap(inner.transport));
        Self(Arc::new(inner))
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.0.base
    }
}

impl Inner {
    /// Whether an origin gets the credentials and the headers of the client.
    fn trusts(&self, origin: &Origin) -> bool {
        *origin == self.base.url().origin() || self.trusted.contain(origin)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.0.base).finish_non_exhaustive()
    }
}

impl Sender for Client {
    type Sending<T, E> = Sending<T, E>;

    fn start<R: ApiRequest + ?Sized>(&self, request: &R) -> Sending<R::Response, R::Error> {
        Sending::value(prepare::start(self, &request, R::ENDPOINT, Readers::of::<R::Response, R::Error>()))
    }
}
