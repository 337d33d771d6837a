//! The errors of the crate, and whether the server may have received the request.

mod build;
pub(crate) mod call_facts;
mod cause;
mod config;
mod context;
mod convert;
mod decode;
pub(crate) mod headers;
mod json_path;
pub(crate) mod secrets;
pub(crate) mod server_message;
mod unfollowed;
pub(crate) mod wait;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::boxed::BoxError;
#[cfg(feature = "mock")]
use crate::endpoint::Endpoint;
use crate::message::Raw;
use crate::validate::Violations;

pub use crate::base::BaseUrlError;
pub use crate::encode::EncodeError;
pub use build::BuildError;
pub(crate) use cause::Rooted;
pub use cause::{NotSent, TimedOut};
pub(crate) use cause::{causes, is_timeout};
pub use config::ConfigError;
pub use context::CallContext;
pub use decode::DecodeError;
pub(crate) use decode::{BodyFailure, Cause};
pub(crate) use unfollowed::Unfollowed;

/// Why a call failed.
///
/// [`may_have_been_sent`](Self::may_have_been_sent) tells whether the server may have acted on the request. Check it before you
/// retry a request that must not run twice.
///
/// | variant | was the last try sent? | what the error carries |
/// |---|---|---|
/// | [`Invalid`](Self::Invalid) | no | every violation |
/// | [`Encode`](Self::Encode) | no | the field, its place and the reason |
/// | [`Auth`](Self::Auth) | no | the credentials provider's error |
/// | [`Connect`](Self::Connect) | no | the transport's error |
/// | [`Timeout`](Self::Timeout) | maybe | the phase; the time limit is in the [context](Self::context) |
/// | [`Transport`](Self::Transport) | maybe | the transport's error |
/// | [`Status`](Self::Status) | yes | the status, the headers and the body |
/// | [`Decode`](Self::Decode) | yes | the position in the response and what was expected there |
///
/// `E` is the request's `error` type. `Debug` and `Display` show no secret and no part of the response body, except the server's
/// own message with the secrets removed. Read the rest through the methods. The chapter [`errors`](crate::guide::errors) shows how
/// to handle each variant.
#[non_exhaustive]
pub enum Error<E = Raw> {
    /// The request violates its own validation rules.
    ///
    /// Nothing was sent.
    #[non_exhaustive]
    Invalid {
        /// Every violation, in the order of declaration.
        violations: Box<Violations>,
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// A value cannot be encoded in its place.
    ///
    /// Nothing was sent.
    #[non_exhaustive]
    Encode {
        /// The field, its place and the reason.
        error: EncodeError,
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// The credentials could not be obtained or may not be sent.
    ///
    /// The `source()` is the reason.
    #[non_exhaustive]
    Auth {
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// The connection failed before this try was sent, or the server refused the request unprocessed.
    ///
    /// The `source()` is the transport's error. For the default transport, it is the root cause, such as `Connection refused`.
    #[non_exhaustive]
    Connect {
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// The call exceeded a time limit.
    #[non_exhaustive]
    Timeout {
        /// What the call was waiting for.
        phase: Phase,
        /// The facts of the call.
        ///
        /// [`CallContext::limit`] is the time limit.
        context: Box<CallContext>,
    },
    /// The connection was lost, the response body ended early, or the request body failed.
    ///
    /// The `source()` is the transport's error. For the default transport, it is the root cause, such as `Connection reset by peer`.
    /// If the request body could not be read or has the wrong length, `Display` says so, and the `source()` is the error of that body.
    #[non_exhaustive]
    Transport {
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// The server answered with a status that is not a success.
    #[non_exhaustive]
    Status {
        /// The status.
        status: StatusCode,
        /// The body, if it could be decoded as the request's `error` type.
        body: Option<Box<E>>,
        /// The facts of the call.
        context: Box<CallContext>,
    },
    /// The response cannot be decoded as the request's `response` type.
    #[non_exhaustive]
    Decode {
        /// The position in the response and what was expected there.
        error: DecodeError,
        /// The facts of the call.
        context: Box<CallContext>,
    },
}

/// What a call was waiting for when it timed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// The connection, or the status and headers of the response.
    Head,
    /// The response body.
    Body,
    /// The upload of the request body.
    Upload,
}

impl<E> Error<E> {
    /// The facts of the call, which every variant carries.
    #[must_use]
    pub fn context(&self) -> &CallContext {
        match self {
            Self::Invalid { context, .. }
            | Self::Encode { context, .. }
            | Self::Auth { context }
            | Self::Connect { context }
            | Self::Timeout { context, .. }
            | Self::Transport { context }
            | Self::Status { context, .. }
            | Self::Decode { context, .. } => context,
        }
    }

    /// Whether any try of the call may have reached the server.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.context().sent
    }

    /// Whether it is safe and useful to retry the call later.
    ///
    /// - [`Connect`](Self::Connect) is retryable if no try may have reached the server, with any method.
    /// - [`Connect`](Self::Connect), [`Timeout`](Self::Timeout), [`Transport`](Self::Transport) and the statuses 408, 429, 500, 502,
    ///   503 and 504 are retryable if the request is idempotent: its method is GET, HEAD, PUT, DELETE or OPTIONS, it is declared
    ///   `idempotent`, or it carries an idempotency key.
    /// - Everything else is not retryable.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let context = self.context();
        let once_more = context.endpoint.is_idempotent() || context.idempotency_key.is_some();
        let is_unsent = matches!(self, Self::Connect { context } if !context.sent);
        self.is_passing() && (once_more || is_unsent)
    }

    /// Whether the cause may be temporary. Ignores the method.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Timeout { .. } | Self::Transport { .. } => true,
            Self::Status { status, .. } => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether a time limit was the cause.
    ///
    /// It includes a connect timeout, and a timeout while credentials are fetched.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout { .. } => true,
            Self::Connect { context } | Self::Auth { context } => context.timed_out,
            _ => false,
        }
    }

    /// How many times the client tried to send the request.
    ///
    /// It is 0 if the call failed before the first try.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.context().tries
    }

    /// The response status, if the response head arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.context().status
    }

    /// The response headers, if the response head arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.context().status.map(|_| &self.context().headers)
    }

    /// How long the server asks you to wait before the next try.
    ///
    /// Reads `Retry-After` (RFC 9110, section 10.2.3), either seconds or a date. A fraction of a second is rounded up, and a date in the
    /// past gives zero.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        wait::retry_after(self.headers()?)
    }

    /// The request ID that the server assigned.
    ///
    /// It is the first of these response headers: `x-request-id`, `request-id`, `x-correlation-id`, `x-amzn-requestid`, `cf-ray`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(self.headers()?)
    }

    /// The idempotency key that was sent with every try of this call.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.context().idempotency_key.as_deref()
    }

    /// The body of a [`Status`](Self::Status), if it could be decoded as the request's `error` type.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Status { body, .. } => body.as_deref(),
            _ => None,
        }
    }

    /// The raw bytes of the response body, as far as they were read.
    ///
    /// Always `Some` for [`Status`](Self::Status) and [`Decode`](Self::Decode).
    #[must_use]
    pub fn raw(&self) -> Option<&Bytes> {
        self.context().raw.as_ref()
    }

    /// The violations of an [`Invalid`](Self::Invalid) request.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Invalid { violations, .. } => Some(violations),
            _ => None,
        }
    }

    /// The message of `serde`, or of a value's own `Serialize` implementation.
    ///
    /// It may quote values, so neither `Display` nor `Debug` shows it.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Encode { error, .. } => error.detail(),
            Self::Decode { error, .. } => error.detail(),
            _ => self.context().detail.as_deref(),
        }
    }

    /// Creates the error of a call that was answered with this status.
    ///
    /// It is for tests of your own code.
    ///
    /// It names no request: its `Display` begins with `TEST /`. The body is only in [`body`](Self::body); the raw one is empty.
    ///
    /// ```
    /// use api_request::Error;
    /// use http::StatusCode;
    ///
    /// let error = Error::status_of(StatusCode::CONFLICT, "the name exists");
    /// assert_eq!(error.status(), Some(StatusCode::CONFLICT));
    /// assert_eq!(error.body(), Some(&"the name exists"));
    /// ```
    #[cfg(feature = "mock")]
    #[must_use]
    pub fn status_of(status: StatusCode, body: E) -> Self {
        const TEST: &Endpoint = &Endpoint::new("TEST", "/");
        let mut context = CallContext::new(TEST);
        (context.tries, context.sent) = (1, true);
        (context.status, context.raw) = (Some(status), Some(Bytes::new()));
        Self::Status { status, body: Some(Box::new(body)), context }
    }

    /// Replaces the typed body with the raw one.
    ///
    /// Calls of several endpoints can then share one error type.
    #[must_use]
    pub fn erase(self) -> Error {
        let raw = self.raw().cloned();
        self.with_body(raw.map(|raw| Box::new(Raw(raw))))
    }

    /// The same error with another body.
    pub(crate) fn with_body<F>(self, body: Option<Box<F>>) -> Error<F> {
        match self {
            Self::Invalid { violations, context } => Error::Invalid { violations, context },
            Self::Encode { error, context } => Error::Encode { error, context },
            Self::Auth { context } => Error::Auth { context },
            Self::Connect { context } => Error::Connect { context },
            Self::Timeout { phase, context } => Error::Timeout { phase, context },
            Self::Transport { context } => Error::Transport { context },
            Self::Status { status, context, .. } => Error::Status { status, body, context },
            Self::Decode { error, context } => Error::Decode { error, context },
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = self.context();
        write!(f, "{} {}: ", context.method(), context.template())?;
        match self {
            Self::Invalid { violations, .. } => violations.fmt(f)?,
            Self::Encode { error, .. } => error.fmt(f)?,
            Self::Auth { .. } => f.write_str("cannot add credentials")?,
            Self::Connect { .. } => f.write_str("cannot connect")?,
            Self::Timeout { phase, context } => {
                match context.limit {
                    Some(limit) => write!(f, "timed out after {limit:?}")?,
                    None => f.write_str("the transport timed out")?,
                }
                write!(f, " while {}", phase.activity())?;
            }
            Self::Transport { context } => f.write_str(context.body_failure.unwrap_or("the connection was lost"))?,
            Self::Status { status, .. } => status.fmt(f)?,
            Self::Decode { error, .. } => error.fmt(f)?,
        }
        context.write_words(f, matches!(self, Self::Status { .. }))
    }
}

impl Phase {
    const fn activity(self) -> &'static str {
        match self {
            Self::Head => "waiting for the response",
            Self::Body => "reading the response body",
            Self::Upload => "sending the request body",
        }
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut variant = f.debug_struct(match self {
            Self::Invalid { .. } => "Invalid",
            Self::Encode { .. } => "Encode",
            Self::Auth { .. } => "Auth",
            Self::Connect { .. } => "Connect",
            Self::Timeout { .. } => "Timeout",
            Self::Transport { .. } => "Transport",
            Self::Status { .. } => "Status",
            Self::Decode { .. } => "Decode",
        });
        match self {
            Self::Invalid { violations, .. } => variant.field("violations", violations),
            Self::Encode { error, .. } => variant.field("error", error),
            Self::Timeout { phase, .. } => variant.field("phase", phase),
            Self::Status { status, .. } => variant.field("status", status),
            Self::Decode { error, .. } => variant.field("error", error),
            Self::Auth { .. } | Self::Connect { .. } | Self::Transport { .. } => &mut variant,
        };
        variant.field("context", self.context()).finish()
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source: &BoxError = self.context().source.as_ref()?;
        Some(source.downcast_ref::<Rooted>().map_or(&**source, Rooted::root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_for_every_body_type() {
        assert!(size_of::<Error>() <= 3 * size_of::<usize>());
        assert!(size_of::<Error<[u64; 100]>>() <= 3 * size_of::<usize>());
    }
}
