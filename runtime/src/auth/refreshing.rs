//! Bearer tokens that a function of the user's gets anew when they end.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::WeakShared;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tokio::time::{Instant, timeout};

use crate::boxed::{BoxError, BoxFuture};
use crate::error::TimedOut;

use super::{Authenticate, Token, authorize, bearer};

/// Bearer tokens that end: each is got by a function of yours, and used until shortly before it ends or until the server refuses it.
///
/// ```
/// use std::time::Duration;
///
/// use api_request::auth::{Refreshing, Token};
/// use api_request::{ApiRequest, Client, Error, Secret};
///
/// /// A token for the client itself (RFC 6749, section 4.4).
/// #[derive(ApiRequest)]
/// #[api(post = "/oauth2/token", body = form, response = Issued, auth = none, property("grant_type" = "client_credentials"))]
/// struct GetToken {
///     client_id: &'static str,
///     client_secret: Secret<&'static str>,
/// }
///
/// #[derive(serde::Deserialize)]
/// struct Issued {
///     access_token: Secret<String>,
///     expires_in: Option<u64>,
/// }
///
/// # fn build() -> Result<Client, api_request::error::ConfigError> {
/// let plain = Client::builder("https://auth.example.com").build()?;
/// let refreshing = Refreshing::new({
///     let client = plain.clone();
///     move || {
///         let get = GetToken { client_id: "me", client_secret: Secret::new("s3cret") }.send(&client);
///         async {
///             let issued = get.await?;
///             let lifetime = issued.expires_in.map(Duration::from_secs);
///             Ok::<_, Error>(Token::new(issued.access_token.into_inner()).expires_in(lifetime))
///         }
///     }
/// });
/// let client = plain.with_auth(refreshing);
/// # Ok(client)
/// # }
/// ```
///
/// However many calls need a token at once, it is got once, and clones share it. Each of the calls drives it on: when one is dropped,
/// another goes on from there, and when the last one is dropped, so is the future of the function. Where that must not happen, as with
/// refresh tokens that are good once, let the function spawn a task of its own, and await that.
///
/// When the function fails or panics, every call that has waited for it is [`Error::Auth`](crate::Error::Auth), whose source has the function's
/// error as its own source, and the next call asks again. A call waits no longer than its own deadline, and none of them longer than
/// [`timeout`](Self::timeout): both are `Error::Auth` as well, with [`is_timeout`](crate::Error::is_timeout).
///
/// Requests that the function sends by a client with these very credentials say `auth = none`. One that does not is `Error::Auth` at
/// once, as it would wait for itself; in a task of its own it is not recognised, and ends by its deadline.
#[derive(Clone)]
pub struct Refreshing {
    provider: Arc<Provider>,
    margin: Duration,
    timeout: Duration,
}

struct Provider {
    refresh: Box<dyn Fn() -> BoxFuture<'static, Result<Token, BoxError>> + Send + Sync>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// Weak, so that what nobody waits for is not kept.
    running: Option<WeakShared<Run>>,
}

/// What gets the next token, and keeps it.
type Run = BoxFuture<'static, Result<HeaderValue, NotRefreshed>>;

struct Held {
    value: HeaderValue,
    lifetime: Option<Lifetime>,
}

struct Lifetime {
    whole: Duration,
    end: Instant,
}

impl Refreshing {
    /// Gets each token by this function, the first one too, when a call needs it.
    pub fn new<F, R, E>(refresh: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Token, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let refresh = move || -> BoxFuture<'static, Result<Token, BoxError>> {
            let token = refresh();
            Box::pin(async { token.await.map_err(Into::into) })
        };
        Self {
            provider: Arc::new(Provider { refresh: Box::new(refresh), state: Mutex::default() }),
            margin: Duration::from_secs(30),
            timeout: Duration::from_secs(30),
        }
    }

    /// How long before its end a token is no longer used: 30 s unless set, but never more than half of its lifetime.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// How long the function may take, whoever waits for it: 30 s unless set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn token(&self) -> Result<HeaderValue, BoxError> {
        let run = {
            let mut state = self.provider.lock();
            if let Some(held) = state.held.as_ref().filter(|held| held.is_good(self.margin)) {
                return Ok(held.value.clone());
            }
            if IsWithin::any(&self.provider) {
                return Err("the request that gets the token would wait for it: let it say `auth = none`".into());
            }
            if let Some(run) = state.running.as_ref().and_then(WeakShared::upgrade) {
                run
            } else {
                let run = Arc::clone(&self.provider).run(self.timeout).shared();
                state.running = run.downgrade();
                run
            }
        };
        Ok(run.await?)
    }
}

impl Provider {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of the user's runs while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(self: Arc<Self>, limit: Duration) -> Run {
        Box::pin(async move {
            let begun = Instant::now();
            let got = match timeout(limit, self.watched()).await {
                Ok(got) => got.and_then(|token| Ok(Held::new(&token, begun)?)),
                Err(_) => Err(TimedOut::default().into()),
            };
            let mut state = self.lock();
            // Who comes now has not waited for it.
            state.running = None;
            let held = got.map_err(|source| NotRefreshed(Arc::new(source)))?;
            let value = held.value.clone();
            state.held = Some(held);
            Ok(value)
        })
    }

    /// Runs the user's function, and knows of each poll of it what it is.
    async fn watched(&self) -> Result<Token, BoxError> {
        // Lazily, as the function may do anything too.
        let mut refresh = pin!(async { (self.refresh)().await });
        let watched = poll_fn(|context| {
            let _within = IsWithin::enter(self);
            refresh.as_mut().poll(context)
        });
        // Else those who wait with the one that it reaches would panic too.
        let ended = AssertUnwindSafe(watched).catch_unwind().await;
        ended.unwrap_or_else(|_| Err("the function that gets the token panicked".into()))
    }
}

impl Held {
    fn new(token: &Token, begun: Instant) -> Result<Self, &'static str> {
        // The server counts from a later moment. A time that is no moment never comes.
        let lifetime = token.expires_in.and_then(|whole| Some(Lifetime { whole, end: begun.checked_add(whole)? }));
        Ok(Self { value: bearer::header_value(token.value.expose())?, lifetime })
    }

    fn is_good(&self, margin: Duration) -> bool {
        self.lifetime.as_ref().is_none_or(|Lifetime { whole, end }| {
            let left = end.saturating_duration_since(Instant::now());
            left > margin.min(*whole / 2)
        })
    }
}

thread_local! {
    /// Whose functions are being polled on this thread, each within the one before it. Only so a request can tell that it is sent by the
    /// very function that it is about to wait for.
    static WITHIN: RefCell<Vec<*const Provider>> = const { RefCell::new(Vec::new()) };
}

/// For as long as it lives, the function of one provider is being polled.
struct IsWithin;

impl IsWithin {
    fn enter(provider: &Provider) -> Self {
        WITHIN.with_borrow_mut(|within| within.push(provider));
        Self
    }

    fn any(provider: &Arc<Provider>) -> bool {
        WITHIN.with_borrow(|within| within.contains(&Arc::as_ptr(provider)))
    }
}

impl Drop for IsWithin {
    fn drop(&mut self) {
        WITHIN.with_borrow_mut(Vec::pop);
    }
}

/// Why there is no token, for all that have waited for it.
#[derive(Clone, Debug)]
struct NotRefreshed(Arc<BoxError>);

impl fmt::Display for NotRefreshed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token could not be refreshed")
    }
}

impl Error for NotRefreshed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.0)
    }
}

impl fmt::Debug for Refreshing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refreshing")
            .field("margin", &self.margin)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Authenticate for Refreshing {
    fn authenticate<'a>(&'a self, request: &'a mut Parts, _: Option<&'a [u8]>) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move { authorize(&Ok(self.token().await?), request) })
    }

    fn rejected<'a>(&'a self, used: &'a Parts) -> BoxFuture<'a, bool> {
        let used = used.headers.get(AUTHORIZATION);
        let mut state = self.provider.lock();
        if state.held.as_ref().is_some_and(|held| Some(&held.value) == used) {
            state.held = None;
        }
        // Another call may have got a newer one by now, or is about to.
        Box::pin(std::future::ready(used.is_some()))
    }
}
