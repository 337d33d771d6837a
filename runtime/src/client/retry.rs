//! When a call is tried again, how long it waits before that, and how much of it a client does in all.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::Error;

use super::backoff;

/// When a call is tried again.
///
/// Unless it says otherwise there are two more tries:
///
/// | what | again |
/// |---|---|
/// | no connection | any request, as the server has seen nothing |
/// | a timeout, a broken connection, the statuses 408, 429, 500, 502, 503 and 504 | GET, HEAD, PUT, DELETE, OPTIONS, a request that says `idempotent`, one that carries an idempotency key |
/// | a body that is there once (`body::Stream::new`), credentials that cannot be had (`Error::Auth`) | never |
///
/// A 401 asks the credentials once whether they have something fresher, and if so there is another try with it, of any request and
/// beside the others.
///
/// Before a try it waits: as long as `Retry-After` says (RFC 9110, section 10.2.3), or a random time below 0.5 s, doubled each time up
/// to 8 s (full jitter). A wait is taken whole or not at all: where it is above 60 s, or more than is left of the call's deadline, the
/// error comes back at once. A budget that all calls of a client share keeps it from storming a server that is down: it begins with 100
/// tries, each takes one, and each call that succeeds gives a fifth of one back.
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
///     .when(|failed| failed.is_usual() || failed.is_repeatable() && failed.error().status().is_some_and(|status| status == 425));
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
}

type When = dyn Fn(&Failed<'_>) -> bool + Send + Sync;

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 3,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            longest_wait: Duration::from_secs(60),
            is_exact: false,
            when: None,
        }
    }
}

impl RetryPolicy {
    /// No second try, not even with fresher credentials after a 401.
    #[must_use]
    pub fn none() -> Self {
        Self::default().tries(1)
    }

    /// How many tries there are in all: 3 unless set; at least one.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The bound of the first random wait, which doubles for each further one, and what it grows to: 0.5 s and 8 s unless set.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Waits exactly as long as the bound is, and not a random part of it: for tests, and for a client that is alone with its server.
    #[must_use]
    pub fn without_jitter(mut self) -> Self {
        self.is_exact = true;
        self
    }

    /// Which wait is too long to be taken, also of those that the server asks for: above 60 s unless set.
    #[must_use]
    pub fn longest_wait(mut self, longest: Duration) -> Self {
        self.longest_wait = longest;
        self
    }

    /// Decides by a function of your own which failures are tried again, as far as there are tries, time and budget left. A body that
    /// is there once is never sent again.
    #[must_use]
    pub fn when(mut self, when: impl Fn(&Failed<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.when = Some(Arc::new(when));
        self
    }

    /// As [`none`](Self::none), but for a second try with fresher credentials after a 401.
    #[cfg(feature = "events")]
    pub(super) fn fresher_credentials() -> Self {
        Self::default().when(|_| false)
    }

    /// Whether there may be a second try at all.
    pub(super) fn is_any(&self) -> bool {
        self.tries > 1
    }

    /// How long to wait before the next try; `None` if there is none.
    pub(super) fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
        let is_wanted = self.when.as_ref().map_or_else(|| failed.is_usual(), |when| when(failed));
        if failed.tries() >= self.tries || !is_wanted {
            return None;
        }
        let asked = failed.error.retry_after().filter(|asked| !asked.is_zero());
        let wait = asked.unwrap_or_else(|| self.backoff_after(failed.tries()));
        (wait <= self.longest_wait).then_some(wait)
    }

    fn backoff_after(&self, tries: u32) -> Duration {
        let bound = backoff::doubled(self.first, tries, self.longest);
        if self.is_exact { bound } else { bound.mul_f64(fastrand::f64()) }
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

/// A try that failed, for whoever decides whether there is another.
#[derive(Debug)]
pub struct Failed<'a> {
    error: &'a Error,
    is_repeatable: bool,
}

impl<'a> Failed<'a> {
    pub(super) fn new(error: &'a Error, is_repeatable: bool) -> Self {
        Self { error, is_repeatable }
    }

    /// Why it failed, with the raw body of a reply: an empty one where the call is for the raw reply, whose body nobody has read yet.
    #[must_use]
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// Whether the request may reach the server twice: by its method, as it says `idempotent`, or as it carries an idempotency key.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }

    /// How many tries there were, this one included.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.error.tries()
    }

    /// What would be done without a function of your own.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.error.is_passing() && (self.is_repeatable || matches!(self.error, Error::Connect { .. }))
    }
}

/// How many more tries all calls of a client have left, in fifths.
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
    /// Takes what a try costs, if there is that much.
    pub(super) fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(TRY)).is_ok()
    }

    /// What a call that succeeded gives back.
    pub(super) fn give(&self) {
        // Nearly always it is full, and then nothing is written that other threads would wait for.
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
    fn waits_a_random_part_of_the_bound_unless_told_otherwise() {
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
        budget.give();
        assert_eq!((0..200).filter(|_| budget.take()).count(), 100);
        (0..4).for_each(|_| budget.give());
        assert!(!budget.take());
        budget.give();
        assert!(budget.take() && !budget.take());
    }
}
