//! Validates every request, and has it encoded. The result is violations, an `http::Request` or a `curl` command.

use http::{HeaderValue, Request};

use crate::base::BaseUrl;
use crate::encode::Encoder;
use crate::endpoint::Endpoint;
use crate::error::BuildError;
use crate::message::Body;
use crate::response::FromResponse;
use crate::validate::Violations;

use super::ApiRequest;
use super::curl::Curl;

/// A type-erased request, so that the code for all requests is compiled once.
pub(crate) trait ErasedRequest {
    fn validate(&self) -> Result<(), Violations>;
    fn validate_into(&self, out: &mut Violations);
    fn encode(&self, out: &mut Encoder<'_>);
    fn accept(&self) -> Option<HeaderValue>;
}

impl<R: ApiRequest + ?Sized> ErasedRequest for &R {
    fn validate(&self) -> Result<(), Violations> {
        R::validate(self)
    }

    fn validate_into(&self, out: &mut Violations) {
        R::validate_into(self, out);
    }

    fn encode(&self, out: &mut Encoder<'_>) {
        R::encode(self, out);
    }

    fn accept(&self) -> Option<HeaderValue> {
        // Evaluated at compile time, because `HeaderValue` checks every byte.
        const {
            match R::Response::ACCEPT {
                Some(accept) => Some(HeaderValue::from_static(accept)),
                None => None,
            }
        }
    }
}

pub(super) fn check(request: &dyn ErasedRequest, endpoint: &'static Endpoint) -> Result<(), Violations> {
    let mut violations = Violations::new(endpoint);
    request.validate_into(&mut violations);
    if violations.is_empty() { Ok(()) } else { Err(without_secrets(request, endpoint, violations)) }
}

/// Hides what the messages may tell of secrets that are nested in the values. Only writing the values finds these secrets.
#[cold]
fn without_secrets(request: &dyn ErasedRequest, endpoint: &'static Endpoint, mut violations: Violations) -> Violations {
    if violations.may_tell()
        && let Ok(base) = "http://localhost".parse()
    {
        let mut out = Encoder::new(&base, endpoint).probing();
        request.encode(&mut out);
        violations.hide(&out.holders());
    }
    violations
}

pub(super) fn to_http(
    request: &dyn ErasedRequest,
    base: &BaseUrl,
    endpoint: &'static Endpoint,
) -> Result<Request<Body>, BuildError> {
    build(request, &mut Encoder::new(base, endpoint))
}

pub(super) fn to_curl(
    request: &dyn ErasedRequest,
    base: &BaseUrl,
    endpoint: &'static Endpoint,
) -> Result<Curl, BuildError> {
    request.validate().map_err(BuildError::Invalid)?;
    let shown = |mut out: Encoder<'_>| {
        request.encode(&mut out);
        out.finish_shown(request.accept()).map_err(BuildError::Encode)
    };
    let real = shown(Encoder::new(base, endpoint))?;
    let masked = shown(Encoder::new(base, endpoint).masked())?;
    Ok(Curl::new(real, masked, endpoint))
}

/// Validates the request, then encodes it.
#[inline]
pub(crate) fn build(request: &dyn ErasedRequest, out: &mut Encoder<'_>) -> Result<Request<Body>, BuildError> {
    request.validate().map_err(BuildError::Invalid)?;
    request.encode(out);
    out.finish(request.accept()).map_err(BuildError::Encode)
}
