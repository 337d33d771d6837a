//! What hooks and spans see of a call. They see no values of the request, and only safe headers of the response.

#[cfg(feature = "tracing")]
pub(super) mod span;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, StatusCode, Uri};

use crate::endpoint::Endpoint;
use crate::error::call_facts::CallFacts;
use crate::error::{Error, headers};
use crate::secret::REDACTED;

/// A request that is about to be sent, for [`ClientBuilder::on_request`](super::ClientBuilder::on_request).
///
/// It shows what the request declares, and where it goes, but none of its values. Of its headers, only `accept`, `content-type`,
/// `content-length` and `user-agent` are shown with their values.
pub struct RequestView<'a> {
    pub(super) endpoint: &'static Endpoint,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) tries: u32,
}

impl RequestView<'_> {
    /// The static description of the request: method, path template and parameters.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The host that the request is sent to.
    ///
    /// An IPv6 address has no brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        host(self.uri)
    }

    /// The port that the request is sent to.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        port(self.uri)
    }

    /// The number of this try, counted from 1.
    ///
    /// A followed redirect does not count as a try.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// The names of the headers, each with its value or `REDACTED`.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_safe = |name: &str| matches!(name, "accept" | "content-type" | "content-length" | "user-agent");
        self.headers.iter().map(move |(name, value)| {
            let shown = value.to_str().ok().filter(|_| is_safe(name.as_str()) && !value.is_sensitive());
            (name.as_str(), shown.unwrap_or(REDACTED))
        })
    }
}

/// The headers of a view as a map.
struct ShownHeaders<'a>(&'a RequestView<'a>);

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.headers()).finish()
    }
}

impl fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestView")
            .field("method", &self.endpoint.method())
            .field("path", &self.endpoint.path())
            .field("host", &self.host())
            .field("tries", &self.tries)
            .field("headers", &ShownHeaders(self))
            .finish()
    }
}

/// The result of a request, for [`ClientBuilder::on_reply`](super::ClientBuilder::on_reply).
///
/// It is the head of a response, or the error if there was no response. `Debug` shows only the values of headers that are known to
/// contain no user data.
pub struct ReplyView<'a> {
    pub(super) endpoint: &'static Endpoint,
    pub(super) result: Result<(StatusCode, &'a HeaderMap), &'a Error>,
    pub(super) tries: u32,
    pub(super) elapsed: Duration,
    pub(super) facts: &'a CallFacts,
    /// The headers that may be shown, once a hook asks for them.
    pub(super) shown: OnceLock<headers::ShownHeaders>,
}

impl ReplyView<'_> {
    /// The static description of the request.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The status; `None` if there was no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.result.ok().map(|(status, _)| status)
    }

    /// Why there was no response.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.result.err()
    }

    /// The names of the response headers, each with its value or `REDACTED`.
    ///
    /// Only values that contain no user data are shown, such as those of rate limits, `content-type` and `retry-after`. They are cut and
    /// cleaned as the server's message in an error is. At most 100 are shown, and none without a response.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.shown().into_iter().flat_map(headers::ShownHeaders::iter)
    }

    fn shown(&self) -> Option<&headers::ShownHeaders> {
        let (_, headers) = self.result.ok()?;
        Some(self.shown.get_or_init(|| self.facts.shown_headers(headers)))
    }

    /// The number of this try, counted from 1.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// The time from sending the request until its result.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

impl fmt::Debug for ReplyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut view = f.debug_struct("ReplyView");
        view.field("method", &self.endpoint.method()).field("path", &self.endpoint.path());
        match &self.result {
            Ok((status, _)) => {
                view.field("status", &status.as_u16()).field("headers", &self.shown().expect("a response has headers"))
            }
            Err(error) => view.field("error", error),
        };
        view.field("tries", &self.tries).field("elapsed", &self.elapsed).finish()
    }
}

type OnRequest = dyn Fn(&RequestView<'_>) + Send + Sync;
type OnReply = dyn Fn(&ReplyView<'_>) + Send + Sync;

/// The hooks of a client.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    pub(super) request: Vec<Arc<OnRequest>>,
    pub(super) reply: Vec<Arc<OnReply>>,
}

impl Hooks {
    pub(super) fn on_request(&self, view: &RequestView<'_>) {
        self.request.iter().for_each(|hook| hook(view));
    }

    pub(super) fn on_reply(&self, view: &ReplyView<'_>) {
        self.reply.iter().for_each(|hook| hook(view));
    }
}

/// Returns the host without the brackets of an IPv6 address.
fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default().trim_matches(['[', ']'])
}

fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("https") => Some(443),
        Some("http") => Some(80),
        _ => None,
    })
}
