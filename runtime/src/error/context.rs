//! What every error knows of the call that it ended.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::boxed::BoxError;
use crate::endpoint::Endpoint;

use super::headers::SafeHeaders;

/// What is known of a call that failed: its endpoint, its tries, and of the reply what had arrived.
pub struct CallContext {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) tries: u32,
    pub(crate) sent: bool,
    pub(crate) timed_out: bool,
    pub(crate) limit: Option<Duration>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Option<Bytes>,
    pub(crate) source: Option<BoxError>,
    /// The server's own words, already fit to be shown.
    pub(crate) message: Option<Box<str>>,
    pub(crate) shown_id: Option<Box<str>>,
    /// A hint of ours.
    pub(crate) hint: Option<Box<str>>,
    /// The words of `serde` on a body that is not what the `error` type describes.
    pub(crate) detail: Option<Box<str>>,
    pub(crate) idempotency_key: Option<Box<str>>,
}

impl CallContext {
    pub(crate) fn new(endpoint: &'static Endpoint) -> Box<Self> {
        Box::new(Self {
            endpoint,
            tries: 0,
            sent: false,
            timed_out: false,
            limit: None,
            status: None,
            headers: HeaderMap::new(),
            raw: None,
            source: None,
            message: None,
            shown_id: None,
            hint: None,
            detail: None,
            idempotency_key: None,
        })
    }

    /// The request's method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.endpoint.method()
    }

    /// The request's path template, which has no value in it.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.endpoint.path()
    }

    /// How long the call waited before the client gave it up, if that is why it failed.
    #[must_use]
    pub fn limit(&self) -> Option<Duration> {
        self.limit
    }

    /// The server's own message as it may be shown: one line of at most 200 characters, in which control characters are
    /// escaped and the request's secrets are replaced.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    pub(super) fn write_words(&self, f: &mut fmt::Formatter<'_>, says_status: bool) -> fmt::Result {
        if let (Some(status), false) = (self.status, says_status) {
            write!(f, " (status {status})")?;
        }
        if let Some(id) = &self.shown_id {
            write!(f, " (request {id})")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

/// Of the reply's headers only those that are known to be safe; of its body only the length.
impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut context = f.debug_struct("CallContext");
        context
            .field("method", &self.method())
            .field("path", &self.template())
            .field("tries", &self.tries)
            .field("may_have_been_sent", &self.sent);
        if let Some(limit) = self.limit {
            context.field("limit", &limit);
        }
        if let Some(status) = self.status {
            context.field("status", &status.as_u16()).field("headers", &SafeHeaders(&self.headers));
        }
        if let Some(raw) = &self.raw {
            context.field("body_bytes", &raw.len());
        }
        if let Some(message) = &self.message {
            context.field("message", message);
        }
        if let Some(source) = &self.source {
            context.field("source", source);
        }
        context.finish_non_exhaustive()
    }
}
