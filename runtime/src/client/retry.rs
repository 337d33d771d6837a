//! The retry policy: which failures are retried, the waits, and the retry budget.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::error::{Error, wait};

use super::backoff;

/// Which failed calls are retried, how often, and after which wait.
///
/// The default is up to two retries. The chapter [retries](crate::guide::retries) explains it with examples.
///
/// | failure | which requests are retried |
/// |---|---|
/// | no connection, or an HTTP/2 stream that the server refused unprocessed | all, because the server has done nothing |
/// | a timeout, a broken connection | those that can be repeated |
/// | the statuses 408, 429, 500, 502, 503 and 504 | those that can be repeated |
/// | any other failure, such as [`Error::Auth`] | none |
///
/// A request can be repeated if its method is GET, HEAD, PUT, DELETE or OPTIONS, if it has the key `idempotent`, or if it carries an
/// idempotency key. A request with a one-shot body ([`Stream::new`](crate::body::Stream::new)) is never retried.
///
/// After a 401, the client asks the credentials once whether they have fresher values. If they do, it resends the request, with
/// any method. This does not count as one of the two retries.
///
/// # Waits
///
/// Before a retry the client waits as long as `Retry-After` says (RFC 9110, section 10.2.3). Without it, the client waits a random time
/// below 0.5 s; the limit doubles for each further retry, up to 8 s (full jitter). [`wait`](Self::wait) reads other headers, such as
/// those of [rate limits](rate_limit_reset).
///
/// A wait is taken completely or not at all. If it is longer than 60 s, or longer than what is left of the call's deadline, the call
/// fails at once.
///
/// # Budget
///
/// All calls of a client share a budget of 100 retries, so that a client does not overload a server that is down. Each retry takes one,
/// and each successful call gives a fifth of one back.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use api_request::Client;
/// use api_request::client::RetryPolicy;
///
/// let policy = RetryPolicy::default()
///     .tries(5)
///     .backoff(Duration::from_millis(100), Duration::from_secs(2))
///     .when(|failed| failed.is_usual() || failed.is_repeatable() && failed.status().is_some_and(|status| status == 425));
/// let client = Client::builder("https://api.example.com").retry(policy).build()?;
/// # Ok::<(), api_request::error::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct RetryPolicy {
    tries: u32,
    first: Duration,
    longest: Duration,
    longest_wait: Duration,
    is_exact: bool,
    when: Option<Arc<When>>,
    wait: Option<Arc<Wait>>,
}

type When = dyn Fn(&Failed<'_>) -> bool + Send + Sync;
type Wait = dyn Fn(&Failed<'_>) -> Option<Duration> + Send + Sync;

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            longest_wait: Duration::from_secs(60),
            is_exact: false,
            when: None,
            wait: None,
        }
    }
}

impl RetryPolicy {
    /// A policy without retries.
    ///
    /// A 401 does not lead to a second try with fresher credentials either.
    #[must_use]
    pub fn none() -> Self {
        Self::default().tries(1)
    }

    /// Sets the number of tries, including the first.
    ///
    /// The default is 3; 0 counts as 1.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// Sets the limit of the first random wait, and the maximum of that limit.
    ///
    /// The limit doubles for each further try, up to `longest`.
    ///
    /// The defaults are 0.5 s and 8 s.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Waits exactly as long as the limit, instead of a random part of it.
    ///
    /// This is for tests, and for a server with a single client.
    #[must_use]
    pub fn without_jitter(mut self) -> Self {
        self.is_exact = true;
        self
    }

    /// Sets the longest wait, also of those that the server asks for.
    ///
    /// The default is 60 s.
    ///
    /// If a wait would be longer, the call fails at once.
    #[must_use]
    pub fn longest_wait(mut self, longest: Duration) -> Self {
        self.longest_wait = longest;
        self
    }

    /// Sets a function that decides which failures are retried.
    ///
    /// The limits of tries, time and budget still apply. A one-shot body is never resent.
    #[must_use]
    pub fn when(mut self, when: impl Fn(&Failed<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.when = Some(Arc::new(when));
        self
    }

    /// Sets a function that decides how long to wait before the next try.
    ///
    /// If it returns `None`, the client waits as it does by default. Return zero for a time that has passed: the client then waits for
    /// the random time of [`backoff`](Self::backoff). [`longest_wait`](Self::longest_wait), the call's deadline, the budget and
    /// [`when`](Self::when) still apply.
    ///
    /// [`rate_limit_reset`] is such a function. If yours returns a wait for a 403 whose rate limit is used up (`x-ratelimit-remaining: 0`
    /// or the same in another header), and there is no `when`, the call is retried as after a 429.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use api_request::client::RetryPolicy;
    ///
    /// /// Reads a header that gives milliseconds.
    /// let policy = RetryPolicy::default().wait(|failed| {
    ///     let milliseconds = failed.headers()?.get("retry-after-ms")?.to_str().ok()?.parse().ok()?;
    ///     Some(Duration::from_millis(milliseconds))
    /// });
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn wait(mut self, wait: impl Fn(&Failed<'_>) -> Option<Duration> + Send + Sync + 'static) -> Self {
        self.wait = Some(Arc::new(wait));
        self
    }

    /// Like [`none`](Self::none), but with a second try with fresher credentials after a 401.
    #[cfg(feature = "events")]
    pub(super) fn fresher_credentials() -> Self {
        Self::default().when(|_| false)
    }

    /// Whether there may be a second try.
    pub(super) fn allows_retries(&self) -> bool {
        self.tries > 1
    }

    /// How long to wait before the next try; `None` if the call is not retried.
    pub(super) fn pause_after(&self, failed: &Failed<'_>) -> Option<Duration> {
        let is_last = failed.tries() >= self.tries;
        let chosen = self.wait.as_ref().filter(|_| !is_last).and_then(|wait| wait(failed));
        let is_wanted = match &self.when {
            Some(when) => when(failed),
            None => failed.is_usual() || chosen.is_some() && failed.is_forbidden_by_limit(),
        };
        if is_last || !is_wanted {
            return None;
        }
        let asked = chosen.or_else(|| failed.error.retry_after()).filter(|asked| !asked.is_zero());
        let wait = asked.unwrap_or_else(|| self.backoff_after(failed.tries()));
        (wait <= self.longest_wait).then_some(wait)
    }

    fn backoff_after(&self, tries: u32) -> Duration {
        let limit = backoff::doubled(self.first, tries, self.longest);
        if self.is_exact { limit } else { limit.mul_f64(fastrand::f64()) }
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("tries", &self.tries)
            .field("first", &self.first)
            .field("longest", &self.longest)
            .field("longest_wait", &self.longest_wait)
            .finish_non_exhaustive()
    }
}

/// How long it takes until the server resets its rate limit, for [`RetryPolicy::wait`].
///
/// | header | meaning |
/// |---|---|
/// | `x-ratelimit-reset`, `x-rate-limit-reset` | seconds since 1970 |
/// | `ratelimit-reset` | seconds from now |
/// | `RateLimit`: `limit=100, remaining=0, reset=50` or `"burst";r=0;t=50` | seconds from now |
///
/// It returns `None`, for the default wait, unless the status is 429 or the same headers say that nothing remains, such as
/// `x-ratelimit-remaining: 0` or `r=0`. If there is a `Retry-After` too, it returns that, as the IETF draft of `RateLimit` requires.
/// Many APIs answer 403 when their limit is used up: with this function such a 403 is retried as a 429 is.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use api_request::client::RetryPolicy;
/// use api_request::client::retry::rate_limit_reset;
///
/// // A limit is often reset only after minutes. The deadline of the call must allow for that too.
/// let policy = RetryPolicy::default().wait(rate_limit_reset).longest_wait(Duration::from_secs(15 * 60));
/// # let _ = policy;
/// ```
#[must_use]
pub fn rate_limit_reset(failed: &Failed<'_>) -> Option<Duration> {
    wait::rate_limit_reset(failed.status()?, failed.headers()?)
}

/// A failed try, passed to the functions of [`RetryPolicy::when`] and [`RetryPolicy::wait`].
#[derive(Debug)]
pub struct Failed<'a> {
    error: &'a Error,
    is_repeatable: bool,
}

impl<'a> Failed<'a> {
    pub(super) fn new(error: &'a Error, is_repeatable: bool) -> Self {
        Self { error, is_repeatable }
    }

    /// The error, with the raw body of the response.
    ///
    /// The body is empty if the call ends in [`raw`](super::Call::raw), because it is not read yet.
    #[must_use]
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// Whether the request can be repeated.
    ///
    /// It can if its method is GET, HEAD, PUT, DELETE or OPTIONS, if it has the key `idempotent`, or if it carries an idempotency key.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    /// The response status, if the response head arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.error.status()
    }

    /// The response headers, if the response head arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.error.headers()
    }

    /// The number of tries, including this one.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.error.tries()
    }

    /// Whether the default policy retries this kind of failure.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.error.is_passing() && (self.is_repeatable || matches!(self.error, Error::Connect { .. }))
    }

    /// Whether a repeatable request was answered 403 because a rate limit is used up.
    fn is_forbidden_by_limit(&self) -> bool {
        let is_forbidden = self.is_repeatable && self.status() == Some(StatusCode::FORBIDDEN);
        is_forbidden && self.headers().is_some_and(wait::is_used_up)
    }
}

/// The retries left for all calls of a client, in fifths of a retry.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

const FULL: u32 = 500;
const TRY: u32 = 5;

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    /// Takes one retry; returns `false` if none is left.
    pub(super) fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(TRY)).is_ok()
    }

    /// Adds a fifth of a retry, after a successful call.
    pub(super) fn give_back(&self) {
        // The budget is nearly always full. Then nothing is written, so other threads do not contend for it.
        if self.0.load(Ordering::Relaxed) < FULL {
            let more = |left: u32| (left < FULL).then_some(left + 1);
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_a_random_part_of_the_limit_unless_told_otherwise() {
        let exact = RetryPolicy::default().without_jitter();
        assert_eq!([1, 2, 9].map(|tries| exact.backoff_after(tries).as_millis()), [500, 1_000, 8_000]);
        let jittered = RetryPolicy::default();
        let waits: Vec<Duration> = (0..100).map(|_| jittered.backoff_after(1)).collect();
        assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(500)));
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }

    #[test]
    fn a_budget_runs_out_and_is_earned_again() {
        let budget = Budget::default();
        budget.give_back();
        assert_eq!((0..200).filter(|_| budget.take()).count(), 100);
        (0..4).for_each(|_| budget.give_back());
        assert!(!budget.take());
        budget.give_back();
        assert!(budget.take() && !budget.take());
    }
}
