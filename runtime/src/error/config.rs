//! The error of building a client.

use std::borrow::Cow;
use std::fmt;

use crate::base::BaseUrlError;
use crate::boxed::BoxError;
use crate::shown::{self, Quoted};

/// Why [`ClientBuilder::build`](crate::client::ClientBuilder::build) failed.
///
/// The message never quotes the base URL, which may contain credentials.
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not valid.
    #[non_exhaustive]
    Base {
        /// Why it is not valid.
        reason: Cow<'static, str>,
    },
    /// Credentials would be sent over plain `http` to another machine.
    ///
    /// That machine is the base, a trusted origin or a proxy.
    PlainHttp,
    /// A [trusted origin](crate::client::ClientBuilder::trusted_origin) is not valid.
    #[non_exhaustive]
    Origin {
        /// Why it is not valid.
        reason: Cow<'static, str>,
    },
    /// A header of the client cannot be sent.
    #[non_exhaustive]
    Header {
        /// The header's name, as you gave it.
        ///
        /// It is empty if the name is invalid, because that may be a credential.
        name: Box<str>,
        /// Why it cannot be sent.
        reason: Cow<'static, str>,
    },
    /// The transport cannot be set up.
    ///
    /// The cause is a proxy address, the TLS configuration, or the thread of a blocking client.
    #[non_exhaustive]
    Transport {
        /// The transport's error.
        source: BoxError,
    },
    /// Settings of the default transport were combined with a custom transport, which would ignore them.
    TwoTransports,
    /// The base URL is `https`, and no feature of TLS is on.
    NoTls,
    /// The feature `reqwest` is off, and no transport was given.
    NoTransport,
}

impl ConfigError {
    pub(crate) fn header(name: &str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Header { name: name.into(), reason: reason.into() }
    }
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base { reason } => f.debug_struct("Base").field("reason", reason).finish(),
            Self::PlainHttp => f.write_str("PlainHttp"),
            Self::Origin { reason } => f.debug_struct("Origin").field("reason", reason).finish(),
            Self::Header { name, reason } => {
                f.debug_struct("Header").field("name", &Quoted(name)).field("reason", reason).finish()
            }
            Self::Transport { source } => f.debug_struct("Transport").field("source", source).finish(),
            Self::TwoTransports => f.write_str("TwoTransports"),
            Self::NoTls => f.write_str("NoTls"),
            Self::NoTransport => f.write_str("NoTransport"),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base { reason } => write!(f, "the base URL is not valid: {reason}"),
            Self::PlainHttp => f.write_str(
                "plain http would expose the credentials to another machine, which is the base, a trusted origin or a proxy; use https, or call `allow_plain_http()` if you trust the network",
            ),
            Self::Origin { reason } => write!(f, "the trusted origin is not valid: {reason}"),
            Self::Header { name, reason } if name.is_empty() => write!(f, "a header cannot be sent: {reason}"),
            Self::Header { name, reason } => write!(f, "the header `{}` cannot be sent: {reason}", shown::escaped((&**name).into())),
            Self::Transport { source } => write!(f, "cannot set up the transport: {source}"),
            Self::TwoTransports => f.write_str(
                "`proxy()`, `system_proxy()` and `reqwest()` have no effect on a custom transport; leave them out, or call `layered()` instead of `transport()`",
            ),
            Self::NoTls => f.write_str(
                "an `https` base URL needs TLS; enable the feature `rustls`, `rustls-no-provider` or `native-tls` of `api-request`",
            ),
            Self::NoTransport => f.write_str(
                "no transport; enable the feature `reqwest` of `api-request`, or pass a transport to `transport()`",
            ),
        }
    }
}

impl From<BaseUrlError> for ConfigError {
    fn from(error: BaseUrlError) -> Self {
        Self::Base { reason: error.into_reason() }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport { source } => Some(&**source),
            _ => None,
        }
    }
}
