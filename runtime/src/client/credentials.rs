//! What a call is authorised by, and what of it the server may echo.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri, request};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::body::Body;
use crate::endpoint::Endpoint;
use crate::error::ConfigError;
use crate::transport::{BoxError, BoxFuture, TimedOut};

use super::{Inner, echoed};

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

/// What was added to a request.
#[derive(Default)]
pub(super) struct Used {
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The URL, if it was changed.
    uri: Option<Box<Uri>>,
}

/// Adds the credentials to a request, of which the headers as they were may be `kept` elsewhere, and each text of them to `secrets`: the
/// server may echo it.
pub(super) async fn add(
    auth: &dyn Authenticate,
    parts: &mut request::Parts,
    body: &Body,
    kept: Option<&HeaderMap>,
    deadline: Option<Instant>,
    secrets: &mut Vec<Box<str>>,
) -> Result<Used, BoxError> {
    let copy;
    let before = match kept {
        Some(kept) => kept,
        None => {
            copy = parts.headers.clone();
            &copy
        }
    };
    let uri = parts.uri.clone();
    {
        let mut adding = auth.authenticate(parts, body.as_bytes());
        // Most are there at once, and need no timer.
        match poll_fn(|cx| Poll::Ready(adding.as_mut().poll(cx))).await {
            Poll::Ready(added) => added?,
            Poll::Pending => Box::pin(in_time(adding, deadline)).await?,
        }
    }
    let mut used = Used::default();
    for (name, value) in &mut parts.headers {
        if value.is_sensitive() || before.get_all(name).iter().all(|old| old != value) {
            value.set_sensitive(true);
            echoed::add_header(name, value, before.get(name), secrets);
            used.headers.push((name.clone(), value.clone()));
        }
    }
    if parts.uri != uri {
        secrets.extend(echoed::of_query(&parts.uri, &uri));
        used.uri = Some(Box::new(parts.uri.clone()));
    }
    Ok(used)
}

/// What is not there at once, as long as the call has time.
async fn in_time(adding: BoxFuture<'_, Result<(), BoxError>>, deadline: Option<Instant>) -> Result<(), BoxError> {
    match deadline {
        Some(deadline) => tokio::time::timeout_at(deadline, adding).await.map_err(|_| TimedOut::default())?,
        None => adding.await,
    }
}

impl Used {
    /// The request as it was sent.
    pub(super) fn into_parts(self, request: Request<Body>) -> request::Parts {
        let (mut parts, _) = request.into_parts();
        // What the request had under these names is among them, or was replaced.
        for (name, _) in &self.headers {
            parts.headers.remove(name);
        }
        for (name, value) in self.headers {
            let _ = parts.headers.try_append(name, value);
        }
        if let Some(uri) = self.uri {
            parts.uri = *uri;
        }
        parts
    }
}
