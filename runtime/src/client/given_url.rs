//! A URL that the server gave, which replaces the URL of a request.

use http::{Request, Uri};
use url::{Url, form_urlencoded};

use crate::encode::{EncodeError, Given};
use crate::message::Body;
use crate::value::limits::MAX_URL;

use super::Inner;

/// The URL of one call, and how it is used.
#[derive(Default)]
pub(super) struct GivenUrl {
    pub(super) url: Option<Box<str>>,
    /// Whether the URL may be on an origin that the client does not trust.
    pub(super) any_origin: bool,
    /// Whether the query of the request is added.
    pub(super) with_query: bool,
}

/// A given URL that a request may be sent to.
pub(super) struct Target {
    url: Url,
    /// The names in the URL's query, if the query of the request is added.
    names: Option<Vec<Box<str>>>,
    /// Whether the URL is on an origin that the client does not trust.
    pub(super) is_untrusted: bool,
    /// Whether credentials would be exposed on the way.
    pub(super) is_exposed: bool,
}

impl GivenUrl {
    /// Resolves the URL; `None` if the call has none.
    pub(super) fn resolve(self, client: &Inner, has_own_auth: bool) -> Option<Result<Target, EncodeError>> {
        let text = self.url.as_deref()?;
        Some(self.target(text, client, has_own_auth).map_err(EncodeError::of_request))
    }

    fn target(&self, text: &str, client: &Inner, has_own_auth: bool) -> Result<Target, &'static str> {
        if text.contains('{') {
            return Err(
                "the given URL is a URL template (RFC 6570), because it contains `{`: replace the parts in braces, or remove them and add their values with `with_query()`",
            );
        }
        let mut url = join(client.base.url(), text).ok_or("the given URL is not valid")?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err("the scheme of the given URL must be `https` or `http`");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the given URL must not contain credentials");
        }
        let is_untrusted = !client.trusts(&url.origin());
        if is_untrusted && !self.any_origin {
            return Err(
                "the given URL is on another origin: name the origin with `ClientBuilder::trusted_origin` to send it the client's credentials, or call `any_origin()` to send the request there without credentials",
            );
        }
        if is_untrusted && has_own_auth {
            return Err(
                "`any_origin()` sends no credentials to another origin, but the call sets some with `auth`: name the origin with `ClientBuilder::trusted_origin`, or use a client for it, made by `Client::with_base`",
            );
        }
        url.set_fragment(None);
        let names = self.with_query.then(|| {
            let pairs = form_urlencoded::parse(url.query().unwrap_or_default().as_bytes());
            pairs.map(|(name, _)| name.into()).collect()
        });
        let is_exposed = !client.allow_plain_http && client.proxies.expose(&url);
        Ok(Target { url, names, is_untrusted, is_exposed })
    }
}

impl Target {
    pub(super) fn given(&self) -> Given<'_> {
        Given { names: self.names.as_deref(), is_untrusted: self.is_untrusted }
    }

    /// Replaces the URL of the request, and appends the query that the request has.
    pub(super) fn apply(&self, request: &mut Request<Body>) -> Result<(), EncodeError> {
        let mut text = self.url.as_str().to_owned();
        if let Some(own) = request.uri().query().filter(|own| !own.is_empty()) {
            text.push_str(match self.url.query() {
                None => "?",
                Some("") => "",
                Some(_) => "&",
            });
            text.push_str(own);
        }
        if text.len() > MAX_URL {
            return Err(EncodeError::of_request("the given URL is too long: it must have at most 65,534 bytes"));
        }
        let uri = Uri::try_from(text).map_err(|_| EncodeError::of_request("the given URL is not valid"))?;
        *request.uri_mut() = uri;
        Ok(())
    }
}

/// Resolves a URL against the base. A relative URL continues the path of the base, as the paths of requests do.
fn join(base: &Url, text: &str) -> Option<Url> {
    let mut from = base.clone();
    if !from.path().ends_with('/') {
        from.set_path(&format!("{}/", from.path()));
    }
    from.join(text).ok()
}
