//! What is known of a call while it runs, and the errors that it may end with: never with a value of the request.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::boxed::BoxError;
use crate::endpoint::Endpoint;

use super::secrets::{Cleaner, Echoed};
use super::{BodyFailure, CallContext, Cause, DecodeError, Error, Phase, headers, is_timeout, server_message};

/// What of a call its errors tell. It outlives the call where the reply is a stream.
#[derive(Clone)]
pub(crate) struct CallFacts {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) tries: u32,
    pub(crate) sent: bool,
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// What of the call the server may echo.
    pub(crate) secrets: Echoed,
    /// What the client sends with every call, and may be a secret too.
    pub(crate) usual: Arc<[Box<str>]>,
}

impl CallFacts {
    /// All of it, for a reply that is read: whoever reads it may outlive the call, which takes it back for another try.
    pub(crate) fn hand_over(&mut self) -> Self {
        Self {
            idempotency_key: self.idempotency_key.take(),
            secrets: std::mem::take(&mut self.secrets),
            usual: Arc::clone(&self.usual),
            ..*self
        }
    }

    pub(crate) fn context(&self) -> Box<CallContext> {
        let mut context = CallContext::new(self.endpoint);
        context.tries = self.tries;
        context.sent = self.sent;
        context.idempotency_key = self.idempotency_key.as_deref().map(Into::into);
        context
    }

    /// The context of a call whose reply has come.
    pub(crate) fn replied(
        &self,
        status: StatusCode,
        headers: HeaderMap,
        raw: Bytes,
        is_error: bool,
    ) -> Box<CallContext> {
        let mut context = self.context();
        let cleaner = self.cleaner();
        context.shown_id = headers::request_id(&headers).map(|id| cleaner.shown(id));
        if is_error {
            let message = server_message::message(&headers, &raw, self.endpoint.message_at());
            context.message = message.map(|message| message.shown(&cleaner));
        }
        context.status = Some(status);
        context.headers = headers;
        context.raw = Some(raw);
        context
    }

    pub(crate) fn no_credentials(&self, source: BoxError) -> Error {
        let mut context = self.context();
        context.timed_out = is_timeout(&*source);
        context.source = Some(source);
        Error::Auth { context }
    }

    /// The reply came, but its type cannot be read from it.
    pub(crate) fn unreadable(&self, error: DecodeError, context: Box<CallContext>) -> Error {
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
    pub(crate) fn explain(&self, context: &mut CallContext, error: &DecodeError) {
        let place = error.path().map(|path| format!("{path}: ")).unwrap_or_default();
        let reason = self.cleaner().shown(&format!("{place}{}", error.reason()));
        context.hint = Some(format!("its body is not what `error` describes: {reason}").into());
        context.detail = error.detail().map(Into::into);
    }

    fn cleaner(&self) -> Cleaner<'_> {
        Cleaner::new(self.secrets.texts().chain(self.usual.iter().map(|text| Cow::Borrowed(&**text))))
    }
}

/// A transport that gives up in time by itself tells of a timeout too.
pub(crate) fn broken(source: BoxError, mut context: Box<CallContext>) -> Error {
    let gave_up = is_timeout(&*source);
    context.source = Some(source);
    if gave_up {
        let phase = if context.status.is_some() { Phase::Body } else { Phase::Head };
        return timed_out(phase, None, context);
    }
    Error::Transport { context }
}

pub(crate) fn timed_out(phase: Phase, limit: Option<Duration>, mut context: Box<CallContext>) -> Error {
    context.limit = limit;
    Error::Timeout { phase, context }
}
