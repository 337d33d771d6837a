//! Prepares a call before its first poll: encoding, headers and credentials.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT_ENCODING, RANGE};
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::boxed::BoxFuture;
use crate::encode::{EncodeError, Encoder};
use crate::endpoint::Endpoint;
use crate::error::call_facts::CallFacts;
use crate::error::secrets::{Echoed, echoed, text_of};
use crate::error::{BuildError, Error};
use crate::message::{Body, decompress, with_boundary_of};
use crate::request::ErasedRequest;
use crate::response::{ErasedResponse, Readers, Reply, erase};
use crate::value::limits::{ONE_HEADER_MORE, has_room};
use crate::{encode, request as requests};

use super::credentials::Credentials;
use super::failure::{Failure, into_headers};
use super::given_url::{GivenUrl, Target};
use super::kept_request::Outgoing;
use super::retry::RetryPolicy;
use super::{Client, Inner};

#[cfg(feature = "tracing")]
use crate::client::observe::span;

/// The options of one call, which override those of its client.
#[derive(Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    /// Without a value, the header is removed.
    pub(super) headers: Vec<(HeaderName, Option<HeaderValue>)>,
    pub(super) bad_header: Option<EncodeError>,
    pub(super) auth: Option<Arc<dyn Authenticate>>,
    pub(super) retry: Option<Box<RetryPolicy>>,
    /// Whether the body of the response is left as it was sent.
    pub(super) keeps_codings: bool,
    pub(super) target: GivenUrl,
}

/// Starts a call without options of its own.
pub(super) fn start(
    client: &Client,
    request: &dyn ErasedRequest,
    endpoint: &'static Endpoint,
    readers: &'static Readers,
) -> Running {
    Prepared::new(client, request, endpoint, readers, Options::default()).value()
}

/// A call that is ready to be sent, or the error that prevents it.
pub(super) struct Prepared(Result<Exchange, Error>);

/// A running call.
///
/// The types of its value and of its error body are erased; the caller restores them.
///
/// The future is kept small, because each call allocates one: it holds the request once, and boxes what few calls need. For sizes
/// above a kilobyte, an allocator leaves its fast path and may first consolidate freed memory.
pub(super) type Running = BoxFuture<'static, Outcome>;
pub(super) type Outcome = Result<ErasedResponse, Failure>;

impl Prepared {
    /// Encodes the request. `request` is type-erased, so that this code is compiled only once.
    pub(super) fn new(
        client: &Client,
        request: &dyn ErasedRequest,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        mut options: Options,
    ) -> Self {
        let mut secrets = Vec::new();
        let auth = options.auth.take();
        let target = std::mem::take(&mut options.target).resolve(&client.0, auth.is_some());
        let given = target.as_ref().and_then(|target| target.as_ref().ok());
        let is_trusted = given.is_none_or(|target| !target.is_untrusted);
        let credentials = if is_trusted { Credentials::new(auth, &client.0, endpoint) } else { Credentials::None };
        let is_claimed = |place, name: &str| credentials.set(place, name);
        let of_client = Some(&client.0.headers).filter(|_| is_trusted && client.0.has_json_headers);
        let mut encoder = Encoder::new(&client.0.base, endpoint);
        encoder.collecting(&mut secrets);
        encoder.sparing(&is_claimed);
        encoder.preferring(of_client);
        if target.is_some() {
            encoder.for_url(given.map(Target::given).unwrap_or_default());
        }
        let request = requests::build(request, &mut encoder);
        drop(encoder);
        Self(Exchange::new(client, endpoint, readers, credentials, request, target, secrets, options))
    }

    /// A number that identifies the request among the pages of one stream. `None` if its body is a stream, or if it cannot be sent.
    pub(super) fn fingerprint(&self) -> Option<u64> {
        let exchange = self.0.as_ref().ok()?;
        exchange.request.fingerprint(exchange.facts.idempotency_key.as_deref())
    }

    /// Runs the call for the value of the response.
    pub(super) fn value(self) -> Running {
        self.run(|exchange| exchange.read(|value, _, _| value))
    }

    /// Runs the call for the value with status and headers, as a `Reply<ErasedResponse>`.
    pub(super) fn reply(self) -> Running {
        self.run(|exchange| {
            exchange.read(|value, head, uri| {
                let url = Some(std::mem::take(uri));
                erase(Reply { value, status: head.status, headers: into_headers(head), url })
            })
        })
    }

    /// Runs the call for the raw response, as a `Response<Body>`.
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
            Ok(exchange) => (exchange.facts.endpoint, Some(exchange.request.uri.clone()), send(exchange)),
            Err(error) => (error.context().endpoint, None, failed_already(error)),
        };
        Box::pin(async move {
            // The span begins with the first poll, not when the call is created.
            let span = span::of(endpoint, uri.as_ref());
            let call = async {
                call.await.inspect_err(|failure| span::record_end(failure.error.tries(), Err(&failure.error)))
            };
            call.instrument(span).await
        })
    }
}

fn failed_already(error: Error) -> Running {
    Box::pin(std::future::ready(Err(error.into())))
}

/// Adds the headers of the client and of the call. Headers of the call override the request's, which override the client's.
fn add_headers<'h>(
    request: &mut Request<Body>,
    of_client: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
    of_call: Vec<(HeaderName, Option<HeaderValue>)>,
) -> Result<(), EncodeError> {
    for (name, value) in of_client {
        encode::set_default(request.headers_mut(), name, value.clone())?;
    }
    for (name, value) in of_call {
        encode::give_key(request, &name, value.as_ref());
        let headers = request.headers_mut();
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
        let has_place = has_room(headers) || headers.contains_key(&name);
        if !has_place || headers.try_insert(&name, value).is_err() {
            return Err(EncodeError::of_header(name.as_str(), ONE_HEADER_MORE));
        }
    }
    Ok(())
}

/// Adds `Accept-Encoding`, unless the request has one or has no room for another header.
///
/// A range would count the bytes of the encoded body (RFC 9110, section 14.2), and so would the length that HEAD asks for.
fn accept_codings(request: &mut Request<Body>) {
    let Some(accepted) = decompress::ACCEPTED else { return };
    if request.method() != Method::HEAD && !request.headers().contains_key(RANGE) {
        let _ = encode::set_default(request.headers_mut(), &ACCEPT_ENCODING, accepted);
    }
}

/// The state of one call, independent of its types.
pub(super) struct Exchange {
    pub(super) client: Arc<Inner>,
    pub(super) facts: CallFacts,
    pub(super) readers: &'static Readers,
    pub(super) credentials: Credentials,
    /// Whether credentials would be exposed on the way.
    pub(super) is_exposed: bool,
    pub(super) timeout: Duration,
    pub(super) deadline: Option<Instant>,
    pub(super) retry: Option<Box<RetryPolicy>>,
    /// The request. A redirect changes its URL.
    pub(super) request: Outgoing,
    /// The original URL, which each try begins with, if a redirect has changed it.
    pub(super) original_uri: Option<Box<Uri>>,
    /// The URL of the last try, if credentials have changed it.
    pub(super) changed_uri: Option<Box<Uri>>,
    pub(super) keeps_codings: bool,
    /// Whether the credentials have been asked for fresher values after a 401.
    pub(super) has_refreshed: bool,
    /// The 401, if there are no fresher credentials. It is the result of the call.
    pub(super) rejection: Option<Box<Response<Body>>>,
}

impl Exchange {
    #[expect(clippy::too_many_arguments, reason = "each is a part of the call, and they have one caller")]
    fn new(
        client: &Client,
        endpoint: &'static Endpoint,
        readers: &'static Readers,
        credentials: Credentials,
        mut request: Result<Request<Body>, BuildError>,
        target: Option<Result<Target, EncodeError>>,
        mut secrets: Vec<Box<str>>,
        options: Options,
    ) -> Result<Self, Error> {
        let client = Arc::clone(&client.0);
        let Options { timeout, headers, bad_header, retry, keeps_codings, .. } = options;
        let mut is_exposed = client.is_exposed;
        let mut of_url = Vec::new();
        #[cfg(feature = "mock")]
        let has_given_url = target.is_some();
        let prepare = |request: &mut Request<Body>| {
            if let Some(error) = bad_header {
                return Err(error);
            }
            // Checked before the URL is replaced, because a URL that the server gave may contain a parameter of the credentials.
            let checked = credentials.check_claims(endpoint, request, &headers);
            let mut is_trusted = true;
            if let Some(target) = target {
                let (target, own) = (target?, request.uri().clone());
                target.apply(request)?;
                (is_trusted, is_exposed) = (!target.is_untrusted, target.is_exposed);
                // Any value in a URL that the server gave may be a secret.
                of_url.extend(echoed::of_query(request.uri(), &own));
            }
            checked?;
            // A header that is set for a call is often an API key.
            secrets.extend(headers.iter().filter_map(|(_, value)| value.as_ref().map(text_of)));
            let of_client = client.headers.iter().filter(|(name, _)| is_trusted || *name == http::header::USER_AGENT);
            add_headers(request, of_client, headers)?;
            if !keeps_codings {
                accept_codings(request);
            }
            Ok(())
        };
        if let Ok(built) = &mut request
            && let Err(error) = prepare(built)
        {
            request = Err(BuildError::Encode(error));
        }
        let idempotency_key = request.as_ref().ok().and_then(encode::idempotency_key);
        let usual = Arc::clone(&client.header_values);
        let secrets = Echoed::new(secrets, of_url);
        let facts = CallFacts {
            endpoint,
            tries: 0,
            sent: false,
            unfollowed: None,
            idempotency_key,
            secrets,
            client_secrets: usual,
            #[cfg(feature = "mock")]
            has_given_url,
            #[cfg(feature = "mock")]
            note: None,
        };
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
            is_exposed,
            facts,
            client,
            readers,
            deadline: None,
            retry,
            original_uri: None,
            request: Outgoing::new(request),
            changed_uri: None,
            keeps_codings,
            has_refreshed: false,
            rejection: None,
        })
    }
}
