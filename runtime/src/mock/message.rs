//! A request as it arrived, split into the parts that are compared.

use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::header::COOKIE;
use http::{HeaderMap, Method, Uri, request};
use http_body::Body as _;
use url::form_urlencoded;

use crate::boxed::BoxError;
use crate::endpoint::Endpoint;
use crate::message::Body;

use super::template::decoded;

/// Decoded names and values, in the order in which they were sent.
pub(super) type Pairs = Vec<(String, String)>;

/// A request as it arrived.
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) uri: Uri,
    /// The path without the prefix of the base URL.
    pub(super) path: String,
    pub(super) query: Pairs,
    /// The query without what the credentials have added, if that is known.
    pub(super) own_query: Option<Pairs>,
    pub(super) headers: HeaderMap,
    pub(super) cookies: Pairs,
    pub(super) body: Bytes,
    /// The type of a call that was sent to a given URL. The URL need not fit its template.
    pub(super) given: Option<&'static Endpoint>,
}

impl Message {
    /// Reads the parts of a request.
    ///
    /// `prefix` is the path of the base URL. `own` is the URL without what the credentials have added, if it is known.
    pub(super) fn new(parts: request::Parts, prefix: &str, own: Option<&Uri>, body: Bytes) -> Self {
        let path = parts.uri.path();
        let inner = path.strip_prefix(prefix).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        Self {
            path: inner.to_owned(),
            query: pairs_of(parts.uri.query()),
            own_query: own.map(|uri| pairs_of(uri.query())),
            cookies: cookies_of(&parts.headers),
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
            given: None,
        }
    }

    /// A request to this URL, without anything else.
    pub(super) fn to_url(method: &str, uri: &Uri) -> Self {
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.method = method.parse().unwrap_or_default();
        parts.uri = uri.clone();
        Self::new(parts, "", Some(uri), Bytes::new())
    }

    /// Whether both have the same path. A given URL is relative to the base or to the origin.
    pub(super) fn has_path(&self, path: &str) -> bool {
        let is_same = |own: &str| own.split('/').map(decoded).eq(path.split('/').map(decoded));
        is_same(&self.path) || is_same(self.uri.path())
    }

    /// The value of a header as text, with several lines joined by a comma. RFC 9110, section 5.3.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines: Vec<_> =
            self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }
}

fn pairs_of(query: Option<&str>) -> Pairs {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

fn cookies_of(headers: &HeaderMap) -> Pairs {
    let lines = headers.get_all(COOKIE).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let pairs = lines.flat_map(|line| {
        line.split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), decoded(value).into_owned()))
            .collect::<Vec<_>>()
    });
    pairs.collect()
}

/// Reads a body to its end.
pub(super) async fn read(body: Body) -> Result<Bytes, BoxError> {
    let mut body = match body.into_bytes() {
        Ok(bytes) => return Ok(bytes),
        Err(stream) => stream,
    };
    let mut all = BytesMut::new();
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Some(data) = frame?.data_ref() {
            all.extend_from_slice(data);
        }
    }
    Ok(all.freeze())
}
