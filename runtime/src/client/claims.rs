//! Checks that a request does not set what the credentials of its call set.

use http::header::COOKIE;
use http::{HeaderName, HeaderValue, Request};

use crate::encode::EncodeError;
use crate::endpoint::{Endpoint, Place};
use crate::message::Body;
use crate::refused::Refused;
use crate::shown;

use super::credentials::Credentials;

const REASON: &str =
    "the credentials of the call set it too: leave it unset, or declare the request with `auth = none`";

impl Credentials {
    /// Whether the credentials set the parameter of this name.
    pub(super) fn set(&self, place: Place, name: &str) -> bool {
        self.claims().into_iter().any(|(of_place, claimed)| of_place == place && is_same(place, claimed, name))
    }

    /// Fails if a field, a constant or a header sets what the credentials set. Fields and constants belong to the request, headers to the
    /// call.
    ///
    /// Keys of maps are checked earlier, when they are encoded.
    pub(super) fn check_claims(
        &self,
        endpoint: &Endpoint,
        request: &Request<Body>,
        of_call: &[(HeaderName, Option<HeaderValue>)],
    ) -> Result<(), EncodeError> {
        for (place, name) in self.claims() {
            if is_set(request, place, name) {
                return Err(refusal(endpoint, place, name));
            }
            let is_claimed = |(header, value): &(HeaderName, Option<HeaderValue>)| {
                place == Place::Header && value.is_some() && is_same(place, name, header.as_str())
            };
            if of_call.iter().any(is_claimed) {
                return Err(EncodeError::of_header(name, REASON));
            }
        }
        Ok(())
    }

    fn claims(&self) -> Vec<(Place, &str)> {
        match self {
            Self::Auth(auth) => auth.sets(),
            Self::None | Self::Missing(_) => Vec::new(),
        }
    }
}

fn is_same(place: Place, claimed: &str, name: &str) -> bool {
    match (place, name.strip_prefix(claimed)) {
        (Place::Header, _) => claimed.eq_ignore_ascii_case(name),
        // Many servers read `key[a]` as a part of the parameter `key`.
        (Place::Query, Some(rest)) => rest.is_empty() || rest.starts_with('['),
        (_, Some(rest)) => rest.is_empty(),
        (_, None) => false,
    }
}

fn is_set(request: &Request<Body>, place: Place, claimed: &str) -> bool {
    match place {
        Place::Query => {
            let query = request.uri().query().unwrap_or_default();
            url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| is_same(place, claimed, &name))
        }
        Place::Header => request.headers().contains_key(claimed),
        Place::Cookie => {
            let cookies = request.headers().get(COOKIE).map(HeaderValue::as_bytes).unwrap_or_default();
            let mut pairs = cookies.split(|&byte| byte == b';').map(<[u8]>::trim_ascii_start);
            pairs.any(|pair| pair.strip_prefix(claimed.as_bytes()).is_some_and(|rest| rest.starts_with(b"=")))
        }
        _ => false,
    }
}

/// Returns the error, which names the field if one is declared for the parameter.
fn refusal(endpoint: &Endpoint, place: Place, name: &str) -> EncodeError {
    let params = endpoint.resolved_params();
    let declared = params.iter().find(|resolved| {
        let param = resolved.param();
        param.place() == place && !param.is_map() && is_same(place, name, param.name())
    });
    match declared {
        Some(declared) => {
            let mut error = EncodeError::new(declared.param(), Refused::new(REASON));
            let group = declared.field().strip_suffix(declared.param().field()).unwrap_or_default();
            error.within(group.trim_end_matches('.'));
            error
        }
        None => EncodeError::of_request(&format!("the {place} `{}`: {REASON}", shown::escaped(name.into()))),
    }
}
