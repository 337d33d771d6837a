//! A URL that the server gave, which replaces the URL of a request.

use http::{Request, Uri};
use url::Url;

use crate::base::BaseUrl;
use crate::encode::EncodeError;
use crate::message::Body;

/// A URL that the server gave.
pub(super) struct GivenUrl {
    pub(super) url: Box<str>,
    /// Whether the URL may be on another origin.
    pub(super) any_origin: bool,
}

impl GivenUrl {
    /// Replaces the URL of the request, and appends the request's own query. Returns whether the origin differs from the base's.
    pub(super) fn apply(self, request: &mut Request<Body>, base: &BaseUrl) -> Result<bool, EncodeError> {
        let mut url = self.resolve(base).ok_or_else(|| EncodeError::of_request("the given URL is not valid"))?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err(EncodeError::of_request("the scheme of the given URL must be `https` or `http`"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EncodeError::of_request("the given URL must not contain credentials"));
        }
        let is_other_origin = url.origin() != base.url().origin();
        if is_other_origin && !self.any_origin {
            return Err(EncodeError::of_request(
                "the given URL is on another origin: call `any_origin()` to send the request there without credentials",
            ));
        }
        url.set_fragment(None);
        if let Some(own) = request.uri().query().filter(|own| !own.is_empty()) {
            let both = match url.query().filter(|query| !query.is_empty()) {
                Some(query) => format!("{query}&{own}"),
                None => own.to_owned(),
            };
            url.set_query(Some(&both));
        }
        let uri: Result<Uri, _> = url.as_str().parse();
        *request.uri_mut() = uri.map_err(|_| EncodeError::of_request("the given URL is too long"))?;
        Ok(is_other_origin)
    }

    fn resolve(&self, base: &BaseUrl) -> Option<Url> {
        let mut from = base.url().clone();
        // A relative URL continues the path of the base, as the paths of requests do.
        if !from.path().ends_with('/') {
            from.set_path(&format!("{}/", from.path()));
        }
        from.join(&self.url).ok()
    }
}
