//! The base URL, to which the paths of requests are joined.

#[cfg(feature = "reqwest")]
use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
#[cfg(feature = "reqwest")]
use std::sync::OnceLock;

use http::uri::{Authority, PathAndQuery, Scheme};
use url::Url;

/// A base URL: a scheme, a host, and optionally a path prefix.
///
/// The path of each request is joined to it with exactly one slash.
///
/// ```
/// use api_request::BaseUrl;
///
/// let base: BaseUrl = "https://auth.example.com/v1/".parse()?;
/// assert_eq!(base.to_string(), "https://auth.example.com/v1");
/// assert!("https://user:pass@auth.example.com".parse::<BaseUrl>().is_err());
/// # Ok::<(), api_request::error::BaseUrlError>(())
/// ```
///
/// Parsing fails if the URL has a query, a fragment or credentials, or a scheme other than `http` and `https`.
#[derive(Clone)]
pub struct BaseUrl(Arc<Parts>);

struct Parts {
    url: Url,
    scheme: Scheme,
    authority: Authority,
    /// Without a trailing slash.
    prefix: Box<str>,
    /// What a transport has computed from the base, once for all calls.
    #[cfg(feature = "reqwest")]
    kept: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl BaseUrl {
    pub(crate) fn url(&self) -> &Url {
        &self.0.url
    }

    /// Returns what `make` computes from the base. It runs once, and later calls share the result.
    ///
    /// Returns `None` if a value of another type is already stored.
    #[cfg(feature = "reqwest")]
    pub(crate) fn keep<T: Any + Send + Sync>(&self, make: impl FnOnce(&Url) -> T) -> Option<&T> {
        self.0.kept.get_or_init(|| Box::new(make(self.url()))).downcast_ref()
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

    /// The number of bytes before the path of a URL.
    pub(crate) fn origin_len(&self) -> usize {
        self.scheme().as_str().len() + "://".len() + self.authority().as_str().len()
    }
}

/// Whether the host is this machine.
///
/// These are 127.0.0.0/8, `::1`, `localhost` and its subdomains (RFC 6761, section 6.3).
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    match bare.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => {
            let name = host.to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => BaseUrlError::new("it has no scheme; begin it with `https://`"),
            error => BaseUrlError::new(format!("it is not a URL: {error}")),
        })?;
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            "http" => Scheme::HTTP,
            _ => return Err(BaseUrlError::new("its scheme is neither `https` nor `http`; begin it with `https://`")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::new("it has credentials; pass them to `ClientBuilder::auth` instead"));
        }
        if url.query().is_some() {
            return Err(BaseUrlError::new("it has a query; make each parameter a field of the request instead"));
        }
        if url.fragment().is_some() {
            return Err(BaseUrlError::new("it has a fragment, which is never sent; remove it"));
        }
        let authority = Authority::from_str(url.authority());
        let prefix = url.path().trim_end_matches('/');
        match (authority, prefix.is_empty() || PathAndQuery::try_from(prefix).is_ok()) {
            (Ok(authority), true) => Ok(Self(Arc::new(Parts {
                prefix: prefix.into(),
                scheme,
                authority,
                #[cfg(feature = "reqwest")]
                kept: OnceLock::new(),
                url,
            }))),
            _ => Err(BaseUrlError::new("its host or path has a character that HTTP does not allow")),
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

/// Why a base URL is not valid.
///
/// The message never quotes the URL, which may contain credentials.
#[derive(Debug)]
pub struct BaseUrlError {
    reason: Cow<'static, str>,
}

impl BaseUrlError {
    fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into() }
    }

    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    pub(crate) fn into_reason(self) -> Cow<'static, str> {
        self.reason
    }
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL is not valid: {}", self.reason)
    }
}

impl std::error::Error for BaseUrlError {}
