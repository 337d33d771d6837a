//! The way of one call: authorise, send, follow redirects, and decide which type reads the reply.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, request};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::body::Body;
use crate::encode::{self, Encoder};
use crate::endpoint::Endpoint;
use crate::error::cleaner::Cleaner;
use crate::error::words;
use crate::error::{self, BodyFailure, Cause, Context, DecodeError, EncodeError, Error, Phase};
use crate::reply::{FromResponse, Head, Incoming, Limits, Reply, collect};
use crate::request::{self as requests, ApiRequest};
use crate::transport::{Attempt, BoxError, NotSent, TimedOut, idle};
use crate::validate::Violations;

use super::{Client, Inner, Sending, redirect};

/// What one call does otherwise than its client.
#[derive(Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) bad_header: Option<EncodeError>,
    pub(super) auth: Option<Arc<dyn Authenticate>>,
}

/// A request that is ready to be sent, and the types that will read its reply.
pub(super) struct Prepared<T, E> {
    exchange: Exchange,
    request: Ready,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: FromResponse, E: FromResponse + Sync> Prepared<T, E> {
    pub(super) fn new<R>(client: &Client, request: &R, options: Options) -> Self
    where
        R: ApiRequest<Response = T, Error = E> + ?Sized,
    {
        let mut secrets = Vec::new();
        let request = match request.validate() {
            Ok(()) => {
                let out = Encoder::new(&client.0.base, R::ENDPOINT).collecting(&mut secrets);
                requests::encode(request, out).map_err(Refusal::Encode)
            }
            Err(violations) => Err(Refusal::Invalid(violations)),
        };
        let (exchange, request) = Exchange::new(client, R::ENDPOINT, request, secrets, options);
        Self { exchange, request, types: PhantomData }
    }

    pub(super) fn value(self) -> Sending<T, E> {
        Sending::new(async { read::<T, E>(self).await.map(|(value, _)| value) })
    }

    pub(super) fn reply(self) -> Sending<Reply<T>, E> {
        Sending::new(async {
            let (value, head) = read::<T, E>(self).await?;
            Ok(Reply { value, status: head.status, headers: into_headers(head) })
        })
    }

    pub(super) fn raw(self) -> Sending<Response<Body>, E> {
        Sending::new(async {
            let Self { mut exchange, request, .. } = self;
            let reply = exchange.head(request, declares::<T, E>).await.map_err(|error| error.with_body(None))?;
            Ok(reply.map(|body| idle::limit(body, exchange.client.idle_timeout)))
        })
    }
}

/// The generic tail of a call; all before it is compiled once.
async fn read<T, E>(prepared: Prepared<T, E>) -> Result<(T, Arc<Head>), Error<E>>
where
    T: FromResponse,
    E: FromResponse + Sync,
{
    let Prepared { mut exchange, request, .. } = prepared;
    match exchange.run(request, declares::<T, E>).await {
        Ok(Answer::Read(reply)) => {
            let head = Arc::clone(&reply.head);
            match T::from_response(reply).await {
                Ok(value) => Ok((value, head)),
                Err(error) => Err(exchange.unreadable(error, head).with_body(None)),
            }
        }
        Ok(Answer::Refused { status, mut context, reply }) => {
            let body = match reply {
                Some(reply) => match E::from_response(reply).await {
                    Ok(body) => Some(Box::new(body)),
                    Err(error) => {
                        exchange.explain(&mut context, &error);
                        None
                    }
                },
                None => None,
            };
            Err(Error::Status { status, body, context })
        }
        Err(error) => Err(error.with_body(None)),
    }
}

fn declares<T: FromResponse, E: FromResponse>(status: StatusCode) -> [Option<bool>; 2] {
    [T::declares(status), E::declares(status)]
}

type Declares = fn(StatusCode) -> [Option<bool>; 2];

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

enum Answer {
    /// A reply for the `response` type.
    Read(Incoming),
    /// An error status, and its whole body if there is one for the `error` type.
    Refused { status: StatusCode, context: Box<Context>, reply: Option<Incoming> },
}

enum Refusal {
    Invalid(Violations),
    Encode(EncodeError),
}

/// A request as it will be sent, or why it will not be.
type Ready = Result<Request<Body>, Refusal>;

/// One call, whatever its types.
struct Exchange {
    client: Arc<Inner>,
    endpoint: &'static Endpoint,
    auth: Option<Arc<dyn Authenticate>>,
    timeout: Duration,
    deadline: Option<Instant>,
    secrets: Vec<Box<str>>,
    idempotency_key: Option<HeaderValue>,
    tries: u32,
    sent: bool,
}

impl Exchange {
    fn new(
        client: &Client,
        endpoint: &'static Endpoint,
        request: Ready,
        mut secrets: Vec<Box<str>>,
        options: Options,
    ) -> (Self, Ready) {
        let client = Arc::clone(&client.0);
        let request = match (request, options.bad_header) {
            (Ok(_), Some(error)) => Err(Refusal::Encode(error)),
            (Ok(mut request), None) => {
                let headers = request.headers_mut();
                for (name, value) in &client.headers {
                    encode::set_default(headers, name.clone(), value.clone());
                }
                // What one sets for a call is often a key.
                secrets.extend(options.headers.iter().filter_map(|(_, value)| Some(value.to_str().ok()?.into())));
                let mut given = options.headers.into_iter();
                let refused = given.find(|(name, value)| headers.try_insert(name, value.clone()).is_err());
                match refused {
                    None => Ok(request),
                    Some((name, _)) => {
                        let reason = "it is one header more than a request can carry";
                        Err(Refusal::Encode(EncodeError::of_header(name.as_str(), reason)))
                    }
                }
            }
            (refused, _) => refused,
        };
        let idempotency_key = match &request {
            Ok(request) => request.headers().get("idempotency-key").cloned(),
            Err(_) => None,
        };
        let usual = client.auth.clone().filter(|_| endpoint.is_authenticated());
        let exchange = Self {
            timeout: options.timeout.unwrap_or(client.timeout),
            auth: options.auth.or(usual),
            client,
            endpoint,
            deadline: None,
            secrets,
            idempotency_key,
            tries: 0,
            sent: false,
        };
        (exchange, request)
    }

    /// Sends the request, and classifies the reply by its status.
    async fn run(&mut self, request: Ready, declares: Declares) -> Result<Answer, Error> {
        let (head, body) = self.head(request, declares).await?.into_parts();
        let (status, limits) = (head.status, self.limits());
        let is_absent = self.is_absent(status);
        let reader = if is_absent { Reader::Response } else { reader(status, declares(status)) };
        let head = Head { status, headers: head.headers, seen: OnceLock::new() };
        if reader == Reader::Response {
            // Whatever the server says about what is not there, it is none of it.
            let body = if is_absent { Body::empty() } else { body };
            let reply = Incoming { head: Arc::new(head), body, limits };
            return Ok(Answer::Read(reply));
        }
        let (bytes, failure) = collect(body, &limits).await;
        let mut context = self.replied(head.status, head.headers.clone(), bytes.clone(), true);
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
    async fn head(&mut self, request: Ready, declares: Declares) -> Result<Response<Body>, Error> {
        // The time of a call begins when it is polled, not when it is made.
        self.deadline = Instant::now().checked_add(self.timeout);
        let request = match request {
            Ok(request) => request,
            Err(Refusal::Invalid(violations)) => {
                let violations = Box::new(violations);
                return Err(Error::Invalid { violations, context: self.context() });
            }
            Err(Refusal::Encode(error)) => return Err(Error::Encode { error, context: self.context() }),
        };
        if self.auth.is_some() && self.client.base.is_exposed() && !self.client.allow_plain_http {
            return Err(self.no_credentials(Box::new(error::ConfigError::PlainHttp)));
        }
        let (mut parts, mut body) = request.into_parts();
        let mut hops = 0;
        loop {
            let may_follow = hops < redirect::MAX_HOPS && redirect::is_followed(&parts.method);
            let again = if may_follow { body.try_clone().map(|body| (parts.clone(), body)) } else { None };
            self.authorise(&mut parts, &body).await?;
            self.tries = 1;
            let reply = self.send(Request::from_parts(parts, body)).await?;
            let is_declared = declares(reply.status()).contains(&Some(true)) || self.is_absent(reply.status());
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
        self.endpoint.absent_list().contains(&status.as_u16())
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
            return Err(self.no_credentials(source));
        }
        for (name, value) in &mut parts.headers {
            if value.is_sensitive() || headers.get_all(name).iter().all(|old| old != value) {
                value.set_sensitive(true);
                let text = String::from_utf8_lossy(value.as_bytes());
                // The word before the space is a scheme, such as `Bearer`.
                self.secrets.extend(text.split_once(' ').map(|(_, token)| token.into()));
                self.secrets.push(text.into());
            }
        }
        if parts.uri != uri {
            let old = uri.query().unwrap_or_default();
            let added = |pair: &&str| old.split('&').all(|old| old != *pair);
            for pair in parts.uri.query().unwrap_or_default().split('&').filter(added) {
                let values = url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into());
                self.secrets.extend(values);
            }
        }
        Ok(())
    }

    async fn send(&mut self, request: Request<Body>) -> Result<Response<Body>, Error> {
        let client = Arc::clone(&self.client);
        let attempt = Attempt { number: self.tries, deadline: self.deadline, base: client.base.clone() };
        let sending = client.transport.call(request, &attempt);
        let result = match self.deadline {
            Some(deadline) => match tokio::time::timeout_at(deadline, sending).await {
                Ok(result) => result,
                Err(_) => {
                    self.sent = true;
                    return Err(timed_out(Phase::Head, Some(self.timeout), self.context()));
                }
            },
            None => sending.await,
        };
        match result.map_err(<dyn std::error::Error + Send + Sync>::downcast::<NotSent>) {
            Ok(reply) => {
                self.sent = true;
                Ok(reply)
            }
            Err(Ok(not_sent)) => {
                let mut context = self.context();
                context.timed_out = error::is_timeout(&*not_sent.0);
                context.source = Some(not_sent.0);
                context.hint = self.proxy_hint();
                Err(Error::Connect { context })
            }
            Err(Err(source)) => {
                self.sent = true;
                Err(broken(source, self.context()))
            }
        }
    }

    fn no_credentials(&self, source: BoxError) -> Error {
        let mut context = self.context();
        context.timed_out = error::is_timeout(&*source);
        context.source = Some(source);
        Error::Auth { context }
    }

    /// The reply came, but its type cannot be read from it.
    fn unreadable(&self, error: DecodeError, head: Arc<Head>) -> Error {
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
    fn explain(&self, context: &mut Context, error: &DecodeError) {
        let place = error.path().map(|path| format!("{path}: ")).unwrap_or_default();
        let reason = self.cleaner().shown(&format!("{place}{}", error.reason()));
        context.hint = Some(format!("its body is not what `error` describes: {reason}").into());
        context.detail = error.detail().map(Into::into);
    }

    fn limits(&self) -> Limits {
        Limits {
            max_reply: self.client.max_reply,
            deadline: self.deadline,
            timeout: self.timeout,
            idle_timeout: self.client.idle_timeout,
        }
    }

    fn context(&self) -> Box<Context> {
        let mut context = Context::new(self.endpoint);
        context.tries = self.tries;
        context.sent = self.sent;
        let key = self.idempotency_key.as_ref().and_then(|key| key.to_str().ok());
        context.idempotency_key = key.map(Into::into);
        context
    }

    /// The context of a call whose reply has come.
    fn replied(&self, status: StatusCode, headers: http::HeaderMap, raw: bytes::Bytes, is_error: bool) -> Box<Context> {
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

    fn cleaner(&self) -> Cleaner<'_> {
        // What one sets for every request is often a key.
        let usual = self.client.headers.iter().filter(|(name, _)| *name != USER_AGENT);
        let usual = usual.filter_map(|(_, value)| value.to_str().ok());
        Cleaner::new(self.secrets.iter().map(|secret| &**secret).chain(usual))
    }

    /// The name of a variable that may explain why there is no connection, never its value.
    fn proxy_hint(&self) -> Option<Box<str>> {
        if !self.client.ignores_system_proxy {
            return None;
        }
        let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];
        let name = names.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))?;
        Some(format!("`{name}` is set, and unused without `ClientBuilder::system_proxy`").into())
    }
}

/// A transport that gives up in time by itself tells of a timeout too.
fn broken(source: BoxError, mut context: Box<Context>) -> Error {
    let gave_up = error::is_timeout(&*source);
    context.source = Some(source);
    if gave_up {
        let phase = if context.status.is_some() { Phase::Body } else { Phase::Head };
        return timed_out(phase, None, context);
    }
    Error::Transport { context }
}

fn timed_out(phase: Phase, limit: Option<Duration>, mut context: Box<Context>) -> Error {
    context.limit = limit;
    Error::Timeout { phase, context }
}

/// The headers, without a copy if nobody else holds the head.
fn into_headers(head: Arc<Head>) -> http::HeaderMap {
    Arc::try_unwrap(head).map_or_else(|head| head.headers.clone(), |head| head.headers)
}
