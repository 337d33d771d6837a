//! The address that every request of a client begins with.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use http::uri::{Authority, PathAndQuery, Scheme};
use url::{Host, Url};

use crate::error::ConfigError;
#[cfg(feature = "reqwest")]
use crate::transport::KnownUrl;

/// A scheme, a host, and maybe a prefix of the path: what a request's own path is joined to, with one slash.
///
/// ```
/// use api_request::BaseUrl;
///
/// let base: BaseUrl = "https://auth.example.com/v1/".parse()?;
/// assert_eq!(base.to_string(), "https://auth.example.com/v1");
/// assert!("https://user:pass@auth.example.com".parse::<BaseUrl>().is_err());
/// # Ok::<(), api_request::error::ConfigError>(())
/// ```
///
/// A query, a fragment, credentials, or a scheme other than `http` and `https` is refused.
#[derive(Clone)]
pub struct BaseUrl(Arc<Parts>);

struct Parts {
    url: Url,
    scheme: Scheme,
    authority: Authority,
    /// Without a slash at its end.
    prefix: Box<str>,
    #[cfg(feature = "reqwest")]
    known: Option<KnownUrl>,
}

impl BaseUrl {
    pub(crate) fn url(&self) -> &Url {
        &self.0.url
    }

    /// `None` if URLs cannot be put together from it.
    #[cfg(feature = "reqwest")]
    pub(crate) fn known(&self) -> Option<&KnownUrl> {
        self.0.known.as_ref()
    }

    pub(crate) fn scheme(&self) -> &Scheme {
        &self.0.scheme
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.0.authority
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// How many bytes of a URL come before its path.
    pub(crate) fn origin_len(&self) -> usize {
        self.scheme().as_str().len() + "://".len() + self.authority().as_str().len()
    }

    /// Whether what is sent there can be read on the way: plain `http` that leaves this machine.
    pub(crate) fn is_exposed(&self) -> bool {
        *self.scheme() == Scheme::HTTP && !is_loopback(self.url())
    }
}

/// 127.0.0.0/8, `::1`, `localhost` and the names below it (RFC 6761, section 6.3).
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

impl FromStr for BaseUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => ConfigError::base("it has no scheme: begin it with `https://`"),
            error => ConfigError::base(format!("it is not a URL: {error}")),
        })?;
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            "http" => Scheme::HTTP,
            _ => return Err(ConfigError::base("its scheme is neither `https` nor `http`: begin it with `https://`")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::base("it has credentials: give them to `auth` instead"));
        }
        if url.query().is_some() {
            return Err(ConfigError::base("it has a query: make each of its parameters a field of the request"));
        }
        if url.fragment().is_some() {
            return Err(ConfigError::base("it has a fragment, which is never sent"));
        }
        let authority = Authority::from_str(url.authority());
        let prefix = url.path().trim_end_matches('/');
        match (authority, prefix.is_empty() || PathAndQuery::try_from(prefix).is_ok()) {
            (Ok(authority), true) => Ok(Self(Arc::new(Parts {
                prefix: prefix.into(),
                scheme,
                authority,
                #[cfg(feature = "reqwest")]
                known: KnownUrl::new(&url),
                url,
            }))),
            _ => Err(ConfigError::base("its host or path has characters that HTTP cannot carry")),
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme(), self.authority(), self.prefix())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}
