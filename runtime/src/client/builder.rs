//! Setting up a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};

use crate::auth::Authenticate;
use crate::error::ConfigError;
use crate::error::secrets::text_of;
use crate::transport::Transport;
use crate::value::limits::ONE_HEADER_MORE;

use super::observe::Hooks;
use super::{Client, Inner, ReplyView, RequestView, RetryPolicy, header};
#[cfg(feature = "reqwest")]
use crate::transport::{Reqwest, Settings};

/// Sets up a [`Client`], whose documentation lists the defaults.
#[must_use = "a client comes from `build()`"]
pub struct ClientBuilder {
    base: String,
    auth: Option<Arc<dyn Authenticate>>,
    named: Vec<(String, Arc<dyn Authenticate>)>,
    headers: Vec<(String, String)>,
    timeout: Duration,
    connect_timeout: Duration,
    idle_timeout: Duration,
    max_reply: usize,
    max_item: usize,
    allow_plain_http: bool,
    retry: RetryPolicy,
    hooks: Hooks,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    settings: Settings,
    #[cfg(feature = "reqwest")]
    layers: Option<Layers>,
}

/// Wraps the usual transport.
#[cfg(feature = "reqwest")]
type Layers = Box<dyn FnOnce(Reqwest) -> Arc<dyn Transport> + Send>;

impl ClientBuilder {
    pub(super) fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            auth: None,
            named: Vec::new(),
            headers: Vec::new(),
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(30),
            max_reply: 10 << 20,
            max_item: 1 << 20,
            allow_plain_http: false,
            retry: RetryPolicy::default(),
            hooks: Hooks::default(),
            transport: None,
            #[cfg(feature = "reqwest")]
            settings: Settings::default(),
            #[cfg(feature = "reqwest")]
            layers: None,
        }
    }

    /// The credentials of every request but those that say `auth = none` or `auth = "name"`.
    pub fn auth(mut self, auth: impl Authenticate) -> Self {
        self.auth = Some(Arc::new(auth));
        self
    }

    /// The credentials of the requests that say `auth = "name"` with this name. The last of one name holds. A request that names
    /// credentials which the client does not have is `Auth`, and not sent.
    ///
    /// ```
    /// use api_request::{ApiRequest, Bearer, Client, NoContent};
    ///
    /// #[derive(ApiRequest)]
    /// #[api(get = "/api/status", response = NoContent, auth = "monitor")]
    /// struct Status;
    ///
    /// # fn build() -> Result<Client, api_request::error::ConfigError> {
    /// let client = Client::builder("https://auth.example.com")
    ///     .auth(Bearer::new("eyJhbGci..."))
    ///     .auth_named("monitor", Bearer::new("bf69486b..."))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn auth_named(mut self, name: impl Into<String>, auth: impl Authenticate) -> Self {
        let name = name.into();
        self.named.retain(|(known, _)| *known != name);
        self.named.push((name, Arc::new(auth)));
        self
    }

    /// A header for every request that does not set it itself. A name that is none, one that the client writes itself, and a
    /// value that no header can carry are reported by [`build`](Self::build).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// How long a whole call may take, redirects and the reading of the reply included: 30 s unless set. For a reply that is
    /// streamed the time ends with its head.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to come about: 10 s unless set. A transport of your own has its own limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a reply that is streamed, or the body of a request that is, may pause: 30 s unless set.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How many bytes a reply may have: 10 MiB unless set. It holds for every error's body, and for every other reply that is
    /// not streamed.
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// How many bytes one line or one event of a reply that is streamed may have: 1 MiB unless set.
    pub fn max_item(mut self, bytes: usize) -> Self {
        self.max_item = bytes;
        self
    }

    /// When a call is tried again: see [`RetryPolicy`], whose defaults hold unless set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Calls this function before each request leaves, redirects and further tries included. It sees no value of the request.
    ///
    /// ```
    /// use api_request::Client;
    ///
    /// # fn build() -> Result<Client, api_request::error::ConfigError> {
    /// let client = Client::builder("https://api.example.com")
    ///     .on_request(|request| println!("{} {}, try {}", request.endpoint().method(), request.endpoint().path(), request.tries()))
    ///     .on_reply(|reply| println!("{:?} after {:?}", reply.status(), reply.elapsed()))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn on_request(mut self, hook: impl Fn(&RequestView<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.request.push(Arc::new(hook));
        self
    }

    /// Calls this function for each reply whose head has come, and for each request that none came for. It sees nothing of the reply but
    /// what is known to be safe.
    pub fn on_reply(mut self, hook: impl Fn(&ReplyView<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.reply.push(Arc::new(hook));
        self
    }

    /// Lets credentials go over plain `http` to other machines, where everyone on the way can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sends everything through the proxy at this address, such as `http://proxy.example.com:3128`.
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, address: &str) -> Self {
        self.settings.proxy = Some(address.to_owned());
        self
    }

    /// Uses the proxies that the system and the variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name.
    #[cfg(feature = "reqwest")]
    pub fn system_proxy(mut self) -> Self {
        self.settings.system_proxy = true;
        self
    }

    /// Begins from this builder of reqwest's, for its TLS and pool settings. Redirects, `Referer`, retries and the connect
    /// timeout are set by the client; its proxies stay only beside [`proxy`](Self::proxy) or
    /// [`system_proxy`](Self::system_proxy).
    #[cfg(feature = "reqwest")]
    pub fn reqwest(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.settings.builder = Some(builder);
        self
    }

    /// Wraps the usual transport, as it is set up by all else that is said here, in layers of tower's, say.
    ///
    /// ```no_run
    /// use api_request::Client;
    /// use api_request::transport::Tower;
    /// use tower::ServiceBuilder;
    ///
    /// # fn build() -> Result<Client, api_request::error::ConfigError> {
    /// let client = Client::builder("https://api.example.com")
    ///     .proxy("http://proxy.example.com:3128")
    ///     .layered(|reqwest| Tower(ServiceBuilder::new().concurrency_limit(32).service(reqwest)))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn layered<T: Transport>(mut self, layers: impl FnOnce(Reqwest) -> T + Send + 'static) -> Self {
        self.layers = Some(Box::new(|reqwest| Arc::new(layers(reqwest))));
        self
    }

    /// Carries requests by another transport than reqwest. Beside `proxy` and what else is said of reqwest, [`build`](Self::build)
    /// refuses it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// When the base URL, a header, the proxy or TLS cannot be used; when there are credentials for a base that is plain `http`
    /// on another machine; when there is no transport, or one beside settings of reqwest's.
    pub fn build(mut self) -> Result<Client, ConfigError> {
        let base: crate::BaseUrl = self.base.parse()?;
        let has_credentials = self.auth.is_some() || !self.named.is_empty();
        if has_credentials && base.is_exposed() && !self.allow_plain_http {
            return Err(ConfigError::PlainHttp);
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = header::parse(name, value).map_err(|reason| ConfigError::header(name, reason))?;
            let shown = name.to_string();
            headers.try_insert(name, value).map_err(|_| ConfigError::header(&shown, ONE_HEADER_MORE))?;
        }
        let ours = HeaderValue::from_static(concat!("api-request/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(ours);
        #[cfg(feature = "reqwest")]
        if self.transport.is_some() && (self.layers.is_some() || self.settings.are_any()) {
            return Err(ConfigError::TwoTransports);
        }
        #[cfg(feature = "reqwest")]
        let ignores_system_proxy =
            self.transport.is_none() && !self.settings.system_proxy && self.settings.proxy.is_none();
        #[cfg(not(feature = "reqwest"))]
        let ignores_system_proxy = false;
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        // What one sets for every request is often a key.
        let secrets = headers.iter().filter(|(name, _)| *name != USER_AGENT);
        let header_values = secrets.map(|(_, value)| text_of(value)).collect();
        let has_hooks = !self.hooks.request.is_empty() || !self.hooks.reply.is_empty();
        Ok(Client(Arc::new(Inner {
            base,
            auth: self.auth,
            named: self.named,
            transport,
            headers,
            header_values,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_reply: self.max_reply,
            max_item: self.max_item,
            allow_plain_http: self.allow_plain_http,
            retry: self.retry,
            hooks: if has_hooks { Some(Arc::new(self.hooks)) } else { None },
            budget: Arc::default(),
            ignores_system_proxy,
        })))
    }
}

impl ClientBuilder {
    #[cfg(feature = "reqwest")]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        match Reqwest::with(std::mem::take(&mut self.settings), self.connect_timeout) {
            Ok(transport) => Ok(match self.layers.take() {
                Some(layers) => layers(transport),
                None => Arc::new(transport),
            }),
            Err(source) => Err(ConfigError::Transport { source }),
        }
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature it has settings to read")]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        Err(ConfigError::NoTransport)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
