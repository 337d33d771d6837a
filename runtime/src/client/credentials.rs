//! Selects the credentials of a call, and adds them to its request. It also records the secrets that a server may echo.

use std::sync::Arc;

use futures_util::FutureExt as _;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderName, HeaderValue, Request, Uri, request};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::boxed::{BoxError, BoxFuture};
use crate::endpoint::Endpoint;
use crate::error::secrets::{Echoed, echoed};
use crate::error::{ConfigError, TimedOut};
use crate::message::Body;

use super::Inner;
use super::kept_request::Outgoing;

/// The credentials of a call.
pub(super) enum Credentials {
    None,
    Auth(Arc<dyn Authenticate>),
    /// The request names credentials that the client does not have.
    Missing(&'static str),
}

impl Credentials {
    /// Selects the call's credentials, or else the client's for this request.
    pub(super) fn new(of_call: Option<Arc<dyn Authenticate>>, client: &Inner, endpoint: &Endpoint) -> Self {
        if let Some(auth) = of_call {
            return Self::Auth(auth);
        }
        let auth = match endpoint.credentials() {
            None => client.auth.as_ref().filter(|_| endpoint.is_authenticated()),
            Some(name) => match client.named.iter().find(|(known, _)| known == name) {
                Some((_, auth)) => Some(auth),
                None => return Self::Missing(name),
            },
        };
        auth.map_or(Self::None, |auth| Self::Auth(Arc::clone(auth)))
    }

    pub(super) fn auth(&self) -> Option<Arc<dyn Authenticate>> {
        match self {
            Self::Auth(auth) => Some(Arc::clone(auth)),
            Self::None | Self::Missing(_) => None,
        }
    }

    /// Fails if the credentials are missing or must not be sent. `is_exposed` means that others could read them on the way.
    pub(super) fn check(&self, is_exposed: bool) -> Result<(), BoxError> {
        match self {
            Self::Missing(name) => {
                Err(format!("the client has no credentials named `{name}`: add them with `auth_named`").into())
            }
            Self::Auth(_) if is_exposed => Err(ConfigError::PlainHttp.into()),
            Self::Auth(_) | Self::None => Ok(()),
        }
    }
}

/// Adds the credentials to a request, and fails if that takes until the deadline.
pub(super) async fn add(
    auth: &dyn Authenticate,
    parts: &mut request::Parts,
    body: &Body,
    deadline: Option<Instant>,
) -> Result<(), BoxError> {
    let mut adding = auth.authenticate(parts, body.as_bytes());
    // Most credentials are ready at once, and then no timer is needed.
    if let Some(added) = (&mut adding).now_or_never() {
        return added;
    }
    Box::pin(in_time(adding, deadline)).await
}

async fn in_time(adding: BoxFuture<'_, Result<(), BoxError>>, deadline: Option<Instant>) -> Result<(), BoxError> {
    match deadline {
        Some(deadline) => tokio::time::timeout_at(deadline, adding).await.map_err(|_| TimedOut::default())?,
        None => adding.await,
    }
}

/// Marks the headers that the credentials added or changed as sensitive. It also records them as secrets that the server may echo.
///
/// `before` is the request without them. Returns the URL of the request if the credentials changed it.
pub(super) fn mark(parts: &mut request::Parts, before: &Outgoing, secrets: &mut Echoed) -> Option<Box<Uri>> {
    secrets.begin_try();
    let before_all = before.sent_headers();
    for (at, (name, value)) in parts.headers.iter_mut().enumerate() {
        // Nearly all headers are still at their old position, which is checked first.
        let is_same = |old: &HeaderValue| same(old.as_bytes(), value.as_bytes());
        let there = before_all.get(at).filter(|(old_name, old)| old_name == name && is_same(old));
        let old = there.or_else(|| before_all.iter().find(|(old_name, _)| old_name == name));
        let is_old = |old: &(HeaderName, HeaderValue)| old.0 == *name && is_same(&old.1);
        if !value.is_sensitive() && (there.is_some() || old.is_some() && before_all.iter().any(is_old)) {
            continue;
        }
        value.set_sensitive(true);
        secrets.add_credential(name.clone(), value.clone(), old.map(|(_, old)| old.clone()));
    }
    let is_same_url = texts(&parts.uri).into_iter().zip(texts(&before.uri)).all(|(new, old)| same(new, old));
    (!is_same_url).then(|| {
        secrets.extend(echoed::of_query(&parts.uri, &before.uri));
        Box::new(parts.uri.clone())
    })
}

/// The parts of a URI as text.
///
/// Comparing these is cheaper than comparing `Uri`s, which ignores the case of hosts letter by letter.
fn texts(uri: &Uri) -> [&[u8]; 3] {
    let authority = uri.authority().map(Authority::as_str);
    let path_and_query = uri.path_and_query().map(PathAndQuery::as_str);
    [uri.scheme_str(), authority, path_and_query].map(|text| text.unwrap_or_default().as_bytes())
}

/// Compares the addresses first, because a part that no credential changed is the same memory.
fn same(new: &[u8], old: &[u8]) -> bool {
    std::ptr::eq(new, old) || new == old
}

/// Returns the request as it was sent, with the credentials of its last try.
pub(super) fn as_sent(request: Request<Body>, secrets: &Echoed, uri: Option<Box<Uri>>) -> request::Parts {
    let (mut parts, _) = request.into_parts();
    // Values that the request had under these names are among the recorded ones, or were replaced.
    for (name, _) in secrets.credentials() {
        parts.headers.remove(name);
    }
    for (name, value) in secrets.credentials() {
        let _ = parts.headers.try_append(name, value.clone());
    }
    if let Some(uri) = uri {
        parts.uri = *uri;
    }
    parts
}
