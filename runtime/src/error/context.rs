//! The facts of a failed call, which every error carries.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::boxed::BoxError;
use crate::endpoint::Endpoint;

use super::headers::ShownHeaders;

/// The facts of a failed call: endpoint, tries, and the received part of the response.
pub struct CallContext {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) tries: u32,
    pub(crate) sent: bool,
    pub(crate) timed_out: bool,
    pub(crate) limit: Option<Duration>,
    /// Why the request body could not be sent, if the body itself failed.
    pub(crate) body_failure: Option<&'static str>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Option<Bytes>,
    pub(crate) source: Option<BoxError>,
    /// The server's own message, already cleaned of secrets.
    pub(crate) message: Option<Box<str>>,
    pub(crate) shown_id: Option<Box<str>>,
    /// The headers for `Debug`, cleaned as the message is.
    pub(crate) shown_headers: ShownHeaders,
    /// A hint that the library adds.
    pub(crate) hint: Option<Box<str>>,
    /// The message of `serde` about a body that does not match the `error` type.
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
            body_failure: None,
            status: None,
            headers: HeaderMap::new(),
            raw: None,
            source: None,
            message: None,
            shown_id: None,
            shown_headers: ShownHeaders::default(),
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

    /// The request's path template, without the values of its placeholders.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.endpoint.path()
    }

    /// The time limit that the call exceeded, if the client stopped it for that reason.
    #[must_use]
    pub fn limit(&self) -> Option<Duration> {
        self.limit
    }

    /// The server's own message, cleaned so that it is safe to log.
    ///
    /// It is one line of at most 200 characters. Control characters are escaped, and the secrets of the request are replaced.
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

/// Shows only response headers that are known to be safe, and the body's length.
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
            context.field("status", &status.as_u16()).field("headers", &self.shown_headers);
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
