//! The origins that a client trusts with its credentials, besides that of its base.

use std::fmt;

use url::{Origin, Url};

use crate::error::ConfigError;
use crate::transport::Proxies;

/// The trusted origins of a client.
#[derive(Clone, Default)]
pub(super) struct TrustedOrigins(Box<[Origin]>);

impl TrustedOrigins {
    /// Parses the origins. Unless `allows_plain_http`, none of them may expose credentials.
    pub(super) fn new(texts: &[String], proxies: &Proxies, allows_plain_http: bool) -> Result<Self, ConfigError> {
        let parse_one = |text: &String| {
            let url = parse(text).map_err(|reason| ConfigError::Origin { reason: reason.into() })?;
            if !allows_plain_http && proxies.expose(&url) { Err(ConfigError::PlainHttp) } else { Ok(url.origin()) }
        };
        texts.iter().map(parse_one).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn contain(&self, origin: &Origin) -> bool {
        self.0.contains(origin)
    }
}

/// Parses an origin. The error never quotes the text, which may contain credentials.
fn parse(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|error| match error {
        url::ParseError::RelativeUrlWithoutBase => "it has no scheme; begin it with `https://`",
        _ => "it is not a URL",
    })?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err("its scheme is neither `https` nor `http`; begin it with `https://`");
    }
    // `url` removes an empty user from `https://@host`.
    if text.contains('@') {
        return Err("it has credentials; pass them to `ClientBuilder::auth` instead");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("it has a path, a query or a fragment; write only its scheme, host and port");
    }
    if url.host_str().is_some_and(|host| host.contains('*')) {
        return Err("it has a wildcard; call `trusted_origin` for each host");
    }
    Ok(url)
}

impl fmt::Debug for TrustedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(Origin::ascii_serialization)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_scheme_a_host_and_a_port() {
        for (text, origin) in [
            ("https://uploads.example.com", "https://uploads.example.com"),
            ("https://uploads.example.com/", "https://uploads.example.com"),
            ("HTTPS://Uploads.Example.COM:443", "https://uploads.example.com"),
            ("https://uploads.example.com:8443", "https://uploads.example.com:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://[2001:DB8::0:1]:443", "https://[2001:db8::1]"),
            ("http://127.1:80", "http://127.0.0.1"),
        ] {
            assert_eq!(parse(text).unwrap().origin().ascii_serialization(), origin, "{text}");
        }
        for (text, reason) in [
            ("uploads.example.com", "no scheme"),
            ("//uploads.example.com", "no scheme"),
            ("localhost:8080", "neither `https` nor `http`"),
            ("wss://uploads.example.com", "neither `https` nor `http`"),
            ("https://", "not a URL"),
            ("https://[::1", "not a URL"),
            ("https://h.example:99999", "not a URL"),
            ("https://user:canary@h.example", "credentials"),
            ("https://@h.example", "credentials"),
            ("https://h.example/a", "a path"),
            ("https://h.example//", "a path"),
            ("https://h.example?", "a path"),
            ("https://h.example/?a", "a path"),
            ("https://h.example#", "a path"),
            ("https://*.example.com", "a wildcard"),
        ] {
            let found = parse(text).unwrap_err();
            assert!(found.contains(reason) && !found.contains("canary"), "{text}: {found}");
        }
    }
}
