//! Bearer tokens that expire and are fetched again by a function of the user.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::{poll_fn, ready};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout, timeout_at};

use crate::boxed::{BoxError, BoxFuture};
use crate::error::TimedOut;
use crate::tokio_runtime;

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
/// Concurrent calls share a single fetch, and clones share the token. The fetch runs in a task of its own: even if all calls that wait
/// for it are dropped or reach their deadline, it runs to its end, and the next call has its token. So a refresh token that can be used
/// only once is not lost.
///
/// The task belongs to the tokio runtime of the call that started it. If that runtime ends first, or if nobody drives it for a second,
/// the calls that wait in other runtimes start another fetch.
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
    running: Option<Running>,
    /// The number of fetches that were started.
    started: u64,
}

/// A fetch that runs in a task.
#[derive(Clone)]
struct Running {
    number: u64,
    /// `None` if the runtime of the task ended first.
    result: Shared<BoxFuture<'static, Option<Fetched>>>,
    runtime: Handle,
    /// When the fetch is given up.
    end: Option<Instant>,
}

/// How long another runtime may take to run a task before its fetch is abandoned.
const PATIENCE: Duration = Duration::from_secs(1);

type Fetched = Result<HeaderValue, NotFetched>;

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

    /// Sets how long a fetch may take.
    ///
    /// The default is 30 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn token(&self) -> Result<HeaderValue, BoxError> {
        loop {
            let (running, is_own) = match self.cached_or_running()? {
                Ok(token) => return Ok(token),
                Err(running) => running,
            };
            if let Some(fetched) = running.ended().await {
                return Ok(fetched?);
            }
            if is_own {
                return Err("the tokio runtime has shut down".into());
            }
            self.provider.forget(&running);
        }
    }

    /// Returns the token, or the fetch to wait for and whether it was started here.
    fn cached_or_running(&self) -> Result<Result<HeaderValue, (Running, bool)>, BoxError> {
        let mut state = self.provider.lock();
        if let Some(cached) = state.cached.as_ref().filter(|cached| cached.is_fresh(self.margin)) {
            return Ok(Ok(cached.value.clone()));
        }
        if PollGuard::is_polling(&self.provider) {
            return Err(
                "the request that fetches the token would wait for itself: declare it with `auth = none`".into()
            );
        }
        if let Some(running) = &state.running {
            return Ok(Err((running.clone(), false)));
        }
        // The credentials may be added where no call runs. The fetch needs a timer.
        tokio_runtime::check()?;
        let runtime = tokio_runtime::current()?;
        let running = Arc::clone(&self.provider).start(&runtime, self.timeout, &mut state);
        Ok(Err((running, true)))
    }
}

impl Running {
    /// Waits for the result; `None` if the runtime of the fetch does not bring one.
    async fn ended(&self) -> Option<Fetched> {
        let mut result = self.result.clone();
        if Handle::try_current().is_ok_and(|here| here.id() == self.runtime.id()) {
            return result.await;
        }
        // Nobody may be driving the other runtime, in which the fetch would not even reach its own time limit.
        loop {
            let sign_of_life = self.runtime.spawn(ready(()));
            let patience = Instant::now() + PATIENCE;
            let end = self.end.map_or(patience, |end| end.min(patience));
            if let Ok(ended) = timeout_at(end, &mut result).await {
                return ended;
            }
            if self.end == Some(end) || !sign_of_life.is_finished() {
                return None;
            }
        }
    }
}

impl Provider {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The user's function never runs while the state is locked, so a panic of it cannot leave the state inconsistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a fetch in a task, which continues without the calls that wait for it.
    fn start(self: Arc<Self>, runtime: &Handle, limit: Duration, state: &mut State) -> Running {
        state.started += 1;
        let number = state.started;
        let end = Instant::now().checked_add(limit);
        let fetch = Arc::clone(&self).run(limit, number, PollGuard::chain(&self));
        #[cfg(feature = "tracing")]
        let fetch = tracing::Instrument::in_current_span(fetch);
        let task = runtime.spawn(fetch);
        let result: BoxFuture<'static, Option<Fetched>> = Box::pin(async { task.await.ok() });
        let running = Running { number, result: result.shared(), runtime: runtime.clone(), end };
        state.running = Some(running.clone());
        running
    }

    async fn run(self: Arc<Self>, limit: Duration, number: u64, chain: Chain) -> Fetched {
        let started = Instant::now();
        let fetched = match timeout(limit, self.fetch(&chain)).await {
            Ok(fetched) => fetched.and_then(|token| Ok(Cached::new(&token, started)?)),
            Err(_) => Err(TimedOut::default().into()),
        };
        let mut state = self.lock();
        let is_current = state.running.as_ref().is_some_and(|running| running.number == number);
        if is_current {
            // A call that comes after this starts a new fetch.
            state.running = None;
        }
        let cached = fetched.map_err(|source| NotFetched(Arc::new(source)))?;
        let value = cached.value.clone();
        if is_current {
            state.cached = Some(cached);
        }
        Ok(value)
    }

    /// Forgets a fetch that brings no result, so that another one is started.
    fn forget(&self, ended: &Running) {
        let mut state = self.lock();
        if state.running.as_ref().is_some_and(|running| running.number == ended.number) {
            state.running = None;
        }
    }

    /// Runs the user's function, and marks each poll of it in `POLLING`.
    async fn fetch(&self, chain: &Chain) -> Result<Token, BoxError> {
        // The function itself may send a request or panic too, so it is called within the first marked poll.
        let mut refresh = pin!(async { (self.refresh)().await });
        let watched = poll_fn(|context| {
            let _guard = PollGuard::enter(chain);
            refresh.as_mut().poll(context)
        });
        // A panic is an error like any other, for every call that waits.
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

/// A provider whose function runs, and before it those whose functions wait for it.
type Chain = Arc<[Weak<Provider>]>;

thread_local! {
    /// The chains of the fetches that this thread polls, each within the previous one.
    ///
    /// A request uses it to detect that it was sent by a function that it is about to wait for.
    static POLLING: RefCell<Vec<Chain>> = const { RefCell::new(Vec::new()) };
}

/// Marks the function of a provider as being polled, until it is dropped.
struct PollGuard;

impl PollGuard {
    fn enter(chain: &Chain) -> Self {
        POLLING.with_borrow_mut(|polling| polling.push(Arc::clone(chain)));
        Self
    }

    fn is_polling(provider: &Arc<Provider>) -> bool {
        POLLING.with_borrow(|polling| {
            polling.iter().flat_map(|chain| chain.iter()).any(|known| known.as_ptr() == Arc::as_ptr(provider))
        })
    }

    /// The chain of a fetch that starts here.
    fn chain(provider: &Arc<Provider>) -> Chain {
        POLLING.with_borrow(|polling| {
            let waiting = polling.iter().flat_map(|chain| chain.iter().cloned());
            waiting.chain([Arc::downgrade(provider)]).collect()
        })
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
        Box::pin(ready(used.is_some()))
    }
}
