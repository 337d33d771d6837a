//! The request of a call before credentials are added, kept for its retries.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use crate::message::Body;

/// A request that can be sent several times.
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) uri: Uri,
    headers: Headers,
    body: Body,
    extensions: Extensions,
    is_spent: bool,
}

/// The headers.
///
/// The first try takes the map itself. A list is kept for retries, because it is cheaper to build and rarely needed.
enum Headers {
    Unsent(HeaderMap),
    Sent(Vec<(HeaderName, HeaderValue)>),
}

impl Outgoing {
    pub(super) fn new(request: Request<Body>) -> Self {
        let (parts, body) = request.into_parts();
        let (method, uri, extensions) = (parts.method, parts.uri, parts.extensions);
        Self { method, uri, headers: Headers::Unsent(parts.headers), body, extensions, is_spent: false }
    }

    /// Returns a copy to send. A one-shot body is moved into the copy, and then the request is spent.
    pub(super) fn next(&mut self) -> Request<Body> {
        let body = self.body.try_clone().unwrap_or_else(|| {
            self.is_spent = true;
            std::mem::take(&mut self.body)
        });
        let headers = match &mut self.headers {
            Headers::Unsent(headers) => {
                let headers = std::mem::take(headers);
                self.headers =
                    Headers::Sent(headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect());
                headers
            }
            Headers::Sent(headers) => headers.iter().cloned().collect(),
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        *request.extensions_mut() = self.extensions.clone();
        request
    }

    /// A number that equal requests share; `None` if the body is a stream. It does not depend on the idempotency key.
    pub(super) fn fingerprint(&self, key: Option<&str>) -> Option<u64> {
        let key = key.unwrap_or_default();
        let has_key = |bytes: &[u8]| !key.is_empty() && bytes.windows(key.len()).any(|window| window == key.as_bytes());
        let mut hasher = DefaultHasher::new();
        self.method.hash(&mut hasher);
        let uri = self.uri.to_string();
        if has_key(uri.as_bytes()) {
            uri.replace(key, "").hash(&mut hasher);
        } else {
            uri.hash(&mut hasher);
        }
        let mut hash = |name: &HeaderName, value: &HeaderValue| {
            if !has_key(value.as_bytes()) {
                (name, value).hash(&mut hasher);
            }
        };
        match &self.headers {
            Headers::Unsent(headers) => headers.iter().for_each(|(name, value)| hash(name, value)),
            Headers::Sent(headers) => headers.iter().for_each(|(name, value)| hash(name, value)),
        }
        self.body.as_bytes()?.hash(&mut hasher);
        Some(hasher.finish())
    }

    /// The headers of the last copy; empty before the first one.
    pub(super) fn sent_headers(&self) -> &[(HeaderName, HeaderValue)] {
        match &self.headers {
            Headers::Unsent(_) => &[],
            Headers::Sent(headers) => headers,
        }
    }

    /// Whether a one-shot body has been sent, so that the request cannot be resent.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_copy_is_the_same() {
        let mut request = Request::post("https://h.example/a?b").body(Body::from("c")).unwrap();
        for (name, value) in [("x-a", "1"), ("x-b", "2"), ("x-a", "3")] {
            request.headers_mut().append(name, HeaderValue::from_static(value));
        }
        request.extensions_mut().insert(7_u8);
        let headers = request.headers().clone();
        let mut outgoing = Outgoing::new(request);
        for _ in 0..3 {
            let next = outgoing.next();
            assert_eq!((next.method(), next.uri()), (&Method::POST, &Uri::from_static("https://h.example/a?b")));
            assert_eq!((next.headers(), next.extensions().get::<u8>()), (&headers, Some(&7)));
            assert_eq!(next.body().as_bytes(), Some(&b"c"[..]));
            assert!(!outgoing.is_spent());
        }
        assert_eq!(outgoing.sent_headers().len(), 3);
    }
}
