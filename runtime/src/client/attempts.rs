//! The tries of a call: what is read of each reply, whether there is another try, and what is waited for before it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use tokio::time::Instant;

use crate::endpoint::{Reads, reads};
use crate::error::Error;
use crate::message::{Body, idle};
use crate::response::{ErasedResponse, Head, Incoming, Readers, erase, gather};

use super::failure::Failure;
use super::prepare::{Exchange, Running};
use super::retry::{Failed, RetryPolicy};

#[cfg(feature = "tracing")]
use crate::client::observe::span;

impl Exchange {
    /// Sends the request until there is no other try, and reads the reply by the type that its status chooses. `finish` says what is
    /// wanted of it.
    pub(super) fn read(mut self, finish: fn(ErasedResponse, Arc<Head>) -> ErasedResponse) -> Running {
        Box::pin(async move {
            self.begin()?;
            let readers = self.readers;
            loop {
                // What is in a block is not kept behind it: see `Running`.
                let pause = 'try_once: {
                    let (reader, head, reply) = {
                        let came = self.head().await;
                        if let Err(error) = &came {
                            self.tried(Err(error));
                        }
                        match self.pause_after(&came) {
                            Some(pause) => break 'try_once pause.with(came),
                            None => self.replied(came?),
                        }
                    };
                    let failure = if reader == Reads::Response {
                        match readers.response.read(reply).await {
                            Ok(value) => {
                                self.tried(Ok(head.status));
                                self.ended(head.status);
                                self.client.budget.give();
                                return Ok(finish(value, head));
                            }
                            Err(error) => head.unreadable(error).into(),
                        }
                    } else {
                        Box::pin(refused(reply, reader, readers)).await
                    };
                    // A body that is still being read needs them too.
                    self.facts = Arc::try_unwrap(head).map_or_else(|head| head.facts.clone(), |head| head.facts);
                    self.tried(Err(&failure.error));
                    match self.wait_before_another(&failure.error) {
                        Some(wait) => Pause::Wait(wait),
                        None => return Err(failure),
                    }
                };
                Box::pin(self.pass(pause)).await?;
            }
        })
    }

    /// Sends the request until there is no other try, and gives the reply of any status.
    pub(super) fn raw(mut self) -> Running {
        Box::pin(async move {
            self.begin()?;
            loop {
                let pause = {
                    let came = self.head().await;
                    let pause = self.pause_after(&came).or_else(|| {
                        let error = self.status_error(came.as_ref().ok()?)?;
                        self.wait_before_another(&error).map(Pause::Wait)
                    });
                    // A 401 comes again if there are no fresher credentials.
                    if !matches!(pause, Some(Pause::Renew(_))) {
                        self.tried(came.as_ref().map(Response::status));
                    }
                    match pause {
                        Some(pause) => pause.with(came),
                        None => {
                            let reply = came?;
                            self.ended(reply.status());
                            if reply.status().is_success() {
                                self.client.budget.give();
                            }
                            return Ok(erase(reply.map(|body| idle::limit(body, self.client.idle_timeout))));
                        }
                    }
                };
                Box::pin(self.pass(pause)).await?;
            }
        })
    }

    /// Tells whoever observes the call what came of a try.
    #[cfg_attr(not(feature = "tracing"), expect(clippy::unused_self, reason = "only spans are told"))]
    fn tried(&self, came: Result<StatusCode, &Error>) {
        #[cfg(feature = "tracing")]
        span::tried(self.facts.tries, came);
        #[cfg(not(feature = "tracing"))]
        let _ = came;
    }

    /// Tells whoever observes the call that it has its reply.
    #[cfg_attr(not(feature = "tracing"), expect(clippy::unused_self, reason = "only spans are told"))]
    fn ended(&self, status: StatusCode) {
        #[cfg(feature = "tracing")]
        span::ended(self.facts.tries, Ok(status));
        #[cfg(not(feature = "tracing"))]
        let _ = status;
    }

    /// What comes before the next try, if there is one.
    fn pause_after(&self, came: &Result<Response<Body>, Error>) -> Option<Pause> {
        match came {
            Ok(reply) => self.may_renew(reply).then_some(Pause::Renew(None)),
            Err(error) => self.wait_before_another(error).map(Pause::Wait),
        }
    }

    async fn pass(&mut self, pause: Pause) -> Result<(), Error> {
        match pause {
            Pause::Wait(wait) => tokio::time::sleep(wait).await,
            Pause::Renew(reply) => {
                if self.has_fresher().await? {
                    self.tried(Ok(StatusCode::UNAUTHORIZED));
                } else {
                    self.refused = reply;
                }
            }
        }
        Ok(())
    }

    /// The error that a reply would be which is read by no type.
    fn status_error(&self, reply: &Response<Body>) -> Option<Error> {
        let status = reply.status();
        (status.is_client_error() || status.is_server_error()).then(|| {
            let context = self.facts.replied(status, reply.headers().clone(), Bytes::new(), false);
            Error::Status { status, body: None, context }
        })
    }

    /// Who reads the reply, and the reply for it, which has the facts of the call until it is read.
    fn replied(&mut self, reply: Response<Body>) -> (Reads, Arc<Head>, Incoming) {
        let (head, body) = reply.into_parts();
        let (status, limits, is_absent) = (head.status, self.limits(), self.is_absent(head.status));
        let reader = if is_absent { Reads::Response } else { reads(status, self.readers.declare(status)) };
        let facts = self.facts.hand_over();
        let head = Arc::new(Head { status, headers: head.headers, seen: OnceLock::new(), facts });
        // Whatever the server says about what is not there, it is none of it.
        let body = if is_absent { Body::empty() } else { body };
        (reader, Arc::clone(&head), Incoming { head, body, limits })
    }

    /// The time of a call begins when it is polled, not when it is made.
    fn begin(&mut self) -> Result<(), Error> {
        self.deadline = Instant::now().checked_add(self.timeout);
        let is_exposed = self.client.base.is_exposed() && !self.client.allow_plain_http;
        self.credentials.check(is_exposed).map_err(|reason| self.facts.no_credentials(reason))
    }

    /// How long to wait before the next try; `None` if there is none.
    fn wait_before_another(&self, error: &Error) -> Option<Duration> {
        // Credentials that cannot be had have had their own tries, or will not be had by any.
        if self.request.is_spent() || matches!(error, Error::Auth { .. }) {
            return None;
        }
        let is_repeatable = self.facts.endpoint.is_idempotent() || self.facts.idempotency_key.is_some();
        let wait = self.policy().wait(&Failed::new(error, is_repeatable))?;
        let is_in_time =
            self.deadline.is_none_or(|deadline| Instant::now().checked_add(wait).is_some_and(|then| then < deadline));
        (is_in_time && self.client.budget.take()).then_some(wait)
    }

    pub(super) fn policy(&self) -> &RetryPolicy {
        self.retry.as_deref().unwrap_or(&self.client.retry)
    }
}

/// What comes before the next try.
enum Pause {
    Wait(Duration),
    /// The credentials were refused, by this reply: perhaps there are fresher ones.
    Renew(Option<Box<Response<Body>>>),
}

impl Pause {
    fn with(self, came: Result<Response<Body>, Error>) -> Self {
        match self {
            Self::Wait(wait) => Self::Wait(wait),
            Self::Renew(_) => Self::Renew(came.ok().map(Box::new)),
        }
    }
}

/// The failure of a reply that is not the response's, read by the `error` type if it is that one's.
async fn refused(mut reply: Incoming, reader: Reads, readers: &'static Readers) -> Failure {
    let (head, status) = (Arc::clone(&reply.head), reply.head.status);
    let (bytes, failure) = gather(&mut reply.body, &reply.limits).await;
    let mut context = head.facts.replied(status, head.headers.clone(), bytes.clone(), true);
    let mut body = None;
    if reader == Reads::Nobody {
        context.hint = Some("neither `response` nor `error` lists this status".into());
    } else if failure.is_none() {
        reply.body = bytes.into();
        match readers.error.read(reply).await {
            Ok(value) => body = Some(value),
            Err(error) => head.facts.explain(&mut context, &error),
        }
    }
    Failure { error: Error::Status { status, body: None, context }, body }
}
