//! The URL of a next page: resolves it, and checks whether it may be followed.

use http::Uri;
use url::Url;

use crate::base::BaseUrl;

use super::super::Client;

const INVALID: &str = "it is not a valid URL";
const TEMPLATE: &str = "it is a URL template (RFC 6570), because it contains `{`";
const SCHEME: &str = "the scheme of the URL must be `https` or `http`";
const CREDENTIALS: &str = "the URL must not contain credentials";
const ORIGIN: &str = "the URL is on another origin; name the origin with `ClientBuilder::trusted_origin` to send it the client's credentials, or call `rebase()` to keep only the path and the query of the URL";

/// Resolves a URL against that of the page which carried it.
pub(super) fn resolve(page: Option<&Uri>, base: &BaseUrl, text: &str) -> Result<String, &'static str> {
    if text.contains('{') {
        return Err(TEMPLATE);
    }
    let resolved = match page.and_then(|page| Url::parse(&page.to_string()).ok()) {
        Some(page) => page.join(text),
        None => base.url().join(text),
    };
    let mut url = resolved.map_err(|_| INVALID)?;
    url.set_fragment(None);
    Ok(url.into())
}

/// The URL that a page is requested from. With `rebases`, only its path and query count.
pub(super) fn target(client: &Client, resolved: &str, rebases: bool) -> Result<String, &'static str> {
    let url = Url::parse(resolved).map_err(|_| INVALID)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(SCHEME);
    }
    if rebases {
        let mut at_home = client.base().url().clone();
        at_home.set_path(url.path());
        at_home.set_query(url.query());
        return Ok(at_home.into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CREDENTIALS);
    }
    if !client.0.trusts(&url.origin()) {
        return Err(ORIGIN);
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_against_the_page_and_not_against_the_base() {
        let base = "https://h.example/api".parse().unwrap();
        let page = Uri::from_static("https://files.example/v2/a?page=1");
        for (text, url) in [
            ("?page=2", Ok("https://files.example/v2/a?page=2")),
            ("b?page=2#top", Ok("https://files.example/v2/b?page=2")),
            ("/c", Ok("https://files.example/c")),
            ("//other.example/c", Ok("https://other.example/c")),
            ("http://h.example/c?a=%2f&b=,;", Ok("http://h.example/c?a=%2f&b=,;")),
            ("", Ok("https://files.example/v2/a?page=1")),
            ("/c{?page}", Err(TEMPLATE)),
            ("https://[", Err(INVALID)),
        ] {
            assert_eq!(resolve(Some(&page), &base, text).as_deref(), url.as_deref(), "{text}");
        }
        assert_eq!(resolve(None, &base, "/c").as_deref(), Ok("https://h.example/c"));
    }
}
