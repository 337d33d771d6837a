//! The way of one call: each try authorised, sent and read by the type that its status chooses, and whether there is another.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::body::{Body, with_boundary_of};
use crate::encode::{self, Encoder};
use crate::endpoint::{Endpoint, Reads, reads};
use crate::error::call::{CallFacts, broken, timed_out};
use crate::error::{self, BuildError, EncodeError, Error, Phase};
use crate::reply::{Erased, Head, Incoming, Limits, Readers, Reply, erase, gather};
use crate::request::{self as requests, ErasedRequest};
use crate::transport::{
    Attempt, BoxError, BoxFuture, NotSent, TimedOut, idle,
    upload::{self, Watch},
};

use super::credentials::{Credentials, Used};
use super::failure::{Failure, into_headers, proxy_hint};
#[cfg(feature = "tracing")]
use super::observe::span;
use super::observe::{Hooks, ReplyView, RequestView};
use super::retry::{Failed, RetryPolicy};
use super::target::Target;
use super::{Client, Inner, echoed, redirect};

/// What one call does otherwise than its client.
#[derive(Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    /// Without a value, the header is not sent at all.
    pub(super) headers: Vec<(HeaderName, Option<HeaderValue>)>,
    pub(super) bad_header: Option<EncodeError>,
    pub(super) auth: Option<Arc<dyn Authenticate>>,
    pub(super) retry: Option<RetryPolicy>,
    /// A URL that the server gave.
    pub(super) target: Option<Target>,
}

/// A call that is as its client says, on its way to its value.
pub(super) fn start(
    client: &Client,
    request: &dyn ErasedRequest,
    endpoint: &'static Endpoint,
    readers: &'static Readers,
) -> Running {
    Prepared::new(client, request, endpoint, readers, Options::default()).value()
}

/// A call that is ready to be sent, or why it will not be.
pub(super) struct Prepared(Result<Exchange, Error>);

/// A call on its way, whatever its types. Both its value and its body of an error are of a type that only whoever asked knows.
///
/// Its future is kept small, as each call allocates one: it holds its request once, and boxes what few calls need. Above a
/// kilobyte an allocator no longer takes it from what it has at hand, and may tidy up all that was freed before.
pub(super) type Running = BoxFuture<'static, Outcome>;
pub(super) type Outcome = Result<Erased, Failure>;

impl Prepared {
    /// What is done with any request is compiled once: `request` has no type here.
    pub(super) fn new(
        client: &Client,
        request: &dyn ErasedRequest,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        mut options: Options,
    ) -> Self {
        let mut secrets = Vec::new();
        let credentials = Credentials::new(options.auth.take(), &client.0, endpoint);
        let is_claimed = |place, name: &str| credentials.set(place, name);
        let mut encoder = Encoder::new(&client.0.base, endpoint).collecting(&mut secrets).sparing(&is_claimed);
        if options.target.is_some() {
            encoder = encoder.without_path();
        }
        let request = requests::build(request, encoder);
        Self(Exchange::new(client, endpoint, readers, credentials, request, secrets, options))
    }

    /// The reply's value.
    pub(super) fn value(self) -> Running {
        self.run(|exchange| exchange.read(|value, _| value))
    }

    /// The reply's value with its status and headers: a `Reply<Erased>`.
    pub(super) fn reply(self) -> Running {
        self.run(|exchange| {
            exchange.read(|value, head| erase(Reply { value, status: head.status, headers: into_headers(head) }))
        })
    }

    /// The reply as it came: a `Response<Body>`.
    pub(super) fn raw(self) -> Running {
        self.run(Exchange::raw)
    }

    #[cfg(not(feature = "tracing"))]
    fn run(self, send: fn(Exchange) -> Running) -> Running {
        match self.0 {
            Ok(exchange) => send(exchange),
            Err(error) => failed_already(error),
        }
    }

    #[cfg(feature = "tracing")]
    fn run(self, send: fn(Exchange) -> Running) -> Running {
        use tracing::Instrument as _;

        let (endpoint, uri, call) = match self.0 {
            Ok(exchange) => (exchange.facts.endpoint, Some(exchange.request.uri().clone()), send(exchange)),
            Err(error) => (error.context().endpoint, None, failed_already(error)),
        };
        Box::pin(async move {
            // The span begins when the call does, and not when it is made.
            let span = span::of(endpoint, uri.as_ref());
            let call = async { call.await.inspect_err(|failure| span::failed(&failure.error)) };
            call.instrument(span).await
        })
    }
}

fn failed_already(error: Error) -> Running {
    Box::pin(std::future::ready(Err(error.into())))
}

/// A header's text, which need not be ASCII.
pub(super) fn text_of(value: &HeaderValue) -> Box<str> {
    String::from_utf8_lossy(value.as_bytes()).into()
}

/// The client's headers give way to the request's, and those to the call's.
fn add_headers<'h>(
    headers: &mut HeaderMap,
    usual: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
    given: Vec<(HeaderName, Option<HeaderValue>)>,
) -> Result<(), EncodeError> {
    for (name, value) in usual {
        encode::set_default(headers, name, value.clone())?;
    }
    for (name, value) in given {
        let Some(value) = value else {
            headers.remove(&name);
            continue;
        };
        let value = match headers.get(&name) {
            Some(old) if name == http::header::CONTENT_TYPE => {
                with_boundary_of(old, value).map_err(|reason| EncodeError::of_header(name.as_str(), reason))?
            }
            _ => value,
        };
        if headers.try_insert(&name, value).is_err() {
            return Err(EncodeError::of_header(name.as_str(), encode::ONE_HEADER_MORE));
        }
    }
    Ok(())
}

/// One call, whatever its types.
struct Exchange {
    client: Arc<Inner>,
    facts: CallFacts,
    readers: &'static Readers,
    credentials: Credentials,
    timeout: Duration,
    deadline: Option<Instant>,
    retry: Option<Box<RetryPolicy>>,
    /// As it is without credentials, until the last time that it is sent. A redirect changes its URL.
    request: Request<Body>,
    /// Where each try begins, if a redirect has led elsewhere.
    origin: Option<Box<Uri>>,
    /// Whether the request has gone for the last time.
    is_spent: bool,
    /// What the credentials have added.
    used: Used,
    /// Whether a 401 has been seen, and fresher credentials asked for.
    has_renewed: bool,
    /// That 401, if there are none.
    refused: Option<Box<Response<Body>>>,
}

impl Exchange {
    fn new(
        client: &Client,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        mut credentials: Credentials,
        request: Result<Request<Body>, BuildError>,
        mut secrets: Vec<Box<str>>,
        options: Options,
    ) -> Result<Self, Error> {
        let client = Arc::clone(&client.0);
        let Options { timeout, headers, bad_header, retry, target, .. } = options;
        let prepare = |mut request: Request<Body>| {
            if let Some(error) = bad_header {
                return Err(error);
            }
            // Before a URL that the server gave, which may have their parameter.
            let checked = credentials.check_claims(endpoint, &request, &headers);
            let mut is_elsewhere = false;
            if let Some(target) = target {
                let own = request.uri().clone();
                is_elsewhere = target.aim(&mut request, &client.base)?;
                // Nobody says which of its values are secrets.
                secrets.extend(echoed::of_query(request.uri(), &own));
            }
            if is_elsewhere {
                credentials = Credentials::None;
            } else {
                checked?;
            }
            // What one sets for a call is often a key, and so is what one sets for every request.
            secrets.extend(headers.iter().filter_map(|(_, value)| value.as_ref().map(text_of)));
            let usual = client.headers.iter().filter(|(name, _)| !is_elsewhere || *name == http::header::USER_AGENT);
            add_headers(request.headers_mut(), usual, headers)?;
            Ok(request)
        };
        let request = request.and_then(|request| prepare(request).map_err(BuildError::Encode));
        let idempotency_key = request.as_ref().ok().and_then(encode::idempotency_key);
        let usual = Arc::clone(&client.header_values);
        let facts = CallFacts { endpoint, tries: 0, sent: false, idempotency_key, secrets, usual };
        let request = match request {
            Ok(request) => request,
            Err(BuildError::Invalid(violations)) => {
                return Err(Error::Invalid { violations: Box::new(violations), context: facts.context() });
            }
            Err(BuildError::Encode(error)) => return Err(Error::Encode { error, context: facts.context() }),
        };
        Ok(Self {
            timeout: timeout.unwrap_or(client.timeout),
            credentials,
            facts,
            client,
            readers,
            deadline: None,
            retry: retry.map(Box::new),
            origin: None,
            request,
            is_spent: false,
            used: Used::default(),
            has_renewed: false,
            refused: None,
        })
    }

    /// Sends the request until there is no other try, and reads the reply by the type that its status chooses. `finish` says what is
    /// wanted of it.
    fn read(mut self, finish: fn(Erased, Arc<Head>) -> Erased) -> Running {
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
                                self.client.budget.give();
                                return Ok(finish(value, head));
                            }
                            Err(error) => head.unreadable(error).into(),
                        }
                    } else {
                        Box::pin(refused(reply, reader, readers)).await
                    };
                    if let Some(head) = Arc::into_inner(head) {
                        self.facts.take_back(head.facts);
                    }
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
    fn raw(mut self) -> Running {
        Box::pin(async move {
            self.begin()?;
            loop {
                let pause = {
                    let came = self.head().await;
                    let error = came.as_ref().ok().and_then(|reply| self.status_error(reply));
                    let wait = error.and_then(|error| self.wait_before_another(&error)).map(Pause::Wait);
                    let pause = wait.or_else(|| self.pause_after(&came));
                    // A 401 comes again if there are no fresher credentials.
                    if !matches!(pause, Some(Pause::Renew(_))) {
                        self.tried(came.as_ref().map(Response::status));
                    }
                    match pause {
                        Some(pause) => pause.with(came),
                        None => {
                            let reply = came?;
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
        if self.is_spent {
            return None;
        }
        let is_repeatable = self.facts.endpoint.is_idempotent() || self.facts.idempotency_key.is_some();
        let wait = self.policy().wait(&Failed::new(error, is_repeatable))?;
        let is_in_time =
            self.deadline.is_none_or(|deadline| Instant::now().checked_add(wait).is_some_and(|then| then < deadline));
        (is_in_time && self.client.budget.take()).then_some(wait)
    }

    fn policy(&self) -> &RetryPolicy {
        self.retry.as_deref().unwrap_or(&self.client.retry)
    }

    /// One try: sends the request, and follows redirects, until a reply is there that stands.
    async fn head(&mut self) -> Result<Response<Body>, Error> {
        if let Some(reply) = self.refused.take() {
            return Ok(*reply);
        }
        self.facts.tries += 1;
        if let Some(uri) = self.origin.take() {
            *self.request.uri_mut() = *uri;
        }
        let mut hops = 0;
        loop {
            let (client, attempt) = (Arc::clone(&self.client), self.attempt());
            let request = self.next_request();
            // What is in a block is not kept while the reply is awaited.
            let (sending, watch) = {
                let (mut parts, body) = request.into_parts();
                if let Some(auth) = self.credentials.auth() {
                    Box::pin(self.authorise(auth, &mut parts, &body)).await?;
                }
                if let Some(hooks) = &self.client.hooks {
                    let (endpoint, tries) = (self.facts.endpoint, self.facts.tries);
                    hooks.sending(&RequestView { endpoint, uri: &parts.uri, headers: &parts.headers, tries });
                }
                let (body, watch) = upload::watch(body);
                (client.transport.call(Request::from_parts(parts, body), &attempt), watch)
            };
            let reply = match client.hooks.as_deref() {
                None => self.sent(sending, watch).await,
                Some(hooks) => Box::pin(self.observed(sending, watch, hooks)).await,
            }?;
            let declared = self.readers.declare(reply.status());
            let may_follow =
                hops < redirect::MAX_HOPS && !self.is_spent && redirect::is_followed(self.request.method());
            if !may_follow || declared.contains(&Some(true)) || self.is_absent(reply.status()) {
                return Ok(reply);
            }
            match redirect::next(self.request.uri(), reply.status(), reply.headers()) {
                Some(next) => {
                    self.facts.secrets.extend(echoed::of_query(&next, self.request.uri()));
                    let from = std::mem::replace(self.request.uri_mut(), next);
                    self.origin.get_or_insert_with(|| Box::new(from));
                }
                None => return Ok(reply),
            }
            hops += 1;
        }
    }

    /// What is sent now: a copy, or the request itself where its body is there once.
    fn next_request(&mut self) -> Request<Body> {
        if let Some(request) = try_clone(&self.request) {
            return request;
        }
        self.is_spent = true;
        std::mem::take(&mut self.request)
    }

    fn is_absent(&self, status: StatusCode) -> bool {
        self.facts.endpoint.absent_list().contains(&status.as_u16())
    }

    /// Adds the credentials, and remembers them for what the server may echo.
    async fn authorise(
        &mut self,
        auth: Arc<dyn Authenticate>,
        parts: &mut http::request::Parts,
        body: &Body,
    ) -> Result<(), Error> {
        let kept = Some(self.request.headers()).filter(|_| !self.is_spent);
        let secrets = &mut self.facts.secrets;
        match super::credentials::add(&*auth, parts, body, kept, self.deadline, secrets).await {
            Ok(used) => {
                self.used = used;
                Ok(())
            }
            Err(source) => Err(self.facts.no_credentials(source)),
        }
    }

    /// Whether it is the first 401, and the request can be sent once more.
    fn may_renew(&self, reply: &Response<Body>) -> bool {
        let is_refused = reply.status() == StatusCode::UNAUTHORIZED;
        is_refused && !self.is_spent && !self.has_renewed && matches!(self.credentials, Credentials::These(_))
    }

    /// Whether there are fresher credentials than those that a 401 has refused.
    async fn has_fresher(&mut self) -> Result<bool, Error> {
        self.has_renewed = true;
        let (Some(auth), Some(request)) = (self.credentials.auth(), try_clone(&self.request)) else {
            return Ok(false);
        };
        let parts = std::mem::take(&mut self.used).into_parts(request);
        let asking = auth.rejected(&parts);
        match self.deadline {
            Some(deadline) => match tokio::time::timeout_at(deadline, asking).await {
                Ok(answer) => Ok(answer),
                Err(_) => Err(self.facts.no_credentials(TimedOut::default().into())),
            },
            None => Ok(asking.await),
        }
    }

    fn attempt(&self) -> Attempt {
        Attempt { number: self.facts.tries, deadline: self.deadline, base: self.client.base.clone() }
    }

    /// As [`sent`](Self::sent), and tells the client's hooks.
    async fn observed(
        &mut self,
        sending: BoxFuture<'_, Result<Response<Body>, BoxError>>,
        watch: Option<Watch>,
        hooks: &Hooks,
    ) -> Result<Response<Body>, Error> {
        let begun = Instant::now();
        let came = self.sent(sending, watch).await;
        hooks.came(&ReplyView {
            endpoint: self.facts.endpoint,
            came: came.as_ref().map(|reply| (reply.status(), reply.headers())),
            tries: self.facts.tries,
            elapsed: begun.elapsed(),
        });
        came
    }

    /// Waits for the head of the reply, and tells what came instead.
    async fn sent(
        &mut self,
        sending: BoxFuture<'_, Result<Response<Body>, BoxError>>,
        watch: Option<Watch>,
    ) -> Result<Response<Body>, Error> {
        let idle = self.client.idle_timeout;
        let sending = async {
            match watch {
                Some(watch) => Box::pin(watch.sent(sending, idle)).await.ok_or((Phase::Upload, idle)),
                None => Ok(sending.await),
            }
        };
        let sent = match self.deadline {
            Some(deadline) => {
                let sent = tokio::time::timeout_at(deadline, sending).await;
                sent.unwrap_or(Err((Phase::Head, self.timeout)))
            }
            None => sending.await,
        };
        let result = match sent {
            Ok(result) => result,
            Err((phase, limit)) => {
                self.facts.sent = true;
                return Err(timed_out(phase, Some(limit), self.facts.context()));
            }
        };
        match result.map_err(<dyn std::error::Error + Send + Sync>::downcast::<NotSent>) {
            Ok(reply) => {
                self.facts.sent = true;
                Ok(reply)
            }
            Err(Ok(not_sent)) => {
                let mut context = self.facts.context();
                context.timed_out = error::is_timeout(&*not_sent.0);
                context.source = Some(not_sent.0);
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

    fn limits(&self) -> Limits {
        Limits {
            max_reply: self.client.max_reply,
            max_item: self.client.max_item,
            deadline: self.deadline,
            timeout: self.timeout,
            idle_timeout: self.client.idle_timeout,
        }
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

/// The same request again, unless its body is a stream that is there once.
fn try_clone(request: &Request<Body>) -> Option<Request<Body>> {
    let mut again = Request::new(request.body().try_clone()?);
    again.method_mut().clone_from(request.method());
    again.uri_mut().clone_from(request.uri());
    again.headers_mut().clone_from(request.headers());
    again.extensions_mut().clone_from(request.extensions());
    Some(again)
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
