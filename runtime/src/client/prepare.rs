//! One call, made ready before it is polled: its request, its headers and its credentials; `tries` and `send` are what it then does.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Request, Response, Uri};
use tokio::time::Instant;

use crate::auth::Authenticate;
use crate::boxed::BoxFuture;
use crate::encode::{EncodeError, Encoder};
use crate::endpoint::Endpoint;
use crate::error::call::CallFacts;
use crate::error::secrets::{Echoed, echoed, text_of};
use crate::error::{BuildError, Error};
use crate::message::{Body, with_boundary_of};
use crate::request::ErasedRequest;
use crate::response::{ErasedResponse, Readers, Reply, erase};
use crate::value::limits::ONE_HEADER_MORE;
use crate::{encode, request as requests};

use super::credentials::Credentials;
use super::failure::{Failure, into_headers};
use super::given_url::GivenUrl;
use super::resend::Outgoing;
use super::retry::RetryPolicy;
use super::{Client, Inner};

#[cfg(feature = "tracing")]
use crate::client::observe::span;

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
    pub(super) target: Option<GivenUrl>,
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
pub(super) type Outcome = Result<ErasedResponse, Failure>;

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

    /// The reply's value with its status and headers: a `Reply<ErasedResponse>`.
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
            Ok(exchange) => (exchange.facts.endpoint, Some(exchange.request.uri.clone()), send(exchange)),
            Err(error) => (error.context().endpoint, None, failed_already(error)),
        };
        Box::pin(async move {
            // The span begins when the call does, and not when it is made.
            let span = span::of(endpoint, uri.as_ref());
            let call =
                async { call.await.inspect_err(|failure| span::ended(failure.error.tries(), Err(&failure.error))) };
            call.instrument(span).await
        })
    }
}

fn failed_already(error: Error) -> Running {
    Box::pin(std::future::ready(Err(error.into())))
}

/// The client's headers give way to the request's, and those to the call's.
fn add_headers<'h>(
    request: &mut Request<Body>,
    usual: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
    given: Vec<(HeaderName, Option<HeaderValue>)>,
) -> Result<(), EncodeError> {
    for (name, value) in usual {
        encode::set_default(request.headers_mut(), name, value.clone())?;
    }
    for (name, value) in given {
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
        if headers.try_insert(&name, value).is_err() {
            return Err(EncodeError::of_header(name.as_str(), ONE_HEADER_MORE));
        }
    }
    Ok(())
}

/// One call, whatever its types.
pub(super) struct Exchange {
    pub(super) client: Arc<Inner>,
    pub(super) facts: CallFacts,
    pub(super) readers: &'static Readers,
    pub(super) credentials: Credentials,
    pub(super) timeout: Duration,
    pub(super) deadline: Option<Instant>,
    pub(super) retry: Option<Box<RetryPolicy>>,
    /// A redirect changes its URL.
    pub(super) request: Outgoing,
    /// Where each try begins, if a redirect has led elsewhere.
    pub(super) origin: Option<Box<Uri>>,
    /// The URL of the last try, if credentials have changed it.
    pub(super) changed_uri: Option<Box<Uri>>,
    /// Whether a 401 has been seen, and fresher credentials asked for.
    pub(super) has_renewed: bool,
    /// That 401, if there are none.
    pub(super) refused: Option<Box<Response<Body>>>,
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
            add_headers(&mut request, usual, headers)?;
            Ok(request)
        };
        let request = request.and_then(|request| prepare(request).map_err(BuildError::Encode));
        let idempotency_key = request.as_ref().ok().and_then(encode::idempotency_key);
        let usual = Arc::clone(&client.header_values);
        let secrets = Echoed::new(secrets);
        let facts = CallFacts { endpoint, tries: 0, sent: false, idempotency_key, secrets, client_secrets: usual };
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
            request: Outgoing::new(request),
            changed_uri: None,
            has_renewed: false,
            refused: None,
        })
    }
}
