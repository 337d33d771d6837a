//! The builder of a client, with all options and their defaults.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::uri::Scheme;
use http::{HeaderMap, HeaderValue};

use crate::auth::Authenticate;
use crate::error::ConfigError;
use crate::error::secrets::text_of;
use crate::transport::{Proxies, Transport};
use crate::value::limits::{ONE_HEADER_MORE, has_room};

use super::observe::Hooks;
use super::origin::TrustedOrigins;
use super::{Client, Inner, ReplyView, RequestView, RetryPolicy, header};
#[cfg(feature = "reqwest")]
use crate::transport::{Reqwest, Settings};

/// Builds a [`Client`], or the `Client` of the module `blocking`.
///
/// `C` is the client that [`build`](Self::build) returns. [`Client`] lists the defaults; the chapter [client](crate::guide::client) explains the options.
#[must_use = "a builder does nothing until `build()` is called"]
pub struct ClientBuilder<C = Client> {
    base: String,
    auth: Option<Arc<dyn Authenticate>>,
    named: Vec<(String, Arc<dyn Authenticate>)>,
    headers: Vec<(String, String)>,
    trusted: Vec<String>,
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
    of: PhantomData<fn() -> C>,
}

/// Wraps the default transport in layers.
#[cfg(feature = "reqwest")]
type Layers = Box<dyn FnOnce(Reqwest) -> Arc<dyn Transport> + Send>;

impl<C> ClientBuilder<C> {
    pub(super) fn new(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            auth: None,
            named: Vec::new(),
            headers: Vec::new(),
            trusted: Vec::new(),
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
            of: PhantomData,
        }
    }

    /// Sets the credentials of all requests that have no `auth` key.
    ///
    /// Requests with `auth = none` are sent without credentials. For requests with `auth = "name"`, see
    /// [`auth_named`](Self::auth_named).
    pub fn auth(mut self, auth: impl Authenticate) -> Self {
        self.auth = Some(Arc::new(auth));
        self
    }

    /// Sets the credentials of the requests with `auth = "name"`.
    ///
    /// If a name is registered twice, the last registration wins. A request with a name that is not registered fails with
    /// [`Error::Auth`](crate::Error::Auth), and is not sent.
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

    /// Adds a header to every request that does not set it itself.
    ///
    /// It overrides what the library sends by default, such as `User-Agent`. `Accept` and `Content-Type` override the default
    /// `application/json`; the media type of another response or body type stays.
    ///
    /// [`build`](Self::build) fails if the name is invalid, the value is not a valid header value, or the client sets that header itself.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Trusts another origin of the same vendor as much as that of the base.
    ///
    /// An example is `https://uploads.example.com`.
    ///
    /// [`Call::url`](super::Call::url) may then be on this origin, and redirects of GET and HEAD to it and from it are followed, except
    /// from `https` to `http`. The origin gets the credentials and the headers of the client, as the base does.
    ///
    /// An origin is a scheme, a host and optionally a port. [`build`](Self::build) fails with [`ConfigError::Origin`] if there is more,
    /// and with [`ConfigError::PlainHttp`] if the origin is plain `http` on another machine and
    /// [`allow_plain_http`](Self::allow_plain_http) is not called. You can call this several times.
    ///
    /// ```
    /// use api_request::{Bearer, Client};
    ///
    /// # fn build() -> Result<Client, api_request::error::ConfigError> {
    /// let client = Client::builder("https://api.example.com")
    ///     .trusted_origin("https://uploads.example.com")
    ///     .auth(Bearer::new("eyJhbGci..."))
    ///     .build()?;
    /// # Ok(client)
    /// # }
    /// ```
    pub fn trusted_origin(mut self, origin: &str) -> Self {
        self.trusted.push(origin.to_owned());
        self
    }

    /// Sets the deadline of a whole call.
    ///
    /// The default is 30 s.
    ///
    /// It covers all tries, redirects and the body of the response. For a streamed response it covers only the head.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the time limit for connecting.
    ///
    /// The default is 10 s.
    ///
    /// It applies to reqwest only, not to a transport that you pass to [`transport`](Self::transport).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the longest pause within a streamed body, of a request or a response.
    ///
    /// The default is 30 s.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets the largest size of a response body, in bytes.
    ///
    /// The default is 10 MiB.
    ///
    /// The limit applies to the body of every error, and to every other response that is not streamed.
    pub fn max_reply(mut self, bytes: usize) -> Self {
        self.max_reply = bytes;
        self
    }

    /// Sets the largest size of a streamed line or event, in bytes.
    ///
    /// The default is 1 MiB.
    pub fn max_item(mut self, bytes: usize) -> Self {
        self.max_item = bytes;
        self
    }

    /// Sets which failed calls are retried, and when.
    ///
    /// The default is [`RetryPolicy::default()`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Calls `hook` before each request is sent, also before redirects and retries.
    ///
    /// The hook sees no values of the request. If you call this several times, all hooks are called.
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

    /// Calls `hook` when a response's head arrives, or when a request fails without a response.
    ///
    /// Of the response, the hook sees only what is known to contain no secrets. If you call this several times, all hooks are called.
    pub fn on_reply(mut self, hook: impl Fn(&ReplyView<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.reply.push(Arc::new(hook));
        self
    }

    /// Allows sending credentials over plain `http` to other machines.
    ///
    /// Everyone on the network path can read them. Without this, plain `http` is allowed only to `127.0.0.0/8`, `::1`, `localhost` and
    /// `*.localhost`, and only if no proxy on another machine is used.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sends everything through the proxy at this address, such as `http://proxy.example.com:3128`.
    ///
    /// A proxy reads requests over plain `http`. With credentials, [`build`](Self::build) therefore fails with
    /// [`ConfigError::PlainHttp`] if the proxy is on another machine, even for a base on this one, unless you call
    /// [`allow_plain_http`](Self::allow_plain_http).
    #[cfg(feature = "reqwest")]
    pub fn proxy(mut self, address: &str) -> Self {
        self.settings.proxy = Some(address.to_owned());
        self
    }

    /// Uses the proxies of the system and of the variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`.
    ///
    /// A proxy on another machine for plain `http` is refused as that of [`proxy`](Self::proxy) is, unless `NO_PROXY` excludes the base.
    #[cfg(feature = "reqwest")]
    pub fn system_proxy(mut self) -> Self {
        self.settings.system_proxy = true;
        self
    }

    /// Uses your `reqwest::ClientBuilder`, for settings of TLS and the connection pool.
    ///
    /// The client overrides its settings of redirects, `Referer`, retries and the connect timeout. Its proxies are kept only together
    /// with [`proxy`](Self::proxy) or [`system_proxy`](Self::system_proxy), and count as proxies on another machine.
    #[cfg(feature = "reqwest")]
    pub fn reqwest(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.settings.builder = Some(builder);
        self
    }

    /// Wraps the default transport, for example in layers of tower.
    ///
    /// The function receives a [`Reqwest`] with all settings of this builder.
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

    /// Sends requests with a transport other than reqwest.
    ///
    /// It cannot be combined with `proxy`, `system_proxy`, `reqwest` and `layered`: [`build`](Self::build) then fails with
    /// [`ConfigError::TwoTransports`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    pub(super) fn client(mut self) -> Result<Client, ConfigError> {
        let base: crate::BaseUrl = self.base.parse()?;
        let proxies = self.proxies();
        let has_credentials = self.auth.is_some() || !self.named.is_empty();
        let is_exposed = !self.allow_plain_http && proxies.expose(base.url());
        if has_credentials && is_exposed {
            return Err(ConfigError::PlainHttp);
        }
        let trusted = TrustedOrigins::new(&self.trusted, &proxies, self.allow_plain_http)?;
        let headers = header_map(&self.headers)?;
        #[cfg(feature = "reqwest")]
        if self.transport.is_some() && (self.layers.is_some() || self.settings.has_any()) {
            return Err(ConfigError::TwoTransports);
        }
        #[cfg(feature = "reqwest")]
        let ignores_system_proxy =
            self.transport.is_none() && !self.settings.system_proxy && self.settings.proxy.is_none();
        #[cfg(not(feature = "reqwest"))]
        let ignores_system_proxy = false;
        let lacks_tls = self.lacks_tls();
        if lacks_tls && base.scheme() == &Scheme::HTTPS {
            return Err(ConfigError::NoTls);
        }
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        // A header that is set for every request is often an API key.
        let secrets = headers.iter().filter(|(name, _)| *name != USER_AGENT);
        let header_values = secrets.map(|(_, value)| text_of(value)).collect();
        let has_hooks = !self.hooks.request.is_empty() || !self.hooks.reply.is_empty();
        Ok(Client(Arc::new(Inner {
            base,
            auth: self.auth,
            named: self.named,
            transport,
            has_json_headers: headers.contains_key(ACCEPT) || headers.contains_key(CONTENT_TYPE),
            headers,
            header_values,
            trusted: Arc::new(trusted),
            proxies: Arc::new(proxies),
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_reply: self.max_reply,
            max_item: self.max_item,
            allow_plain_http: self.allow_plain_http,
            is_exposed,
            retry: self.retry,
            hooks: if has_hooks { Some(Arc::new(self.hooks)) } else { None },
            budget: Arc::default(),
            ignores_system_proxy,
            lacks_tls,
        })))
    }
}

impl ClientBuilder {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Fails with
    ///
    /// - [`ConfigError::Base`] if the base URL is not valid.
    /// - [`ConfigError::Header`] if a header is not valid or reserved.
    /// - [`ConfigError::Origin`] if a trusted origin is not valid.
    /// - [`ConfigError::PlainHttp`] if a trusted origin is plain `http` on another machine, or if there are credentials and the base is.
    /// - [`ConfigError::Transport`] if the proxy or TLS cannot be set up.
    /// - [`ConfigError::TwoTransports`] if [`transport`](Self::transport) is combined with settings of reqwest.
    /// - [`ConfigError::NoTls`] if the base URL is `https`, the transport is the default one, and no feature of TLS is on.
    /// - [`ConfigError::NoTransport`] if the feature `reqwest` is off and no transport was passed.
    pub fn build(self) -> Result<Client, ConfigError> {
        self.client()
    }
}

impl<C> ClientBuilder<C> {
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

    /// Whether the transport cannot send to `https`. A `reqwest::ClientBuilder` of the user may bring its own TLS.
    #[cfg(feature = "reqwest")]
    fn lacks_tls(&self) -> bool {
        let has_tls = cfg!(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"));
        !has_tls && self.transport.is_none() && self.settings.builder.is_none()
    }

    #[cfg(feature = "reqwest")]
    fn proxies(&self) -> Proxies {
        self.settings.proxies()
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature `reqwest`, it reads the settings")]
    fn lacks_tls(&self) -> bool {
        false
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature `reqwest`, it reads the settings")]
    fn proxies(&self) -> Proxies {
        Proxies::Local
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "with the feature `reqwest`, it reads the settings")]
    fn default_transport(&mut self) -> Result<Arc<dyn Transport>, ConfigError> {
        Err(ConfigError::NoTransport)
    }
}

/// The headers of the client, with the default `User-Agent`.
fn header_map(given: &[(String, String)]) -> Result<HeaderMap, ConfigError> {
    let mut headers = HeaderMap::new();
    for (index, (name, value)) in given.iter().enumerate() {
        let (name, value) = header::parse(name, value, index + 1)
            .map_err(|refused| ConfigError::header(refused.name.unwrap_or_default(), refused.reason))?;
        let shown = name.clone();
        if !has_room(&headers) || headers.try_insert(name, value).is_err() {
            return Err(ConfigError::header(shown.as_str(), ONE_HEADER_MORE));
        }
    }
    if !headers.contains_key(USER_AGENT) {
        let ours = HeaderValue::from_static(concat!("api-request/", env!("CARGO_PKG_VERSION")));
        if !has_room(&headers) || headers.try_insert(USER_AGENT, ours).is_err() {
            return Err(ConfigError::header(USER_AGENT.as_str(), ONE_HEADER_MORE));
        }
    }
    Ok(headers)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
    #[test]
    fn https_needs_tls() {
        use super::*;
        use crate::transport::Tower;

        let error = Client::builder("https://h.example").build().unwrap_err();
        assert!(matches!(error, ConfigError::NoTls), "{error:?}");
        assert!(error.to_string().contains("enable the feature `rustls`"), "{error}");
        let error = Client::builder("https://h.example").layered(Tower).build().unwrap_err();
        assert!(matches!(error, ConfigError::NoTls), "{error:?}");
        let plain = Client::builder("http://h.example").build().unwrap();
        assert!(plain.with_base("http://other.example").is_ok());
        assert!(matches!(plain.with_base("https://h.example"), Err(ConfigError::NoTls)));
        // These may bring TLS of their own.
        assert!(Client::builder("https://h.example").reqwest(reqwest::Client::builder()).build().is_ok());
        let service = Reqwest::new().unwrap();
        assert!(Client::builder("https://h.example").transport(Tower(service)).build().is_ok());
    }

    #[cfg(all(feature = "rustls-no-provider", not(any(feature = "rustls", feature = "native-tls"))))]
    #[test]
    fn a_missing_provider_is_an_error() {
        for base in ["https://h.example", "http://h.example"] {
            let error = super::Client::builder(base).build().unwrap_err();
            assert!(matches!(error, super::ConfigError::Transport { .. }), "{error:?}");
            assert!(error.to_string().contains("call `install_default()`"), "{error}");
        }
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[test]
    fn https_has_tls() {
        assert!(super::Client::builder("https://h.example").build().is_ok());
    }
}
