//! Why a client cannot be built.

use std::borrow::Cow;
use std::fmt;

use crate::base::BaseUrlError;
use crate::boxed::BoxError;

/// What [`ClientBuilder::build`](crate::client::ClientBuilder::build) and parsing a [`BaseUrl`](crate::BaseUrl) refuse. It
/// never quotes the base URL, which may have credentials in it.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is none that requests can be joined to.
    #[non_exhaustive]
    Base {
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// Credentials would go over plain `http` to another machine.
    PlainHttp,
    /// A header for every request cannot be sent.
    #[non_exhaustive]
    Header {
        /// The header's name, as it was given.
        name: Box<str>,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// The transport cannot be set up: a proxy's address, or TLS.
    #[non_exhaustive]
    Transport {
        /// What it said.
        source: BoxError,
    },
    /// A proxy or a builder of reqwest's was given, and a transport of one's own, which would know nothing of it.
    TwoTransports,
    /// There is no transport: the feature `reqwest` is off, and none was given.
    NoTransport,
}

impl ConfigError {
    pub(crate) fn header(name: &str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Header { name: name.into(), reason: reason.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base { reason } => write!(f, "the base URL cannot be used: {reason}"),
            Self::PlainHttp => f.write_str(
                "credentials over plain http can be read on the way: use https, or say `allow_plain_http()` if the network is trusted",
            ),
            Self::Header { name, reason } => write!(f, "the header `{}` cannot be sent: {reason}", name.escape_debug()),
            Self::Transport { source } => write!(f, "the transport cannot be set up: {source}"),
            Self::TwoTransports => f.write_str(
                "`transport()` brings its own connections, so `proxy()`, `system_proxy()` and `reqwest()` would do nothing: leave them out, or use `layered()` in place of `transport()`",
            ),
            Self::NoTransport => f.write_str(
                "there is no transport: turn on the feature `reqwest` of `api-request`, or give one to `transport()`",
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
