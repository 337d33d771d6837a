//! The way of one call: authorise, send, follow redirects, and decide which type reads the reply.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, request};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::body::Body;
use crate::encode::{self, Encoder};
use crate::endpoint::Endpoint;
use crate::error::call::{CallFacts, broken, timed_out};
use crate::error::{self, BuildError, EncodeError, Error, Phase};
use crate::reply::{Erased, Head, Incoming, Limits, Readers, Reply, erase, gather};
use crate::request::{self as requests, ErasedRequest};
use crate::transport::{
    Attempt, BoxError, BoxFuture, NotSent, TimedOut, idle,
    upload::{self, Watch},
};

use super::failure::{Failure, into_headers, proxy_hint};
use super::{Client, Inner, redirect};

/// What one call does otherwise than its client.
#[derive(Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) bad_header: Option<EncodeError>,
    pub(super) auth: Option<Arc<dyn Authenticate>>,
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
        options: Options,
    ) -> Self {
        let mut secrets = Vec::new();
        let request = requests::build(request, Encoder::new(&client.0.base, endpoint).collecting(&mut secrets));
        Self(Exchange::new(client, endpoint, readers, request, secrets, options))
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
        self.run(|mut exchange| {
            Box::pin(async move {
                let reply = exchange.head().await?;
                Ok(erase(reply.map(|body| idle::limit(body, exchange.client.idle_timeout))))
            })
        })
    }

    fn run(self, send: fn(Exchange) -> Running) -> Running {
        match self.0 {
            Ok(exchange) => send(exchange),
            Err(error) => Box::pin(std::future::ready(Err(error.into()))),
        }
    }
}

/// Which type reads a reply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Response,
    Error,
    Nobody,
}

fn reader(status: StatusCode, declared: [Option<bool>; 2]) -> Reader {
    match declared {
        [Some(true), _] => Reader::Response,
        [_, Some(true)] => Reader::Error,
        [None, _] if status.is_success() => Reader::Response,
        [_, None] if !status.is_success() => Reader::Error,
        _ => Reader::Nobody,
    }
}

/// The client's headers give way to the request's, and those to the call's.
fn add_headers(
    headers: &mut HeaderMap,
    usual: &HeaderMap,
    given: Vec<(HeaderName, HeaderValue)>,
) -> Result<(), EncodeError> {
    for (name, value) in usual {
        encode::set_default(headers, name, value.clone())?;
    }
    for (name, value) in given {
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
    auth: Option<Arc<dyn Authenticate>>,
    timeout: Duration,
    deadline: Option<Instant>,
    /// As it is without credentials, until the last time that it is sent.
    request: Request<Body>,
}

impl Exchange {
    fn new(
        client: &Client,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        request: Result<Request<Body>, BuildError>,
        mut secrets: Vec<Box<str>>,
        options: Options,
    ) -> Result<Self, Error> {
        let client = Arc::clone(&client.0);
        let request = match (request, options.bad_header) {
            (Ok(_), Some(error)) => Err(BuildError::Encode(error)),
            (Ok(mut request), None) => {
                // What one sets for a call is often a key.
                secrets.extend(options.headers.iter().filter_map(|(_, value)| Some(value.to_str().ok()?.into())));
                match add_headers(request.headers_mut(), &client.headers, options.headers) {
                    Ok(()) => Ok(request),
                    Err(error) => Err(BuildError::Encode(error)),
                }
            }
            (refused, _) => refused,
        };
        let idempotency_key = match &request {
            Ok(request) => encode::idempotency_key(request),
            Err(_) => None,
        };
        let usual = Arc::clone(&client.header_values);
        let facts = CallFacts { endpoint, tries: 0, sent: false, idempotency_key, secrets, usual };
        let request = match request {
            Ok(request) => request,
            Err(BuildError::Invalid(violations)) => {
                return Err(Error::Invalid { violations: Box::new(violations), context: facts.context() });
            }
            Err(BuildError::Encode(error)) => return Err(Error::Encode { error, context: facts.context() }),
        };
        let usual = client.auth.clone().filter(|_| endpoint.is_authenticated());
        Ok(Self {
            timeout: options.timeout.unwrap_or(client.timeout),
            auth: options.auth.or(usual),
            facts,
            client,
            readers,
            deadline: None,
            request,
        })
    }

    /// Sends the request, and reads the reply by the type that its status chooses. `finish` says what is wanted of it.
    fn read(mut self, finish: fn(Erased, Arc<Head>) -> Erased) -> Running {
        Box::pin(async move {
            let readers = self.readers;
            // What is in a block is not kept while the body is awaited.
            let (reader, head, reply) = {
                let (head, body) = self.head().await?.into_parts();
                let (status, limits, is_absent) = (head.status, self.limits(), self.is_absent(head.status));
                let reader = if is_absent { Reader::Response } else { reader(status, readers.declare(status)) };
                let head = Head { status, headers: head.headers, seen: OnceLock::new(), facts: self.facts };
                let head = Arc::new(head);
                // Whatever the server says about what is not there, it is none of it.
                let body = if is_absent { Body::empty() } else { body };
                (reader, Arc::clone(&head), Incoming { head, body, limits })
            };
            if reader != Reader::Response {
                return Err(Box::pin(refused(reply, reader, readers)).await);
            }
            match readers.response.read(reply).await {
                Ok(value) => Ok(finish(value, head)),
                Err(error) => Err(head.unreadable(error).into()),
            }
        })
    }

    /// Sends the request, and follows redirects, until a reply is there that stands.
    async fn head(&mut self) -> Result<Response<Body>, Error> {
        // The time of a call begins when it is polled, not when it is made.
        self.deadline = Instant::now().checked_add(self.timeout);
        if self.auth.is_some() && self.client.base.is_exposed() && !self.client.allow_plain_http {
            return Err(self.facts.no_credentials(Box::new(error::ConfigError::PlainHttp)));
        }
        let mut hops = 0;
        loop {
            let client = Arc::clone(&self.client);
            let attempt = Attempt { number: 1, deadline: self.deadline, base: client.base.clone() };
            let (request, may_follow) = self.next_request(hops);
            // What is in a block is not kept while the reply is awaited.
            let (sending, watch) = {
                let (mut parts, body) = request.into_parts();
                if let Some(auth) = self.auth.clone() {
                    Box::pin(self.authorise(&*auth, &mut parts, &body)).await?;
                }
                let (body, watch) = upload::watch(body);
                (client.transport.call(Request::from_parts(parts, body), &attempt), watch)
            };
            self.facts.tries = attempt.number;
            let reply = self.sent(sending, watch).await?;
            let declared = self.readers.declare(reply.status());
            if !may_follow || declared.contains(&Some(true)) || self.is_absent(reply.status()) {
                return Ok(reply);
            }
            match redirect::next(self.request.uri(), reply.status(), reply.headers()) {
                Some(next) => *self.request.uri_mut() = next,
                None => return Ok(reply),
            }
            hops += 1;
        }
    }

    /// What is sent now, and whether it can be sent again to where a redirect leads.
    fn next_request(&mut self, hops: u32) -> (Request<Body>, bool) {
        let may_follow = hops < redirect::MAX_HOPS && redirect::is_followed(self.request.method());
        match may_follow.then(|| try_clone(&self.request)).flatten() {
            Some(request) => (request, true),
            None => (std::mem::take(&mut self.request), false),
        }
    }

    fn is_absent(&self, status: StatusCode) -> bool {
        self.facts.endpoint.absent_list().contains(&status.as_u16())
    }

    /// Adds the credentials, and remembers them for what the server may echo.
    async fn authorise(
        &mut self,
        auth: &dyn Authenticate,
        parts: &mut request::Parts,
        body: &Body,
    ) -> Result<(), Error> {
        let (headers, uri) = (parts.headers.clone(), parts.uri.clone());
        let adding = auth.authenticate(parts, body.as_bytes());
        let added = match self.deadline {
            Some(deadline) => match tokio::time::timeout_at(deadline, adding).await {
                Ok(added) => added,
                Err(_) => Err(TimedOut::default().into()),
            },
            None => adding.await,
        };
        if let Err(source) = added {
            return Err(self.facts.no_credentials(source));
        }
        for (name, value) in &mut parts.headers {
            if value.is_sensitive() || headers.get_all(name).iter().all(|old| old != value) {
                value.set_sensitive(true);
                let text = String::from_utf8_lossy(value.as_bytes());
                // The word before the space is a scheme, such as `Bearer`.
                self.facts.secrets.extend(text.split_once(' ').map(|(_, token)| token.into()));
                self.facts.secrets.push(text.into());
            }
        }
        if parts.uri != uri {
            let old = uri.query().unwrap_or_default();
            let added = |pair: &&str| old.split('&').all(|old| old != *pair);
            for pair in parts.uri.query().unwrap_or_default().split('&').filter(added) {
                let values = url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into());
                self.facts.secrets.extend(values);
            }
        }
        Ok(())
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
                Some(watch) => watch.sent(sending, idle).await.ok_or((Phase::Upload, idle)),
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
async fn refused(mut reply: Incoming, reader: Reader, readers: &'static Readers) -> Failure {
    let (head, status) = (Arc::clone(&reply.head), reply.head.status);
    let (bytes, failure) = gather(&mut reply.body, &reply.limits).await;
    let mut context = head.facts.replied(status, head.headers.clone(), bytes.clone(), true);
    let mut body = None;
    if reader == Reader::Nobody {
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
