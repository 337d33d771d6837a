//! A token, and how long it is good.

use std::time::Duration;

use crate::Secret;

/// A token, and how long it is good. `Debug` does not show it.
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) value: Secret<String>,
    pub(super) expires_in: Option<Duration>,
}

impl Token {
    /// A token that is good until a server refuses it.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: Secret::new(value.into()), expires_in: None }
    }

    /// How long it is good from now on, if the server says so: `expires_in` in RFC 6749, section 5.1.
    #[must_use]
    pub fn expires_in(mut self, lifetime: impl Into<Option<Duration>>) -> Self {
        self.expires_in = lifetime.into();
        self
    }
}
