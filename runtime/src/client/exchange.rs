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
use crate::error::{self, BuildError, Context, EncodeError, Error, Phase};
use crate::reply::{Erased, Head, Incoming, Limits, Readers, Reply, erase, gather};
use crate::request::{self as requests, ErasedRequest};
use crate::transport::{Attempt, BoxFuture, NotSent, TimedOut, idle, upload};

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

/// A call that is ready to be sent, and what stands in its way if it is not.
pub(super) struct Prepared {
    exchange: Exchange,
    request: Ready,
}

/// A call on its way, whatever its types. Both its value and its body of an error are of a type that only whoever asked knows.
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
        let (exchange, request) = Exchange::new(client, endpoint, readers, request, secrets, options);
        Self { exchange, request }
    }

    /// The reply's value.
    pub(super) fn value(self) -> Running {
        Box::pin(async { Ok(self.read().await?.0) })
    }

    /// The reply's value with its status and headers: a `Reply<Erased>`.
    pub(super) fn reply(self) -> Running {
        Box::pin(async {
            let (value, head) = self.read().await?;
            Ok(erase(Reply { value, status: head.status, headers: into_headers(head) }))
        })
    }

    /// The reply as it came: a `Response<Body>`.
    pub(super) fn raw(self) -> Running {
        Box::pin(async {
            let Self { mut exchange, request } = self;
            let reply = exchange.head(request).await?;
            Ok(erase(reply.map(|body| idle::limit(body, exchange.client.idle_timeout))))
        })
    }

    async fn read(self) -> Result<(Erased, Arc<Head>), Failure> {
        let Self { exchange, request } = self;
        let readers = exchange.readers;
        match exchange.run(request).await? {
            Answer::Read(reply) => {
                let head = Arc::clone(&reply.head);
                match readers.response.read(reply).await {
                    Ok(value) => Ok((value, head)),
                    Err(error) => Err(head.unreadable(error).into()),
                }
            }
            Answer::Refused { status, mut context, reply } => {
                let body = match reply {
                    Some(reply) => {
                        let head = Arc::clone(&reply.head);
                        let body = readers.error.read(reply).await;
                        body.map_err(|error| head.facts.explain(&mut context, &error)).ok()
                    }
                    None => None,
                };
                Err(Failure { error: Error::Status { status, body: None, context }, body })
            }
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

enum Answer {
    /// A reply for the `response` type.
    Read(Incoming),
    /// An error status, and its whole body if there is one for the `error` type.
    Refused { status: StatusCode, context: Box<Context>, reply: Option<Incoming> },
}

/// A request as it will be sent, or why it will not be.
type Ready = Result<Request<Body>, BuildError>;

/// One call, whatever its types.
struct Exchange {
    client: Arc<Inner>,
    facts: CallFacts,
    readers: &'static Readers,
    auth: Option<Arc<dyn Authenticate>>,
    timeout: Duration,
    deadline: Option<Instant>,
}

impl Exchange {
    fn new(
        client: &Client,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        request: Ready,
        mut secrets: Vec<Box<str>>,
        options: Options,
    ) -> (Self, Ready) {
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
        let usual = client.auth.clone().filter(|_| endpoint.is_authenticated());
        let exchange = Self {
            timeout: options.timeout.unwrap_or(client.timeout),
            auth: options.auth.or(usual),
            facts: CallFacts {
                endpoint,
                tries: 0,
                sent: false,
                idempotency_key,
                secrets,
                usual: Arc::clone(&client.header_values),
            },
            client,
            readers,
            deadline: None,
        };
        (exchange, request)
    }

    /// Sends the request, and classifies the reply by its status.
    async fn run(mut self, request: Ready) -> Result<Answer, Error> {
        let (head, mut body) = self.head(request).await?.into_parts();
        let (status, limits) = (head.status, self.limits());
        let is_absent = self.is_absent(status);
        let reader = if is_absent { Reader::Response } else { reader(status, self.readers.declare(status)) };
        let head = Head { status, headers: head.headers, seen: OnceLock::new(), facts: self.facts };
        if reader == Reader::Response {
            // Whatever the server says about what is not there, it is none of it.
            let body = if is_absent { Body::empty() } else { body };
            let reply = Incoming { head: Arc::new(head), body, limits };
            return Ok(Answer::Read(reply));
        }
        let (bytes, failure) = gather(&mut body, &limits).await;
        let mut context = head.facts.replied(status, head.headers.clone(), bytes.clone(), true);
        if reader == Reader::Nobody {
            context.hint = Some("neither `response` nor `error` lists this status".into());
        }
        let reply = (reader == Reader::Error && failure.is_none()).then(|| Incoming {
            head: Arc::new(head),
            body: bytes.into(),
            limits,
        });
        Ok(Answer::Refused { status, context, reply })
    }

    /// Sends the request, and follows redirects, until a reply is there that stands.
    async fn head(&mut self, request: Ready) -> Result<Response<Body>, Error> {
        // The time of a call begins when it is polled, not when it is made.
        self.deadline = Instant::now().checked_add(self.timeout);
        let request = match request {
            Ok(request) => request,
            Err(BuildError::Invalid(violations)) => {
                let violations = Box::new(violations);
                return Err(Error::Invalid { violations, context: self.facts.context() });
            }
            Err(BuildError::Encode(error)) => return Err(Error::Encode { error, context: self.facts.context() }),
        };
        if self.auth.is_some() && self.client.base.is_exposed() && !self.client.allow_plain_http {
            return Err(self.facts.no_credentials(Box::new(error::ConfigError::PlainHttp)));
        }
        let (mut parts, mut body) = request.into_parts();
        let mut hops = 0;
        loop {
            let may_follow = hops < redirect::MAX_HOPS && redirect::is_followed(&parts.method);
            let again = if may_follow { body.try_clone().map(|body| (parts.clone(), body)) } else { None };
            self.authorise(&mut parts, &body).await?;
            self.facts.tries = 1;
            let reply = self.send(Request::from_parts(parts, body)).await?;
            let declared = self.readers.declare(reply.status());
            let is_declared = declared.contains(&Some(true)) || self.is_absent(reply.status());
            let (Some(again), false) = (again, is_declared) else {
                return Ok(reply);
            };
            (parts, body) = again;
            match redirect::next(&parts.uri, reply.status(), reply.headers()) {
                Some(next) => parts.uri = next,
                None => return Ok(reply),
            }
            hops += 1;
        }
    }

    fn is_absent(&self, status: StatusCode) -> bool {
        self.facts.endpoint.absent_list().contains(&status.as_u16())
    }

    /// Adds the credentials, and remembers them for what the server may echo.
    async fn authorise(&mut self, parts: &mut request::Parts, body: &Body) -> Result<(), Error> {
        let Some(auth) = self.auth.clone() else {
            return Ok(());
        };
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

    async fn send(&mut self, request: Request<Body>) -> Result<Response<Body>, Error> {
        let client = Arc::clone(&self.client);
        let attempt = Attempt { number: self.facts.tries, deadline: self.deadline, base: client.base.clone() };
        let (parts, body) = request.into_parts();
        let (body, watch) = upload::watch(body);
        let sending = client.transport.call(Request::from_parts(parts, body), &attempt);
        let idle = client.idle_timeout;
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
