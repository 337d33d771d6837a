//! What a call is authorised by, and what of it the server may echo.

use std::sync::Arc;

use futures_util::FutureExt as _;
use http::uri::{Authority, PathAndQuery};
use http::{Request, Uri, request};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::boxed::{BoxError, BoxFuture};
use crate::endpoint::Endpoint;
use crate::error::secrets::{Echoed, echoed};
use crate::error::{ConfigError, TimedOut};
use crate::message::Body;

use super::Inner;
use super::resend::Outgoing;

/// What a call is authorised by.
pub(super) enum Credentials {
    None,
    These(Arc<dyn Authenticate>),
    /// The request names some that the client does not have.
    Missing(&'static str),
}

impl Credentials {
    /// Those of the call, or those that the client has for such a request.
    pub(super) fn new(of_call: Option<Arc<dyn Authenticate>>, client: &Inner, endpoint: &Endpoint) -> Self {
        if let Some(auth) = of_call {
            return Self::These(auth);
        }
        let auth = match endpoint.credentials() {
            None => client.auth.as_ref().filter(|_| endpoint.is_authenticated()),
            Some(name) => match client.named.iter().find(|(known, _)| known == name) {
                Some((_, auth)) => Some(auth),
                None => return Self::Missing(name),
            },
        };
        auth.map_or(Self::None, |auth| Self::These(Arc::clone(auth)))
    }

    pub(super) fn auth(&self) -> Option<Arc<dyn Authenticate>> {
        match self {
            Self::These(auth) => Some(Arc::clone(auth)),
            Self::None | Self::Missing(_) => None,
        }
    }

    /// Says why they cannot be sent at all: for one, that everyone on the way could read them.
    pub(super) fn check(&self, is_exposed: bool) -> Result<(), BoxError> {
        match self {
            Self::Missing(name) => {
                Err(format!("the client has no credentials `{name}`: give it some by `auth_named`").into())
            }
            Self::These(_) if is_exposed => Err(ConfigError::PlainHttp.into()),
            Self::These(_) | Self::None => Ok(()),
        }
    }
}

/// Adds the credentials to a request, for as long as the call has time.
pub(super) async fn add(
    auth: &dyn Authenticate,
    parts: &mut request::Parts,
    body: &Body,
    deadline: Option<Instant>,
) -> Result<(), BoxError> {
    let mut adding = auth.authenticate(parts, body.as_bytes());
    // Most are there at once, and need no timer.
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

/// Marks what they have added to what was `before` as sensitive, and adds it to what the server may echo. Gives the request's URL, if
/// they changed it.
pub(super) fn mark(parts: &mut request::Parts, before: &Outgoing, secrets: &mut Echoed) -> Option<Box<Uri>> {
    secrets.begin_try();
    let before_all = before.sent_headers();
    for (at, (name, value)) in parts.headers.iter_mut().enumerate() {
        // Nearly all are where they were.
        let there = before_all.get(at).filter(|(old_name, old)| old_name == name && old == value);
        let is_old = there.is_some() || before_all.iter().any(|(old_name, old)| old_name == name && old == value);
        if is_old && !value.is_sensitive() {
            continue;
        }
        value.set_sensitive(true);
        let old = there.or_else(|| before_all.iter().find(|(old_name, _)| old_name == name));
        secrets.add_credential(name.clone(), value.clone(), old.map(|(_, old)| old.clone()));
    }
    (texts(&parts.uri) != texts(&before.uri)).then(|| {
        secrets.extend(echoed::of_query(&parts.uri, &before.uri));
        Box::new(parts.uri.clone())
    })
}

/// Its parts as texts: to compare these takes less than to compare hosts letter by letter in either case, as `Uri` does.
fn texts(uri: &Uri) -> [Option<&str>; 3] {
    [uri.scheme_str(), uri.authority().map(Authority::as_str), uri.path_and_query().map(PathAndQuery::as_str)]
}

/// The request as it was sent, with the credentials of its last try.
pub(super) fn as_sent(request: Request<Body>, secrets: &Echoed, uri: Option<Box<Uri>>) -> request::Parts {
    let (mut parts, _) = request.into_parts();
    // What the request had under these names is among them, or was replaced.
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
