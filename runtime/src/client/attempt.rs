//! One try of a call: adds the credentials, sends the request and follows redirects.

use std::sync::{Arc, OnceLock};

use http::{Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use crate::boxed::{BoxError, BoxFuture};
use crate::error;
use crate::error::call_facts::{body_failed, broken, timed_out};
use crate::error::secrets::echoed;
use crate::error::{Error, NotSent, Phase, TimedOut, Unfollowed};
use crate::message::nothing;
use crate::message::watched::{self, Watch};
use crate::message::{Body, decompress};
use crate::response::Limits;
use crate::transport::Attempt;
use crate::value::limits::{ONE_HEADER_MORE, is_overfull};

use super::credentials::Credentials;
use super::failure::proxy_hint;
use super::observe::{Hooks, ReplyView, RequestView};
use super::prepare::Exchange;
use super::{credentials, redirect};

impl Exchange {
    /// Sends the request, follows redirects, and returns the head of the last response.
    pub(super) async fn head(&mut self) -> Result<Response<Body>, Error> {
        if let Some(reply) = self.rejection.take() {
            return Ok(*reply);
        }
        if let Some(uri) = self.original_uri.take() {
            self.request.uri = *uri;
        }
        self.facts.unfollowed = None;
        let mut hops = 0;
        loop {
            let tries = self.facts.tries + u32::from(hops == 0);
            let (client, attempt) = (Arc::clone(&self.client), self.attempt(tries));
            let request = self.request.next();
            // The block drops its variables before the await below, which keeps the future small.
            let (sending, watch) = {
                let (mut parts, mut body) = request.into_parts();
                let auth = self.credentials.auth();
                // One block, and so one await: what lives across two of them has its own room in the future.
                async {
                    if nothing::is_claimed_of(&body) {
                        Box::pin(self.check_nothing(&mut body)).await?;
                    }
                    let Some(auth) = &auth else { return Ok(()) };
                    let added = credentials::add(&**auth, &mut parts, &body, self.deadline).await;
                    added.map_err(|source| self.facts.no_credentials(source))
                }
                .await?;
                if auth.is_some() {
                    self.changed_uri = credentials::mark(&mut parts, &self.request, &mut self.facts.secrets);
                }
                if is_overfull(&parts.headers) {
                    return Err(self.facts.no_credentials(ONE_HEADER_MORE.into()));
                }
                // A call that fails for lack of credentials does not count as a try.
                self.facts.tries = tries;
                if let Some(hooks) = &self.client.hooks {
                    let endpoint = self.facts.endpoint;
                    hooks.on_request(&RequestView { endpoint, uri: &parts.uri, headers: &parts.headers, tries });
                }
                #[cfg(feature = "mock")]
                parts.extensions.insert(self.facts.sent(&client.base, &self.request.uri, hops > 0));
                let (body, watch) = watched::watch(body);
                (client.transport.call(Request::from_parts(parts, body), &attempt), watch)
            };
            let mut reply = match client.hooks.as_deref() {
                None => self.receive(sending, watch).await,
                Some(hooks) => Box::pin(self.receive_observed(sending, watch, hooks)).await,
            }?;
            if !self.is_undeclared_redirect(reply.status()) {
                self.decode(&mut reply);
                return Ok(reply);
            }
            match self.next_hop(&reply, hops) {
                Ok(next) => {
                    self.facts.secrets.extend_of_url(echoed::of_query(&next, &self.request.uri));
                    let from = std::mem::replace(&mut self.request.uri, next);
                    self.original_uri.get_or_insert_with(|| Box::new(from));
                }
                Err(reason) => {
                    self.facts.unfollowed = Some(reason);
                    self.decode(&mut reply);
                    return Ok(reply);
                }
            }
            hops += 1;
        }
    }

    /// Checks that a stream of length zero is empty.
    async fn check_nothing(&self, body: &mut Body) -> Result<(), Error> {
        let idle = self.client.idle_timeout;
        let idle_end = Instant::now().checked_add(idle);
        let end = self.deadline.into_iter().chain(idle_end).min();
        let checking = nothing::checked(std::mem::take(body));
        let checked = match end {
            Some(end) => tokio::time::timeout_at(end, checking).await.map_err(|_| {
                let limit = if self.deadline == Some(end) { self.timeout } else { idle };
                timed_out(Phase::Upload, Some(limit), self.facts.context())
            })?,
            None => checking.await,
        };
        match checked {
            Ok(checked) => {
                *body = checked;
                Ok(())
            }
            Err(source) => Err(body_failed(source, self.facts.context())),
        }
    }

    /// Removes the content codings of the response, unless the call wants them.
    fn decode(&self, reply: &mut Response<Body>) {
        if !self.keeps_codings {
            decompress::decode(&self.request.method, reply);
        }
    }

    fn is_undeclared_redirect(&self, status: StatusCode) -> bool {
        status.is_redirection() && !self.readers.declare(status).contains(&Some(true)) && !self.is_absent(status)
    }

    /// The target of a redirect, or the reason why it is not followed.
    fn next_hop(&self, reply: &Response<Body>, hops: u32) -> Result<Uri, Unfollowed> {
        let has_credentials = matches!(self.credentials, Credentials::Auth(_));
        let next = redirect::next(&self.request.uri, reply.status(), reply.headers(), &self.client, has_credentials);
        match next {
            Err(Unfollowed::Status) => next,
            _ if !redirect::is_followed(&self.request.method) => Err(Unfollowed::Method),
            _ if hops >= redirect::MAX_HOPS => Err(Unfollowed::TooMany),
            _ if self.request.is_spent() => Err(Unfollowed::OneShot),
            _ => next,
        }
    }

    pub(super) fn is_absent(&self, status: StatusCode) -> bool {
        self.facts.endpoint.absent_list().contains(&status.as_u16())
    }

    /// Whether this response is the first 401, and the request can be resent.
    pub(super) fn may_refresh(&self, reply: &Response<Body>) -> bool {
        let is_rejected = reply.status() == StatusCode::UNAUTHORIZED;
        let can_resend = !self.request.is_spent() && !self.has_refreshed && self.policy().allows_retries();
        is_rejected && can_resend && matches!(self.credentials, Credentials::Auth(_))
    }

    /// Asks the credentials whether they have fresher values than those that a 401 rejected.
    pub(super) async fn has_fresher(&mut self) -> Result<bool, Error> {
        self.has_refreshed = true;
        let Some(auth) = self.credentials.auth() else { return Ok(false) };
        let parts = credentials::as_sent(self.request.next(), &self.facts.secrets, self.changed_uri.take());
        let asking = auth.rejected(&parts);
        match self.deadline {
            Some(deadline) => match tokio::time::timeout_at(deadline, asking).await {
                Ok(answer) => Ok(answer),
                Err(_) => Err(self.facts.no_credentials(TimedOut::default().into())),
            },
            None => Ok(asking.await),
        }
    }

    fn attempt(&self, number: u32) -> Attempt {
        Attempt { number, deadline: self.deadline, base: self.client.base.clone() }
    }

    /// Like [`receive`](Self::receive), and also calls the client's hooks.
    async fn receive_observed(
        &mut self,
        sending: BoxFuture<'_, Result<Response<Body>, BoxError>>,
        watch: Option<Watch>,
        hooks: &Hooks,
    ) -> Result<Response<Body>, Error> {
        let begun = Instant::now();
        let result = self.receive(sending, watch).await;
        hooks.on_reply(&ReplyView {
            endpoint: self.facts.endpoint,
            result: result.as_ref().map(|reply| (reply.status(), reply.headers())),
            tries: self.facts.tries,
            elapsed: begun.elapsed(),
            facts: &self.facts,
            shown: OnceLock::new(),
        });
        result
    }

    /// Waits for the head of the response, and turns a failure into an [`Error`].
    async fn receive(
        &mut self,
        sending: BoxFuture<'_, Result<Response<Body>, BoxError>>,
        watch: Option<Watch>,
    ) -> Result<Response<Body>, Error> {
        let idle = self.client.idle_timeout;
        let mut sending = std::pin::pin!(async {
            match &watch {
                Some(watch) => Box::pin(watch.sent(sending, idle)).await.ok_or((Phase::Upload, idle)),
                None => Ok(sending.await),
            }
        });
        let sent = match self.deadline {
            // The future is polled by reference, so the watch can still tell how far the upload is when the deadline passes.
            Some(deadline) => tokio::time::timeout_at(deadline, sending.as_mut()).await.unwrap_or_else(|_| {
                let is_under_way = watch.as_ref().is_some_and(Watch::is_under_way);
                Err((if is_under_way { Phase::Upload } else { Phase::Head }, self.timeout))
            }),
            None => sending.await,
        };
        let result = match sent {
            Ok(result) => result,
            Err((phase, limit)) => {
                self.facts.sent = true;
                return Err(timed_out(phase, Some(limit), self.facts.context()));
            }
        };
        if result.is_err()
            && let Some(failure) = watch.as_ref().and_then(Watch::failure)
        {
            self.facts.sent = true;
            return Err(body_failed(failure, self.facts.context()));
        }
        match result.map_err(<dyn std::error::Error + Send + Sync>::downcast::<NotSent>) {
            Ok(reply) => {
                self.facts.sent = true;
                #[cfg(feature = "mock")]
                {
                    self.facts.note = reply.extensions().get().copied();
                }
                Ok(reply)
            }
            Err(Ok(not_sent)) => {
                let source = not_sent.into_source();
                let mut context = self.facts.context();
                context.timed_out = error::is_timeout(&*source);
                context.source = Some(source);
                if self.client.ignores_system_proxy {
                    context.hint = proxy_hint();
                }
                Err(Error::Connect { context })
            }
            Err(Err(source)) => {
                self.facts.sent = true;
                Err(broken(source, self.facts.context()))
            }
        }
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            max_reply: self.client.max_reply,
            max_item: self.client.max_item,
            deadline: self.deadline,
            timeout: self.timeout,
            idle_timeout: self.client.idle_timeout,
        }
    }
}
