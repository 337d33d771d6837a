//! What whoever observes a client sees of its calls: never a value of a request, and of a reply no more than is known to be safe.

#[cfg(feature = "tracing")]
pub(super) mod span;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode, Uri};

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::headers::SafeHeaders;
use crate::secret::REDACTED;

/// A request as it leaves, for [`ClientBuilder::on_request`](super::ClientBuilder::on_request): what is declared of it, and where it
/// goes. Of its headers it shows the values of `accept`, `content-type`, `content-length` and `user-agent`.
pub struct RequestView<'a> {
    pub(super) endpoint: &'static Endpoint,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) tries: u32,
}

impl RequestView<'_> {
    /// What is known of the request when it compiles: its method, its path template, its parameters.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The host that it goes to.
    #[must_use]
    pub fn host(&self) -> &str {
        host(self.uri)
    }

    /// The port that it goes to.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        port(self.uri)
    }

    /// The number of this try, from 1. A redirect that is followed belongs to the try that it came of.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// The names of its headers, each with its value or `REDACTED`.
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

/// What came of a request, for [`ClientBuilder::on_reply`](super::ClientBuilder::on_reply): the head of a reply, or why there is none.
/// Of the headers it shows the values of those that hold nothing of a user's.
pub struct ReplyView<'a> {
    pub(super) endpoint: &'static Endpoint,
    pub(super) came: Result<(StatusCode, &'a HeaderMap), &'a Error>,
    pub(super) tries: u32,
    pub(super) elapsed: Duration,
}

impl ReplyView<'_> {
    /// What is known of the request when it compiles.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The status, if a reply came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.came.ok().map(|(status, _)| status)
    }

    /// Why no reply came.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        self.came.err()
    }

    /// The number of this try, from 1.
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// How long it took from when the request left.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

impl fmt::Debug for ReplyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut view = f.debug_struct("ReplyView");
        view.field("method", &self.endpoint.method()).field("path", &self.endpoint.path());
        match &self.came {
            Ok((status, headers)) => view.field("status", &status.as_u16()).field("headers", &SafeHeaders(headers)),
            Err(error) => view.field("error", error),
        };
        view.field("tries", &self.tries).field("elapsed", &self.elapsed).finish()
    }
}

type OnRequest = dyn Fn(&RequestView<'_>) + Send + Sync;
type OnReply = dyn Fn(&ReplyView<'_>) + Send + Sync;

/// The functions that a client calls.
#[derive(Clone, Default)]
pub(super) struct Hooks {
    pub(super) request: Vec<Arc<OnRequest>>,
    pub(super) reply: Vec<Arc<OnReply>>,
}

impl Hooks {
    pub(super) fn sending(&self, view: &RequestView<'_>) {
        self.request.iter().for_each(|hook| hook(view));
    }

    pub(super) fn came(&self, view: &ReplyView<'_>) {
        self.reply.iter().for_each(|hook| hook(view));
    }
}

/// Without the brackets of an IPv6 address.
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
