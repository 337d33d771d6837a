//! How a call ends without its value, and what its error tells: never a value of the request.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, StatusCode};

use crate::error::cleaner::Cleaner;
use crate::error::{self, BodyFailure, Cause, Context, DecodeError, Error, Phase, words};
use crate::reply::{Erased, Head};
use crate::transport::BoxError;

use super::exchange::Exchange;

/// A call that failed, and the body of its reply if the `error` type has read it.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) body: Option<Erased>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, body: None }
    }
}

impl Exchange {
    pub(super) fn no_credentials(&self, source: BoxError) -> Error {
        let mut context = self.context();
        context.timed_out = error::is_timeout(&*source);
        context.source = Some(source);
        Error::Auth { context }
    }

    /// The reply came, but its type cannot be read from it.
    pub(super) fn unreadable(&self, error: DecodeError, head: Arc<Head>) -> Error {
        let raw = head.seen.get().cloned().unwrap_or_default();
        let context = self.replied(head.status, into_headers(head), raw, false);
        match error.into_cause() {
            Cause::Body(BodyFailure::Broken(source)) => broken(source, context),
            Cause::Body(BodyFailure::Stalled(after)) => timed_out(Phase::Body, Some(after), context),
            Cause::Content { path, reason, detail } => {
                let cleaner = self.cleaner();
                let path = path.map(|path| cleaner.shown(&path));
                let reason = cleaner.shown(&reason).into_string().into();
                let error = DecodeError::from_cause(Cause::Content { path, reason, detail });
                Error::Decode { error, context }
            }
            cause @ Cause::Body(BodyFailure::TooLarge(_)) => {
                let error = DecodeError::from_cause(cause);
                Error::Decode { error, context }
            }
        }
    }

    /// Says why an error status has no typed body.
    pub(super) fn explain(&self, context: &mut Context, error: &DecodeError) {
        let place = error.path().map(|path| format!("{path}: ")).unwrap_or_default();
        let reason = self.cleaner().shown(&format!("{place}{}", error.reason()));
        context.hint = Some(format!("its body is not what `error` describes: {reason}").into());
        context.detail = error.detail().map(Into::into);
    }

    pub(super) fn context(&self) -> Box<Context> {
        let mut context = Context::new(self.endpoint);
        context.tries = self.tries;
        context.sent = self.sent;
        context.idempotency_key = self.idempotency_key.as_deref().map(Into::into);
        context
    }

    /// The context of a call whose reply has come.
    pub(super) fn replied(&self, status: StatusCode, headers: HeaderMap, raw: Bytes, is_error: bool) -> Box<Context> {
        let mut context = self.context();
        let cleaner = self.cleaner();
        context.shown_id = words::request_id(&headers).map(|id| cleaner.shown(id));
        if is_error {
            let message = words::message(&headers, &raw, self.endpoint.message_at());
            context.message = message.map(|message| message.shown(&cleaner));
        }
        context.status = Some(status);
        context.headers = headers;
        context.raw = Some(raw);
        context
    }

    pub(super) fn cleaner(&self) -> Cleaner<'_> {
        // What one sets for every request is often a key.
        let usual = self.client.headers.iter().filter(|(name, _)| *name != USER_AGENT);
        let usual = usual.filter_map(|(_, value)| value.to_str().ok());
        Cleaner::new(self.secrets.iter().map(|secret| &**secret).chain(usual))
    }

    /// The name of a variable that may explain why there is no connection, never its value.
    pub(super) fn proxy_hint(&self) -> Option<Box<str>> {
        if !self.client.ignores_system_proxy {
            return None;
        }
        let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];
        let name = names.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))?;
        Some(format!("`{name}` is set, and unused without `ClientBuilder::system_proxy`").into())
    }
}

/// A transport that gives up in time by itself tells of a timeout too.
pub(super) fn broken(source: BoxError, mut context: Box<Context>) -> Error {
    let gave_up = error::is_timeout(&*source);
    context.source = Some(source);
    if gave_up {
        let phase = if context.status.is_some() { Phase::Body } else { Phase::Head };
        return timed_out(phase, None, context);
    }
    Error::Transport { context }
}

pub(super) fn timed_out(phase: Phase, limit: Option<Duration>, mut context: Box<Context>) -> Error {
    context.limit = limit;
    Error::Timeout { phase, context }
}

/// The headers, without a copy if nobody else holds the head.
pub(super) fn into_headers(head: Arc<Head>) -> HeaderMap {
    Arc::try_unwrap(head).map_or_else(|head| head.headers.clone(), |head| head.headers)
}
