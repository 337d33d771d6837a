//! Everything that can go wrong, and whether the server may have seen the request.

mod build;
pub(crate) mod call;
mod cause;
mod config;
mod context;
mod decode;
pub(crate) mod headers;
mod json_path;
pub(crate) mod secrets;
pub(crate) mod server_message;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::boxed::BoxError;
use crate::message::Raw;
use crate::validate::Violations;

pub use crate::base::BaseUrlError;
pub use crate::encode::EncodeError;
pub use build::BuildError;
pub use cause::{NotSent, TimedOut};
pub(crate) use cause::{causes, is_timeout};
pub use config::ConfigError;
pub use context::CallContext;
pub use decode::DecodeError;
pub(crate) use decode::{BodyFailure, Cause};

/// Why a call brought no value.
///
/// The first question to ask it is [`may_have_been_sent`](Self::may_have_been_sent): may the server have acted on the request?
///
/// | variant | this try was | what it carries |
/// |---|---|---|
/// | [`Invalid`](Self::Invalid) | not sent | every violation |
/// | [`Encode`](Self::Encode) | not sent | the field, its place, the reason |
/// | [`Auth`](Self::Auth) | not sent | the provider's error |
/// | [`Connect`](Self::Connect) | not sent | the transport's error |
/// | [`Timeout`](Self::Timeout) | maybe sent | the phase; the context has the limit |
/// | [`Transport`](Self::Transport) | maybe sent | the transport's error |
/// | [`Status`](Self::Status) | sent | the status, the headers, the body |
/// | [`Decode`](Self::Decode) | sent | where in the reply, and what was expected there |
///
/// `E` is the request's `error` type. Neither `Debug` nor `Display` shows anything of the reply's body or of a secret; the
/// methods give what the server said.
#[non_exhaustive]
pub enum Error<E = Raw> {
    /// The request breaks rules of its own declaration. Nothing was sent.
    #[non_exhaustive]
    Invalid {
        /// Every broken rule, in the order of declaration.
        violations: Box<Violations>,
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// A value cannot be sent where it belongs. Nothing was sent.
    #[non_exhaustive]
    Encode {
        /// The field, its place and the reason.
        error: EncodeError,
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// There are no credentials to send. The provider's error is the `source()`.
    #[non_exhaustive]
    Auth {
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// No connection came about, so the server saw nothing of this try. The transport's error is the `source()`.
    #[non_exhaustive]
    Connect {
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// A limit of time passed.
    #[non_exhaustive]
    Timeout {
        /// What the call was waiting for.
        phase: Phase,
        /// What is known of the call; [`CallContext::limit`] tells how long it waited.
        context: Box<CallContext>,
    },
    /// The connection broke, or the body ended early. The transport's error is the `source()`.
    #[non_exhaustive]
    Transport {
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// The server answered with a status that is no success.
    #[non_exhaustive]
    Status {
        /// The status.
        status: StatusCode,
        /// The body, if it is what the request's `error` type describes.
        body: Option<Box<E>>,
        /// What is known of the call.
        context: Box<CallContext>,
    },
    /// The server answered, but not with what the request's `response` type describes.
    #[non_exhaustive]
    Decode {
        /// Where in the reply, and what was expected there.
        error: DecodeError,
        /// What is known of the call.
        context: Box<CallContext>,
    },
}

/// What a call was waiting for when its time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// The connection, or the status and headers of the reply.
    Head,
    /// The body of the reply.
    Body,
    /// The body of the request, while it was being sent.
    Upload,
}

impl<E> Error<E> {
    /// What is known of the call, whatever the variant.
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

    /// Whether the same call may succeed when it is made again later, without doing twice what must be done once.
    ///
    /// True for [`Connect`](Self::Connect) with any method, and for timeouts, broken connections and the statuses 408, 429,
    /// 500, 502, 503 and 504 with GET, HEAD, PUT, DELETE and OPTIONS, a request that says that it is `idempotent`, and one that
    /// carries an idempotency key.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let context = self.context();
        let once_more = context.endpoint.is_idempotent() || context.idempotency_key.is_some();
        let is_unsent = matches!(self, Self::Connect { context } if !context.sent);
        self.is_passing() && (once_more || is_unsent)
    }

    /// Whether the cause may be gone later, whatever the method.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Timeout { .. } | Self::Transport { .. } => true,
            Self::Status { status, .. } => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether a limit of time was the cause; a connection that was not made in time counts.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout { .. } => true,
            Self::Connect { context } | Self::Auth { context } => context.timed_out,
            _ => false,
        }
    }

    /// How many times the request was tried: 0 if it never came to that.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.context().tries
    }

    /// The reply's status, if its head arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.context().status
    }

    /// The reply's headers, if its head arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.context().status.map(|_| &self.context().headers)
    }

    /// How long the server asks to wait before the next try (`Retry-After`: RFC 9110, section 10.2.3): seconds, or the time
    /// from now to a date, which is zero for a date in the past.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        headers::retry_after(self.headers()?)
    }

    /// The server's name for this request, from the first of `x-request-id`, `request-id`, `x-correlation-id`,
    /// `x-amzn-requestid` and `cf-ray` that the reply has.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(self.headers()?)
    }

    /// The key under which the server knows all tries of this call: what the request's header `Idempotency-Key` was.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.context().idempotency_key.as_deref()
    }

    /// The body of a [`Status`](Self::Status), if it is what the request's `error` type describes.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        match self {
            Self::Status { body, .. } => body.as_deref(),
            _ => None,
        }
    }

    /// The reply's body as it came, as far as it was read. Always there for [`Status`](Self::Status) and
    /// [`Decode`](Self::Decode).
    #[must_use]
    pub fn raw(&self) -> Option<&Bytes> {
        self.context().raw.as_ref()
    }

    /// The broken rules of an [`Invalid`](Self::Invalid) request.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Invalid { violations, .. } => Some(violations),
            _ => None,
        }
    }

    /// The words of `serde`, or of a value's own `Serialize`. They may quote values, so no message contains them.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Encode { error, .. } => error.detail(),
            Self::Decode { error, .. } => error.detail(),
            _ => self.context().detail.as_deref(),
        }
    }

    /// The same error with the raw body for its typed one, so that calls of several endpoints have one error type.
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
            Self::Auth { .. } => f.write_str("no credentials")?,
            Self::Connect { .. } => f.write_str("no connection")?,
            Self::Timeout { phase, context } => {
                write!(f, "no {} ", phase.awaited())?;
                match context.limit {
                    Some(limit) => write!(f, "within {limit:?}")?,
                    None => f.write_str("in the time that the transport allows")?,
                }
            }
            Self::Transport { .. } => f.write_str("the connection broke")?,
            Self::Status { status, .. } => status.fmt(f)?,
            Self::Decode { error, .. } => error.fmt(f)?,
        }
        context.write_words(f, matches!(self, Self::Status { .. }))
    }
}

impl Phase {
    const fn awaited(self) -> &'static str {
        match self {
            Self::Head => "reply",
            Self::Body => "whole body",
            Self::Upload => "end of the upload",
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
        Some(&**source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_small_whatever_its_body() {
        assert!(size_of::<Error>() <= 3 * size_of::<usize>());
        assert!(size_of::<Error<[u64; 100]>>() <= 3 * size_of::<usize>());
    }
}
