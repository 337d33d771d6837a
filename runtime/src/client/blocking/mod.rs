//! The blocking client, which drives the async one on a thread of its own.

mod pages;

use std::fmt;

use http::Response;

use crate::auth::Authenticate;
use crate::background::Background;
use crate::base::BaseUrl;
use crate::endpoint::Endpoint;
use crate::error::{CallContext, ConfigError, Error};
use crate::message::Body;
use crate::request::{ApiRequest, Sender};
use crate::response::Reply;
use crate::transport::Spawned;

pub use pages::{Items, Pages};

/// Sends requests to one base URL, and blocks the thread until the response is read.
///
/// It is the async [`Client`](crate::Client) with the same options, defaults and errors. Cloning it is cheap: clones share connections and
/// one background thread, named `api-request`, which ends when the last clone and the last stream of it are dropped.
///
/// You can use it on any thread that runs no async code, such as in `tokio::task::spawn_blocking`. In async code of tokio, a call fails
/// with [`Error::Connect`], and nothing is sent. Code in `tokio::task::unconstrained` or of another executor is not recognised: there, a
/// call blocks the thread.
///
/// # Examples
///
/// ```no_run
/// use api_request::reply::Text;
/// use api_request::{ApiRequest, Bearer, blocking};
///
/// #[derive(ApiRequest)]
/// #[api(get = "/api/status", response = Text)]
/// struct Status;
///
/// # fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let client = blocking::Client::builder("https://auth.example.com").auth(Bearer::new("eyJhbGci...")).build()?;
/// let status = Status.send(&client)?;
/// # Ok(())
/// # }
/// ```
///
/// # Panics
///
/// A panic of your own function, such as a hook or a credentials provider, unwinds through the call that caused it. Other calls continue.
#[derive(Clone)]
pub struct Client {
    /// Dropped before the thread ends, so that its connections are closed there.
    client: super::Client,
    background: Background,
}

/// Builds a blocking [`Client`], with the options of the [async builder](super::ClientBuilder).
pub type ClientBuilder = super::ClientBuilder<Client>;

/// One call of a request with a blocking [`Client`].
///
/// It has the options of the [async call](super::Call).
pub type Call<'a, R> = super::Call<'a, R, Client>;

impl Client {
    /// Creates a builder for a blocking client of the API at `base`.
    ///
    /// Examples are `https://auth.example.com` and `https://example.com/api/v2`. [`build`](ClientBuilder::build) fails if `base` is not a
    /// valid base URL.
    pub fn builder(base: &str) -> ClientBuilder {
        ClientBuilder::new(base)
    }

    /// Creates a call, on which you can set options before you send it.
    ///
    /// ```no_run
    /// # use api_request::{ApiRequest, NoContent, blocking};
    /// # #[derive(ApiRequest)]
    /// # #[api(get = "/status", response = NoContent)]
    /// # struct Status;
    /// # fn run(client: blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let reply = client.call(&Status).timeout(Duration::from_secs(2)).header("x-trace", "7").reply()?;
    /// assert_eq!(reply.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<'a, R: ApiRequest>(&'a self, request: &'a R) -> Call<'a, R> {
        Call::new(self, request)
    }

    /// Returns the same client for another base URL, as [`Client::with_base`](super::Client::with_base) does.
    ///
    /// # Errors
    ///
    /// Fails if the base URL is not valid, if there are credentials and the base is plain `http` on another machine, or if the base is
    /// `https` and no feature of TLS is on.
    pub fn with_base(&self, base: &str) -> Result<Self, ConfigError> {
        Ok(Self { client: self.client.with_base(base)?, background: self.background.clone() })
    }

    /// Returns the same client with other credentials, as [`Client::with_auth`](super::Client::with_auth) does.
    #[must_use]
    pub fn with_auth(&self, auth: impl Authenticate) -> Self {
        Self { client: self.client.with_auth(auth), background: self.background.clone() }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        self.client.base()
    }

    /// The async client, and the thread that drives it.
    pub(in crate::client) fn parts(&self) -> (&super::Client, &Background) {
        (&self.client, &self.background)
    }
}

impl ClientBuilder {
    /// Builds the client, and starts its background thread.
    ///
    /// Layers that spawn tasks are built within the runtime of that thread.
    ///
    /// # Errors
    ///
    /// Fails as the [async builder](super::ClientBuilder#method.build) does, and with [`ConfigError::Transport`] if the thread cannot be
    /// started.
    pub fn build(self) -> Result<Client, ConfigError> {
        let background = Background::start().map_err(|error| ConfigError::Transport {
            source: format!("cannot start the thread of a blocking client: {error}").into(),
        })?;
        let client = background.run(|| self.client())?.over(Spawned);
        Ok(Client { client, background })
    }
}

impl<R: ApiRequest> Call<'_, R> {
    /// Sends the request, and returns the value.
    ///
    /// # Errors
    ///
    /// Fails like every call, and with [`Error::Connect`] in async code.
    pub fn send(self) -> Result<R::Response, Error<R::Error>> {
        self.run(|call, background| call.send().wait(background))
    }

    /// Sends the request, and returns the value with its status and headers.
    ///
    /// # Errors
    ///
    /// Fails like every call, and with [`Error::Connect`] in async code.
    pub fn reply(self) -> Result<Reply<R::Response>, Error<R::Error>> {
        self.run(|call, background| call.reply().wait(background))
    }

    /// Sends the request, and returns the response of any status.
    ///
    /// Its body is not read yet.
    ///
    /// [`Body::into_read`] reads the body.
    ///
    /// # Errors
    ///
    /// Fails like every call, and with [`Error::Connect`] in async code.
    pub fn raw(self) -> Result<Response<Body>, Error<R::Error>> {
        self.run(|call, background| call.raw().wait(background))
    }

    fn run<T>(
        self,
        run: impl FnOnce(super::Call<'_, R>, &Background) -> Result<T, Error<R::Error>>,
    ) -> Result<T, Error<R::Error>> {
        check(R::ENDPOINT)?;
        let (client, background) = self.client.parts();
        run(super::Call { client, request: self.request, options: self.options }, background)
    }
}

impl Sender for Client {
    type Sending<T, E> = Result<T, Error<E>>;

    fn start<R: ApiRequest + ?Sized>(&self, request: &R) -> Result<R::Response, Error<R::Error>> {
        check(R::ENDPOINT)?;
        self.client.start(request).wait(&self.background)
    }
}

/// Fails if this thread must not wait.
fn check<E>(endpoint: &'static Endpoint) -> Result<(), Error<E>> {
    Background::check().map_err(|reason| refused(endpoint, reason))
}

/// The error of a call that must not be waited for. Nothing was sent.
#[cold]
pub(in crate::client) fn refused<E>(endpoint: &'static Endpoint, reason: &'static str) -> Error<E> {
    let mut context = CallContext::new(endpoint);
    context.hint = Background::check().is_err().then(|| "a blocking call cannot run in async code".into());
    context.source = Some(reason.into());
    Error::Connect { context }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", self.base()).finish_non_exhaustive()
    }
}
