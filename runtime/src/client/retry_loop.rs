//! The tries of a call: reads responses, asks the policy in `retry`, and waits.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode, Uri};
use tokio::time::Instant;

use crate::endpoint::{Reads, reads};
use crate::error::{BodyFailure, DecodeError, Error};
use crate::message::{Body, idle};
use crate::response::{ErasedResponse, Head, Incoming, Readers, erase, gather};
use crate::tokio_runtime;

use super::failure::Failure;
use super::prepare::{Exchange, Running};
use super::retry::{Failed, RetryPolicy};

#[cfg(feature = "tracing")]
use crate::client::observe::span;

/// Makes the result of a call of its value, its head and its URL. The URL is the one that the response came from.
pub(super) type Finish = fn(ErasedResponse, Arc<Head>, &mut Uri) -> ErasedResponse;

impl Exchange {
    /// Sends the request, with retries, and reads the response. The status selects the type.
    ///
    /// `finish` turns the value, the head and the last URL into the result of the call.
    pub(super) fn read(mut self, finish: Finish) -> Running {
        Box::pin(async move {
            self.begin()?;
            let readers = self.readers;
            loop {
                // The block drops its variables before the next await, which keeps the future small: see `Running`.
                let pause = 'try_once: {
                    let (reader, head, reply) = {
                        let result = self.head().await;
                        if let Err(error) = &result {
                            self.record_try(Err(error));
                        }
                        match self.pause_after(&result) {
                            Some(pause) => break 'try_once pause.with(result),
                            None => self.replied(result?),
                        }
                    };
                    let failure = if reader == Reads::Response {
                        match readers.response.read(reply).await {
                            Ok(value) => {
                                self.record_try(Ok(head.status));
                                self.record_end(head.status);
                                self.client.budget.give_back();
                                return Ok(finish(value, head, &mut self.request.uri));
                            }
                            Err(error) => head.unreadable(error).into(),
                        }
                    } else {
                        Box::pin(status_failure(reply, reader, readers)).await
                    };
                    // A body that is still being read holds the head too, and then the facts are cloned.
                    self.facts = Arc::try_unwrap(head).map_or_else(|head| head.facts.clone(), |head| head.facts);
                    self.record_try(Err(&failure.error));
                    match self.wait_before_retry(&failure.error) {
                        Some(wait) => Pause::Wait(wait),
                        None => return Err(failure),
                    }
                };
                Box::pin(self.pass(pause)).await?;
            }
        })
    }

    /// Sends the request, with retries, and returns the response of any status.
    pub(super) fn raw(mut self) -> Running {
        Box::pin(async move {
            self.begin()?;
            loop {
                let pause = {
                    let result = self.head().await;
                    let pause = self.pause_after(&result).or_else(|| {
                        let error = self.status_error(result.as_ref().ok()?)?;
                        self.wait_before_retry(&error).map(Pause::Wait)
                    });
                    // Without fresher credentials, `head` returns the same 401 again, and it is recorded then.
                    if !matches!(pause, Some(Pause::Refresh(_))) {
                        self.record_try(result.as_ref().map(Response::status));
                    }
                    match pause {
                        Some(pause) => pause.with(result),
                        None => {
                            let reply = result?;
                            if reply.body().is_undecodable() {
                                Pause::Undecodable(Box::new(reply))
                            } else {
                                self.record_end(reply.status());
                                if reply.status().is_success() {
                                    self.client.budget.give_back();
                                }
                                return Ok(erase(reply.map(|body| idle::limit(body, self.client.idle_timeout))));
                            }
                        }
                    }
                };
                if let Some(empty) = Box::pin(self.pass(pause)).await? {
                    self.record_end(empty.status());
                    return Ok(erase(*empty));
                }
            }
        })
    }

    /// The error of a raw response with a content coding that is not decoded. It has the bytes of the body. An empty body needs no
    /// decoding.
    async fn undecodable(&self, reply: Response<Body>) -> Result<Response<Body>, Error> {
        let (head, mut body) = reply.into_parts();
        let (bytes, Some(failure)) = gather(&mut body, &self.limits()).await else {
            return Ok(Response::from_parts(head, Body::empty()));
        };
        let context = self.facts.replied(head.status, head.headers, bytes, false);
        Err(self.facts.unreadable(DecodeError::body(failure), context))
    }

    /// Records the result of a try as an event of the span.
    #[cfg_attr(not(feature = "tracing"), expect(clippy::unused_self, reason = "only spans record it"))]
    fn record_try(&self, result: Result<StatusCode, &Error>) {
        #[cfg(feature = "tracing")]
        span::record_try(self.facts.tries, result);
        #[cfg(not(feature = "tracing"))]
        let _ = result;
    }

    /// Records the status of the call in the span.
    #[cfg_attr(not(feature = "tracing"), expect(clippy::unused_self, reason = "only spans record it"))]
    fn record_end(&self, status: StatusCode) {
        #[cfg(feature = "tracing")]
        span::record_end(self.facts.tries, Ok(status));
        #[cfg(not(feature = "tracing"))]
        let _ = status;
    }

    /// What to do before the next try; `None` if this was the last.
    fn pause_after(&self, result: &Result<Response<Body>, Error>) -> Option<Pause> {
        match result {
            Ok(reply) => self.may_refresh(reply).then_some(Pause::Refresh(None)),
            Err(error) => self.wait_before_retry(error).map(Pause::Wait),
        }
    }

    /// Does what comes before the next try. Returns the response if there is no need for one.
    async fn pass(&mut self, pause: Pause) -> Result<Option<Box<Response<Body>>>, Error> {
        match pause {
            Pause::Wait(wait) => tokio::time::sleep(wait).await,
            Pause::Refresh(reply) => {
                if self.has_fresher().await? {
                    self.record_try(Ok(StatusCode::UNAUTHORIZED));
                } else {
                    self.rejection = reply;
                }
            }
            Pause::Undecodable(reply) => return Ok(Some(Box::new(self.undecodable(*reply).await?))),
        }
        Ok(None)
    }

    /// The error of a raw response, for the retry policy. `None` if its status is not an error.
    fn status_error(&self, reply: &Response<Body>) -> Option<Error> {
        let status = reply.status();
        (status.is_client_error() || status.is_server_error()).then(|| {
            let context = self.facts.replied(status, reply.headers().clone(), Bytes::new(), false);
            Error::Status { status, body: None, context }
        })
    }

    /// Returns the type that reads the response, and the response. The head holds the facts of the call until the body is read.
    fn replied(&mut self, reply: Response<Body>) -> (Reads, Arc<Head>, Incoming) {
        let (head, body) = reply.into_parts();
        let (status, limits, is_absent) = (head.status, self.limits(), self.is_absent(head.status));
        let reader = if is_absent { Reads::Response } else { reads(status, self.readers.declare(status)) };
        let facts = self.facts.hand_over();
        let head = Arc::new(Head {
            status,
            headers: head.headers,
            seen: OnceLock::new(),
            has_error: AtomicBool::new(false),
            facts,
        });
        // A status in `absent(..)` reads as an empty body, so the body that the server sends with it is dropped.
        let body = if is_absent { Body::empty() } else { body };
        (reader, Arc::clone(&head), Incoming { head, body, limits })
    }

    /// Starts the deadline, and checks the runtime and the credentials. The deadline counts from the first poll of the call.
    fn begin(&mut self) -> Result<(), Error> {
        self.deadline = Instant::now().checked_add(self.timeout);
        if let Err(reason) = tokio_runtime::check() {
            let mut context = self.facts.context();
            context.source = Some(reason.into());
            return Err(Error::Connect { context });
        }
        self.credentials.check(self.is_exposed).map_err(|reason| self.facts.no_credentials(reason))
    }

    /// How long to wait before the next try; `None` if the call is not retried.
    fn wait_before_retry(&self, error: &Error) -> Option<Duration> {
        // A credentials provider that failed has its own retries, or cannot succeed.
        if self.request.is_spent() || matches!(error, Error::Auth { .. }) {
            return None;
        }
        let is_repeatable = self.facts.endpoint.is_idempotent() || self.facts.idempotency_key.is_some();
        let wait = self.policy().pause_after(&Failed::new(error, is_repeatable))?;
        let is_in_time =
            self.deadline.is_none_or(|deadline| Instant::now().checked_add(wait).is_some_and(|then| then < deadline));
        (is_in_time && self.client.budget.take()).then_some(wait)
    }

    pub(super) fn policy(&self) -> &RetryPolicy {
        self.retry.as_deref().unwrap_or(&self.client.retry)
    }
}

/// What to do before the next try.
enum Pause {
    Wait(Duration),
    /// Ask for fresher credentials. Without any, the kept 401 is the result of the call.
    Refresh(Option<Box<Response<Body>>>),
    /// Fail, because the raw response has a content coding that is not decoded.
    Undecodable(Box<Response<Body>>),
}

impl Pause {
    fn with(self, result: Result<Response<Body>, Error>) -> Self {
        match self {
            Self::Wait(wait) => Self::Wait(wait),
            Self::Refresh(_) => Self::Refresh(result.ok().map(Box::new)),
            undecodable @ Self::Undecodable(_) => undecodable,
        }
    }
}

/// Reads a response whose status is not read as `response`. The `error` type reads the body if the status belongs to it.
async fn status_failure(mut reply: Incoming, reader: Reads, readers: &'static Readers) -> Failure {
    let (head, status) = (Arc::clone(&reply.head), reply.head.status);
    let (bytes, failure) = gather(&mut reply.body, &reply.limits).await;
    let unread = match &failure {
        Some(BodyFailure::Coding(error)) => Some(DecodeError::body(BodyFailure::Coding(error.clone()))),
        _ => None,
    };
    let mut context = head.facts.replied(status, head.headers.clone(), bytes.clone(), unread.is_none());
    let mut body = None;
    // A redirect that was not followed needs no reason why its body, which is mostly empty, does not match the `error` type.
    context.hint = head.facts.unfollowed.map(|reason| reason.hint(status).into());
    if let Some(error) = unread {
        // The reason why a redirect was not followed matters more than its body.
        if context.hint.is_none() {
            head.facts.explain_unread(&mut context, &error);
        }
    } else if reader == Reads::Nobody && !head.facts.is_unexpected() {
        context.hint.get_or_insert_with(|| "neither `response` nor `error` declares this status".into());
    } else if reader != Reads::Nobody && failure.is_none() {
        reply.body = bytes.into();
        match readers.error.read(reply).await {
            Ok(value) => body = Some(value),
            Err(error) if context.hint.is_none() && !head.facts.is_unexpected() => {
                head.facts.explain(&mut context, &error);
            }
            Err(_) => {}
        }
    }
    Failure { error: Error::Status { status, body: None, context }, body }
}
