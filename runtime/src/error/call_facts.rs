//! The facts of a running call, and the errors built from them. The errors never contain a value of the request.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "mock")]
use crate::base::BaseUrl;
use crate::boxed::BoxError;
use crate::endpoint::Endpoint;
use crate::message::WrongLength;

use super::cause::causes;
use super::headers::ShownHeaders;
use super::secrets::{Cleaner, Echoed};
use super::{
    BodyFailure, CallContext, Cause, DecodeError, Error, Phase, Unfollowed, headers, is_timeout, server_message,
};

/// What is shown in place of a reason that may quote the response.
const LEFT_OUT: &str = "the reason is left out, because the request has too many secrets to search for";

/// Why the response of a mock is empty.
#[cfg(feature = "mock")]
const UNSET: &str =
    "the mock declares no answer to this request, which means an empty 200: add one, such as `.json(200, ..)`";

/// The facts of a call that its errors report. They outlive the call if the response is a stream.
#[derive(Clone)]
pub(crate) struct CallFacts {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) tries: u32,
    pub(crate) sent: bool,
    /// Why the last response of this try, a redirect, was not followed.
    pub(crate) unfollowed: Option<Unfollowed>,
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// The values of this call that its messages must not show. A server may echo them.
    pub(crate) secrets: Echoed,
    /// The values of the client's own headers, which may be secret too.
    pub(crate) client_secrets: Arc<[Box<str>]>,
    /// Whether the call was given a URL, which replaces that of the request.
    #[cfg(feature = "mock")]
    pub(crate) has_given_url: bool,
    /// What a mock told about its response.
    #[cfg(feature = "mock")]
    pub(crate) note: Option<Note>,
}

/// What a mock tells a client about a response, besides the response itself.
#[cfg(feature = "mock")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// No declaration answers the request. The message of the response says why.
    Unexpected,
    /// The declaration has no answer, so the response is empty.
    Unset,
}

/// What a client tells a mock about a request, besides the request itself.
#[cfg(feature = "mock")]
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) endpoint: &'static Endpoint,
    /// Whether the URL was given to the call. It may not fit the endpoint.
    pub(crate) has_given_url: bool,
    pub(crate) base: BaseUrl,
    /// The URL without what the credentials have added.
    pub(crate) uri: http::Uri,
    /// The secrets of the call and its credentials.
    pub(crate) secrets: Vec<Box<str>>,
}

impl CallFacts {
    /// The facts that a mock receives about a request. The request has this URL, and its client has this base.
    #[cfg(feature = "mock")]
    pub(crate) fn sent(&self, base: &BaseUrl, uri: &http::Uri, is_redirected: bool) -> Sent {
        let of_call = self.secrets.known().map(|text| text.into_owned().into());
        let of_client = self.client_secrets.iter().cloned();
        let secrets = of_call.chain(of_client).collect();
        let has_given_url = self.has_given_url && !is_redirected;
        Sent { endpoint: self.endpoint, has_given_url, base: base.clone(), uri: uri.clone(), secrets }
    }

    /// Whether a mock did not expect the request. Its message says why, so a hint would only hide it.
    #[cfg(feature = "mock")]
    pub(crate) fn is_unexpected(&self) -> bool {
        self.note == Some(Note::Unexpected)
    }

    #[cfg(not(feature = "mock"))]
    #[expect(clippy::unused_self, reason = "it has the same form as with the feature `mock`")]
    pub(crate) const fn is_unexpected(&self) -> bool {
        false
    }

    /// Moves the facts to the reader of a response, which may outlive the call. Put them back before another try.
    pub(crate) fn hand_over(&mut self) -> Self {
        Self {
            idempotency_key: self.idempotency_key.take(),
            secrets: std::mem::take(&mut self.secrets),
            client_secrets: Arc::clone(&self.client_secrets),
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

    /// The context of a call whose response head has arrived.
    pub(crate) fn replied(
        &self,
        status: StatusCode,
        headers: HeaderMap,
        raw: Bytes,
        is_error: bool,
    ) -> Box<CallContext> {
        let mut context = self.context();
        let cleaner = self.cleaner();
        if is_error {
            let message = server_message::message(&headers, &raw, self.endpoint.message_at());
            context.message = message.and_then(|message| message.shown(&cleaner));
        }
        context.shown_id = headers::request_id(&headers).and_then(|id| cleaner.shown(id));
        context.shown_headers = ShownHeaders::of(&headers, &cleaner);
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

    /// The error of a response that arrived but cannot be decoded.
    #[cfg_attr(not(feature = "mock"), expect(unused_mut, reason = "only a mock adds a hint"))]
    pub(crate) fn unreadable(&self, error: DecodeError, mut context: Box<CallContext>) -> Error {
        #[cfg(feature = "mock")]
        if self.note == Some(Note::Unset) {
            context.hint.get_or_insert_with(|| UNSET.into());
        }
        match error.into_cause() {
            Cause::Body(BodyFailure::Broken(source)) => broken(source, context),
            Cause::Body(BodyFailure::Stalled(after)) => timed_out(Phase::Body, Some(after), context),
            Cause::Content { path, reason, detail } => {
                let cleaner = self.cleaner();
                let path = path.and_then(|path| cleaner.shown(&path));
                let reason =
                    cleaner.shown(&reason).map_or(Cow::Borrowed(LEFT_OUT), |reason| reason.into_string().into());
                let error = DecodeError::from_cause(Cause::Content { path, reason, detail });
                Error::Decode { error, context }
            }
            cause @ Cause::Body(BodyFailure::TooLarge(_) | BodyFailure::Coding(_)) => {
                let error = DecodeError::from_cause(cause);
                Error::Decode { error, context }
            }
        }
    }

    /// Adds a hint that says why an error status has no typed body.
    pub(crate) fn explain(&self, context: &mut CallContext, error: &DecodeError) {
        let place = error.path().map(|path| format!("{path}: ")).unwrap_or_default();
        let reason = self.cleaner().shown(&format!("{place}{}", error.reason()));
        let reason = reason.as_deref().unwrap_or(LEFT_OUT);
        context.hint = Some(format!("the body does not match the `error` type: {reason}").into());
        context.detail = error.detail().map(Into::into);
    }

    /// What may be shown of the response headers.
    pub(crate) fn shown_headers(&self, headers: &HeaderMap) -> ShownHeaders {
        ShownHeaders::of(headers, &self.cleaner())
    }

    /// Adds a hint that says why the body of an error is not read.
    pub(crate) fn explain_unread(&self, context: &mut CallContext, error: &DecodeError) {
        context.hint = self.cleaner().shown(&error.reason());
    }

    fn cleaner(&self) -> Cleaner<'_> {
        Cleaner::new(self.secrets.texts().chain(self.client_secrets.iter().map(|text| Cow::Borrowed(&**text))))
    }
}

/// The error of a lost connection, or of a timeout of the transport's own.
pub(crate) fn broken(source: BoxError, mut context: Box<CallContext>) -> Error {
    let gave_up = is_timeout(&*source);
    context.source = Some(source);
    if gave_up {
        let phase = if context.status.is_some() { Phase::Body } else { Phase::Head };
        return timed_out(phase, None, context);
    }
    Error::Transport { context }
}

/// The error of a request body that cannot be read, or has the wrong length.
///
/// The body's own error is only the `source()`, because it may contain values of the caller.
pub(crate) fn body_failed(source: BoxError, mut context: Box<CallContext>) -> Error {
    let is_length = causes(&*source).any(<dyn std::error::Error>::is::<WrongLength>);
    let words = if is_length { "the request body has the wrong length" } else { "the request body failed" };
    context.body_failure = Some(words);
    context.source = Some(source);
    Error::Transport { context }
}

pub(crate) fn timed_out(phase: Phase, limit: Option<Duration>, mut context: Box<CallContext>) -> Error {
    context.limit = limit;
    Error::Timeout { phase, context }
}
