//! The proxies between a client and the server, and whether they could read its requests.

#[cfg(feature = "reqwest")]
use http::Uri;
#[cfg(feature = "reqwest")]
use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::base::is_loopback;

/// The proxies between a client and the server.
pub(crate) enum Proxies {
    /// No proxy, or one on this machine.
    Local,
    /// A proxy on another machine, or one that is not known.
    #[cfg(feature = "reqwest")]
    Remote,
    /// The proxies of the system and of the environment.
    #[cfg(feature = "reqwest")]
    System(Box<Matcher>),
}

#[cfg(feature = "reqwest")]
impl Proxies {
    /// The proxy at this address, which may lack a scheme.
    pub(crate) fn at(address: &str) -> Self {
        let with_host = |text: &str| Url::parse(text).ok().filter(Url::has_host);
        let url = with_host(address).or_else(|| with_host(&format!("http://{address}")));
        if url.as_ref().and_then(Url::host_str).is_some_and(is_loopback) { Self::Local } else { Self::Remote }
    }

    pub(crate) fn of_system() -> Self {
        Self::System(Box::new(Matcher::from_system()))
    }
}

impl Proxies {
    /// Whether another machine could read requests to this URL.
    ///
    /// It could if they are plain `http`, and the server or a proxy is not on this machine.
    pub(crate) fn expose(&self, url: &Url) -> bool {
        url.scheme() == "http" && (!url.host_str().is_some_and(is_loopback) || self.are_elsewhere(url))
    }

    #[cfg(feature = "reqwest")]
    fn are_elsewhere(&self, url: &Url) -> bool {
        match self {
            Self::Local => false,
            Self::Remote => true,
            Self::System(matcher) => {
                let Ok(uri) = url.as_str().parse::<Uri>() else { return true };
                matcher.intercept(&uri).is_some_and(|proxy| !proxy.uri().host().is_some_and(is_loopback))
            }
        }
    }

    #[cfg(not(feature = "reqwest"))]
    #[expect(clippy::unused_self, reason = "only reqwest uses proxies")]
    fn are_elsewhere(&self, _: &Url) -> bool {
        false
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use super::*;

    fn exposes(proxies: &Proxies, url: &str) -> bool {
        proxies.expose(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_proxy_on_another_machine_reads_plain_http() {
        for (address, is_elsewhere) in [
            ("http://127.0.0.1:3128", false),
            ("http://user:pass@[::1]:3128", false),
            ("http://proxy.localhost", false),
            ("localhost:3128", false),
            ("127.0.0.1", false),
            ("socks5://127.0.0.1:1080", false),
            ("socks5h://LOCALHOST", false),
            ("https://proxy.example", true),
            ("proxy.example:3128", true),
            ("http://localhost.example", true),
            ("socks5://proxy.example", true),
            ("http://localhost@proxy.example", true),
            ("http://[::ffff:10.0.0.1]", true),
            ("", true),
        ] {
            let proxies = Proxies::at(address);
            assert_eq!(exposes(&proxies, "http://localhost/a"), is_elsewhere, "{address}");
            assert!(!exposes(&proxies, "https://api.example/a"), "{address}");
            assert!(exposes(&proxies, "http://api.example/a"), "{address}");
        }
    }

    #[test]
    fn a_proxy_of_the_system_counts_where_it_is_used() {
        let system = |matcher: hyper_util::client::proxy::matcher::Builder| Proxies::System(Box::new(matcher.build()));
        let elsewhere = || Matcher::builder().http("http://proxy.example:3128");
        assert!(exposes(&system(elsewhere()), "http://localhost/a"));
        assert!(!exposes(&system(elsewhere().no("localhost")), "http://localhost/a"));
        assert!(exposes(&system(elsewhere().no("localhost")), "http://127.0.0.1/a"));
        assert!(!exposes(&system(elsewhere()), "https://localhost/a"));
        assert!(!exposes(&system(Matcher::builder().https("http://proxy.example")), "http://localhost/a"));
        assert!(exposes(&system(Matcher::builder().all("http://proxy.example")), "http://localhost/a"));
        assert!(!exposes(&system(Matcher::builder().all("http://[::1]:3128")), "http://localhost/a"));
    }
}
