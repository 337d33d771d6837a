//! A URL that the server gave, in place of the one that a request makes.

use http::{Request, Uri};
use url::Url;

use crate::base::BaseUrl;
use crate::encode::EncodeError;
use crate::message::Body;

/// A URL that the server gave.
pub(super) struct GivenUrl {
    pub(super) url: Box<str>,
    /// Whether it may be on another origin.
    pub(super) is_free: bool,
}

impl GivenUrl {
    /// Sends the request there, with its own query behind the URL's. Says whether that is another origin than the base's.
    pub(super) fn aim(self, request: &mut Request<Body>, base: &BaseUrl) -> Result<bool, EncodeError> {
        let mut url = self.resolve(base).ok_or_else(|| EncodeError::of_request("the URL that is given is none"))?;
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return Err(EncodeError::of_request("the URL that is given is not of `https` or `http`"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EncodeError::of_request("the URL that is given has credentials in it"));
        }
        let is_elsewhere = url.origin() != base.url().origin();
        if is_elsewhere && !self.is_free {
            return Err(EncodeError::of_request(
                "the URL that is given is on another origin: if that is meant, write `any_origin()`, and it gets no credentials",
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
        *request.uri_mut() = uri.map_err(|_| EncodeError::of_request("the URL that is given is too long"))?;
        Ok(is_elsewhere)
    }

    fn resolve(&self, base: &BaseUrl) -> Option<Url> {
        let mut from = base.url().clone();
        // A relative URL goes on behind the base, as the paths of requests do.
        if !from.path().ends_with('/') {
            from.set_path(&format!("{}/", from.path()));
        }
        from.join(&self.url).ok()
    }
}
