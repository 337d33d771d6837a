//! The last step of encoding: assembles path, query, headers and body.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::uri::{self, PathAndQuery, Uri};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

use crate::base::BaseUrl;
use crate::endpoint::BodyKind;
use crate::message::{Body, TypedBody};
use crate::value::limits::{INVALID_VALUE, ONE_HEADER_MORE, has_room};
use crate::{body, message};

use super::{EncodeError, Encoder};

impl Encoder<'_> {
    #[inline]
    pub(crate) fn finish(&mut self, accept: Option<HeaderValue>) -> Result<Request<Body>, EncodeError> {
        let (method, headers, body) = self.message(accept)?;
        // Every parameter has passed this check, so the base and the template alone are too long.
        if self.target.len() > self.longest {
            return Err(EncodeError::of_request("the URL is longer than 65,534 bytes"));
        }
        let Some(uri) = join(self.base, self.target.as_slice()) else {
            return Err(EncodeError::of_request("the path is not a valid URL path"));
        };
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if let Some(key) = self.idempotency_key.take() {
            request.extensions_mut().insert(IdempotencyKey(key.into()));
        }
        Ok(request)
    }

    /// Returns the request in the form that is printed.
    pub(crate) fn finish_shown(&mut self, accept: Option<HeaderValue>) -> Result<Shown, EncodeError> {
        let (method, headers, body) = self.message(accept)?;
        let target = String::from_utf8_lossy(self.target.as_slice()).into_owned();
        let origin = format!("{}://{}", self.base.scheme(), self.base.authority());
        Ok(Shown { method, origin, target, headers, body })
    }

    /// Returns everything except the URL, which stays in `target`.
    fn message(&mut self, accept: Option<HeaderValue>) -> Result<(Method, HeaderMap, Body), EncodeError> {
        if self.error.is_none() {
            if !self.has_path {
                self.fail_request("`encode` did not call `Encoder::path`");
            } else if !self.query.is_begun {
                self.end_path();
            }
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let method = Method::from_bytes(self.endpoint.method().as_bytes())
            .map_err(|_| EncodeError::of_request("the method is not a valid HTTP method"))?;

        let mut headers = std::mem::take(&mut self.headers);
        if let Some(cookies) = self.cookies.take().filter(|cookies| cookies.pairs.is_begun) {
            let mut value = HeaderValue::from_bytes(cookies.text.as_slice())
                .map_err(|_| EncodeError::of_header("cookie", INVALID_VALUE))?;
            value.set_sensitive(cookies.is_secret);
            set_default(&mut headers, &COOKIE, value)?;
        }
        let declared = self.endpoint.accept().and_then(|accept| HeaderValue::from_str(accept).ok());
        if let Some(declared) = declared {
            set_default(&mut headers, &ACCEPT, declared)?;
        } else if let Some(accept) = accept {
            set_default(&mut headers, &ACCEPT, self.or_of_client(&ACCEPT, accept))?;
        }
        let typed = if let Some(whole) = self.body.take() { whole } else { self.properties_body(&mut headers)? };
        if let Some(content_type) = typed.content_type {
            let declared = self.endpoint.content_type().filter(|_| content_type == message::JSON);
            let declared = declared.and_then(|content_type| HeaderValue::from_str(content_type).ok());
            let content_type = declared.unwrap_or_else(|| self.or_of_client(&CONTENT_TYPE, content_type));
            set_default(&mut headers, &CONTENT_TYPE, content_type)?;
        }
        // A request without a body sends `Content-Length: 0` if a body is expected for its method (RFC 9110, section 8.6).
        if typed.body.as_bytes() == Some(&[]) && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
            set_default(&mut headers, &CONTENT_LENGTH, HeaderValue::from_static("0"))?;
        }
        Ok((method, headers, typed.body))
    }
}

impl Encoder<'_> {
    /// The client's own header, if it has one and `value` is only the JSON default.
    #[inline]
    fn or_of_client(&self, name: &HeaderName, value: HeaderValue) -> HeaderValue {
        let Some(headers) = self.of_client else { return value };
        match headers.get(name) {
            Some(own) if value == message::JSON => own.clone(),
            _ => value,
        }
    }

    /// Builds the body from the properties.
    fn properties_body(&mut self, headers: &mut HeaderMap) -> Result<TypedBody, EncodeError> {
        match self.endpoint.body() {
            BodyKind::Properties => {
                let json = self.properties.get_or_insert_default();
                if json.is_empty() {
                    json.push(b'{');
                }
                json.push(b'}');
                Ok(TypedBody::new(json.take(), message::JSON))
            }
            BodyKind::Form => match self.properties.as_mut().filter(|pairs| !pairs.is_empty()) {
                Some(pairs) => Ok(TypedBody::new(pairs.take(), body::FORM)),
                None => Ok(TypedBody::default()),
            },
            BodyKind::Multipart => {
                let kind = headers.remove(CONTENT_TYPE);
                let body = self.parts.take().unwrap_or_default().into_body(kind.as_ref());
                body.map_err(|reason| EncodeError::of_header(CONTENT_TYPE.as_str(), reason))
            }
            _ => Ok(TypedBody::default()),
        }
    }
}

/// The idempotency key of a request, which its extensions carry to the client.
#[derive(Clone, Debug)]
pub(crate) struct IdempotencyKey(pub(crate) Arc<str>);

/// Returns the idempotency key of a request: the declared one, or else the header `Idempotency-Key`.
pub(crate) fn idempotency_key(request: &Request<Body>) -> Option<Arc<str>> {
    const NAME: HeaderName = HeaderName::from_static("idempotency-key");
    match request.extensions().get::<IdempotencyKey>() {
        Some(key) => Some(Arc::clone(&key.0)),
        None => request.headers().get(NAME)?.to_str().ok().map(Into::into),
    }
}

/// Updates the idempotency key if a header of the call replaces its header.
pub(crate) fn give_key(request: &mut Request<Body>, name: &HeaderName, value: Option<&HeaderValue>) {
    let old = request.headers().get(name);
    let is_in_header = |key: &IdempotencyKey| old.is_some_and(|old| old.as_bytes() == key.0.as_bytes());
    if !request.extensions().get().is_some_and(is_in_header) {
        return;
    }
    match value.and_then(|value| value.to_str().ok()) {
        Some(key) => request.extensions_mut().insert(IdempotencyKey(key.into())),
        None => request.extensions_mut().remove::<IdempotencyKey>(),
    };
}

/// A request in the form that is printed. Its URL has no limit of length.
pub(crate) struct Shown {
    pub(crate) method: Method,
    pub(crate) origin: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Sets a header, unless a field of the request has set it already.
pub(crate) fn set_default(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) -> Result<(), EncodeError> {
    if !headers.contains_key(name) && (!has_room(headers) || headers.try_insert(name, value).is_err()) {
        return Err(EncodeError::of_header(name.as_str(), ONE_HEADER_MORE));
    }
    Ok(())
}

fn join(base: &BaseUrl, target: &[u8]) -> Option<Uri> {
    let mut parts = uri::Parts::default();
    parts.scheme = Some(base.scheme().clone());
    parts.authority = Some(base.authority().clone());
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::copy_from_slice(target)).ok()?);
    Uri::from_parts(parts).ok()
}
