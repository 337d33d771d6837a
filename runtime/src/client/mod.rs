//! The client: where requests go, with which credentials, and within which limits.

mod attempt;
mod attempts;
mod backoff;
mod builder;
mod call;
mod claims;
mod credentials;
#[cfg(feature = "events")]
mod event_source;
mod failure;
mod given_url;
mod header;
mod observe;
mod prepare;
mod redirect;
mod resend;
mod retry;
mod sending;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::auth::Authenticate;
use crate::base::BaseUrl;
use crate::error::ConfigError;
use crate::request::{ApiRequest, Sender};
use crate::response::Readers;
use crate::transport::Transport;

pub use builder::ClientBuilder;
pub use call::Call;
#[cfg(feature = "events")]
pub use event_source::EventSource;
use observe::Hooks;
pub use observe::{ReplyView, RequestView};
use retry::Budget;
pub use retry::{Failed, RetryPolicy};
pub use sending::Sending;

/// Sends requests to one base URL. Cloning it is cheap, and clones share connections.
///
/// Its futures run within a tokio runtime that has its timer (and for reqwest its I/O) enabled, as `#[tokio::main]` does.
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
/// | deadline of a whole call, until the reply is read | 30 s | [`timeout`](ClientBuilder::timeout) |
/// | deadline of a connection | 10 s | [`connect_timeout`](ClientBuilder::connect_timeout) |
/// | longest pause within a reply that is streamed | 30 s | [`idle_timeout`](ClientBuilder::idle_timeout) |
/// | longest reply, unless streamed | 10 MiB | [`max_reply`](ClientBuilder::max_reply) |
/// | longest line or event of a reply that is streamed | 1 MiB | [`max_item`](ClientBuilder::max_item) |
/// | redirects | 5 at most, of GET and HEAD, within the origin | a type that declares the status |
/// | tries of a call | 3 at most, of what may be sent again, and one with fresher credentials after a 401 | [`retry`](ClientBuilder::retry) |
/// | proxies of the environment | not used | `ClientBuilder::system_proxy` |
/// | credentials over plain `http` | only to this machine | [`allow_plain_http`](ClientBuilder::allow_plain_http) |
/// | `User-Agent` | `api-request/<version>` | [`header`](ClientBuilder::header) |
#[derive(Clone)]
pub struct Client(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    base: BaseUrl,
    auth: Option<Arc<dyn Authenticate>>,
    /// Those of the requests that name them.
    named: Vec<(String, Arc<dyn Authenticate>)>,
    transport: Arc<dyn Transport>,
    /// For every request that has none of its own of these names.
    headers: HeaderMap,
    /// The values of these, which the server's words are cleaned of.
    header_values: Arc<[Box<str>]>,
    timeout: Duration,
    idle_timeout: Duration,
    max_reply: usize,
    max_item: usize,
    allow_plain_http: bool,
    retry: RetryPolicy,
    hooks: Option<Arc<Hooks>>,
    /// Shared with clients that are made of this one.
    budget: Arc<Budget>,
    /// Whether the environment may name a proxy that the transport was told not to use.
    ignores_system_proxy: bool,
}

impl Client {
    /// Begins a client of the API at `base`, such as `https://auth.example.com` or `https://example.com/api/v2`.
    /// [`build`](ClientBuilder::build) tells whether that is a URL.
    pub fn builder(base: &str) -> ClientBuilder {
        ClientBuilder::new(base)
    }

    /// One call of a request, to be adjusted and awaited.
    pub fn call<'a, R: ApiRequest>(&'a self, request: &'a R) -> Call<'a, R> {
        Call::new(self, request)
    }

    /// The same client for another base, with all else: transport, limits, credentials, headers.
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
    /// When the base URL cannot be used, or when there are credentials for one that is plain `http` on another machine.
    pub fn with_base(&self, base: &str) -> Result<Self, ConfigError> {
        let base: BaseUrl = base.parse()?;
        let has_credentials = self.0.auth.is_some() || !self.0.named.is_empty();
        if has_credentials && base.is_exposed() && !self.0.allow_plain_http {
            return Err(ConfigError::PlainHttp);
        }
        Ok(Self(Arc::new(Inner { base, ..Inner::clone(&self.0) })))
    }

    /// The same client with other credentials, for each of several users, say. It shares transport and limits. Over plain `http` to
    /// another machine its calls are `Error::Auth`, unless the client was built with
    /// [`allow_plain_http`](ClientBuilder::allow_plain_http).
    #[must_use]
    pub fn with_auth(&self, auth: impl Authenticate) -> Self {
        Self(Arc::new(Inner { auth: Some(Arc::new(auth)), ..Inner::clone(&self.0) }))
    }

    /// Where requests go.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.0.base
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
