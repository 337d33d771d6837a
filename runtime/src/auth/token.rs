//! A token and its lifetime.

use std::time::Duration;

use crate::Secret;

/// A token and its lifetime.
///
/// A function passed to [`Refreshing::new`](super::Refreshing::new) returns it. `Debug` does not show the token.
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) value: Secret<String>,
    pub(super) expires_in: Option<Duration>,
}

impl Token {
    /// Creates a token that is used until the server rejects it.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: Secret::new(value.into()), expires_in: None }
    }

    /// Sets how long the token is valid, counted from the start of the fetch.
    ///
    /// OAuth 2.0 servers send it as `expires_in` (RFC 6749, section 5.1). `None` means that the server did not send a lifetime.
    #[must_use]
    pub fn expires_in(mut self, lifetime: impl Into<Option<Duration>>) -> Self {
        self.expires_in = lifetime.into();
        self
    }
}
