//! Bearer tokens that expire and are fetched again by a function of the user.

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

/// Bearer tokens that expire, fetched by your function.
///
/// A token is reused until shortly before it expires or until the server rejects it.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use api_request::auth::{Refreshing, Token};
/// use api_request::{ApiRequest, Client, Error, Secret};
///
/// /// Fetches a token for the client itself (RFC 6749, section 4.4).
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
/// # Concurrent calls
///
/// Concurrent calls share a single fetch, and clones share the token. Each waiting call polls the fetch. If one call is dropped, the
/// others continue the fetch; if the last one is dropped, so is the fetch.
///
/// If a fetch must not be dropped, let your function spawn a task and await it. This matters for refresh tokens that can be used only
/// once.
///
/// # Errors
///
/// A call fails with [`Error::Auth`](crate::Error::Auth) if:
///
/// - your function fails or panics. All calls that waited for it fail, and the next call fetches again. The source of `Error::Auth` has
///   the error of your function as its own source.
/// - the fetch takes longer than [`timeout`](Self::timeout), or the call reaches its own deadline. Then
///   [`is_timeout`](crate::Error::is_timeout) is `true`.
/// - the call is the fetch itself. If your function sends its request with a client that has these credentials, declare the request
///   with `auth = none`. Otherwise it would wait for itself, and fails at once. This is not detected in a task that your function
///   spawns; such a request fails at its deadline.
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
    cached: Option<Cached>,
    /// Weak, so that a fetch is dropped with the last call that waits for it.
    running: Option<WeakShared<Fetch>>,
}

/// Fetches the next token and stores it.
type Fetch = BoxFuture<'static, Result<HeaderValue, NotFetched>>;

struct Cached {
    value: HeaderValue,
    lifetime: Option<Lifetime>,
}

struct Lifetime {
    length: Duration,
    end: Instant,
}

impl Refreshing {
    /// Creates credentials from a function that fetches a token.
    ///
    /// The function runs when a call needs a token, also for the first one.
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

    /// Sets how long before its expiry a token is replaced.
    ///
    /// The default is 30 s. It is never more than half of the token's lifetime.
    #[must_use]
    pub fn margin(mut self, margin: Duration) -> Self {
        self.margin = margin;
        self
    }

    /// Sets how long a fetch may take. The default is 30 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn token(&self) -> Result<HeaderValue, BoxError> {
        let run = {
            let mut state = self.provider.lock();
            if let Some(cached) = state.cached.as_ref().filter(|cached| cached.is_fresh(self.margin)) {
                return Ok(cached.value.clone());
            }
            if PollGuard::is_polling(&self.provider) {
                return Err(
                    "the request that fetches the token would wait for itself: declare it with `auth = none`".into()
                );
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
        // The user's function never runs while the state is locked, so a panic of it cannot leave the state inconsistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(self: Arc<Self>, limit: Duration) -> Fetch {
        Box::pin(async move {
            let started = Instant::now();
            let fetched = match timeout(limit, self.fetch()).await {
                Ok(fetched) => fetched.and_then(|token| Ok(Cached::new(&token, started)?)),
                Err(_) => Err(TimedOut::default().into()),
            };
            let mut state = self.lock();
            // A call that comes after this starts a new fetch.
            state.running = None;
            let cached = fetched.map_err(|source| NotFetched(Arc::new(source)))?;
            let value = cached.value.clone();
            state.cached = Some(cached);
            Ok(value)
        })
    }

    /// Runs the user's function, and marks each poll of it in `POLLING`.
    async fn fetch(&self) -> Result<Token, BoxError> {
        // The function itself may send a request or panic too, so it is called within the first marked poll.
        let mut refresh = pin!(async { (self.refresh)().await });
        let watched = poll_fn(|context| {
            let _guard = PollGuard::enter(self);
            refresh.as_mut().poll(context)
        });
        // Otherwise a panic would poison the shared future, and every other call that waits for it would panic too.
        let ended = AssertUnwindSafe(watched).catch_unwind().await;
        ended.unwrap_or_else(|_| Err("the function that fetches the token panicked".into()))
    }
}

impl Cached {
    fn new(token: &Token, started: Instant) -> Result<Self, &'static str> {
        // The server counts from a later moment, so this is never too long. An expiry that overflows `Instant` never comes.
        let lifetime = token.expires_in.and_then(|length| Some(Lifetime { length, end: started.checked_add(length)? }));
        Ok(Self { value: bearer::header_value(token.value.expose())?, lifetime })
    }

    fn is_fresh(&self, margin: Duration) -> bool {
        self.lifetime.as_ref().is_none_or(|Lifetime { length, end }| {
            let left = end.saturating_duration_since(Instant::now());
            left > margin.min(*length / 2)
        })
    }
}

thread_local! {
    /// The providers whose functions are being polled on this thread, each within the previous one. A request uses it to detect that it
    /// was sent by the function that it is about to wait for.
    static POLLING: RefCell<Vec<*const Provider>> = const { RefCell::new(Vec::new()) };
}

/// Marks the function of a provider as being polled, until it is dropped.
struct PollGuard;

impl PollGuard {
    fn enter(provider: &Provider) -> Self {
        POLLING.with_borrow_mut(|polling| polling.push(provider));
        Self
    }

    fn is_polling(provider: &Arc<Provider>) -> bool {
        POLLING.with_borrow(|polling| polling.contains(&Arc::as_ptr(provider)))
    }
}

impl Drop for PollGuard {
    fn drop(&mut self) {
        POLLING.with_borrow_mut(Vec::pop);
    }
}

/// Why a fetch failed. It is cloned for each call that waited for the token.
#[derive(Clone, Debug)]
struct NotFetched(Arc<BoxError>);

impl fmt::Display for NotFetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token could not be fetched")
    }
}

impl Error for NotFetched {
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
        if state.cached.as_ref().is_some_and(|cached| Some(&cached.value) == used) {
            state.cached = None;
        }
        // Even if the rejected token is no longer the current one: another call has replaced it, or is about to.
        Box::pin(std::future::ready(used.is_some()))
    }
}
