//! The client: where requests go, with which credentials, and within which limits.

mod builder;
mod call;
mod claims;
mod echoed;
mod exchange;
mod failure;
mod redirect;
mod sending;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::auth::Authenticate;
use crate::base::BaseUrl;
use crate::reply::Readers;
use crate::request::{ApiRequest, Sender};
use crate::transport::Transport;

pub use builder::ClientBuilder;
pub use call::Call;
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
/// | proxies of the environment | not used | `ClientBuilder::system_proxy` |
/// | credentials over plain `http` | only to this machine | [`allow_plain_http`](ClientBuilder::allow_plain_http) |
/// | `User-Agent` | `api-request/<version>` | [`header`](ClientBuilder::header) |
#[derive(Clone)]
pub struct Client(Arc<Inner>);

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
        Sending::value(exchange::start(self, &request, R::ENDPOINT, Readers::of::<R::Response, R::Error>()))
    }
}
