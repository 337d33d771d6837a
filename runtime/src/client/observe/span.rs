//! The span of a call, and an event for each of its tries, by OpenTelemetry's names for HTTP clients.

use http::{StatusCode, Uri};
use tracing::Span;
use tracing::field::Empty;

use crate::endpoint::Endpoint;
use crate::error::Error;

use super::{host, port};

/// `uri` is where the call goes, if it goes anywhere.
pub(crate) fn of(endpoint: &Endpoint, uri: Option<&Uri>) -> Span {
    let (method, template) = (endpoint.method(), endpoint.path());
    tracing::info_span!(
        "call",
        "otel.kind" = "client",
        "otel.name" = format_args!("{method} {template}"),
        "http.request.method" = method,
        "url.template" = template,
        "server.address" = uri.map(host),
        "server.port" = uri.and_then(port),
        "http.response.status_code" = Empty,
        "http.request.resend_count" = Empty,
        "error.type" = Empty,
    )
}

/// What came of a try.
pub(crate) fn tried(tries: u32, came: Result<StatusCode, &Error>) {
    // Without credentials nothing was tried.
    if matches!(came, Err(Error::Auth { .. })) {
        return;
    }
    tracing::debug!(
        "http.request.resend_count" = tries.saturating_sub(1),
        "http.response.status_code" = status_of(came),
        "error.type" = kind_of(came).as_deref(),
        "tried"
    );
}

/// What came of the call, and of its last try.
pub(crate) fn ended(tries: u32, came: Result<StatusCode, &Error>) {
    let span = Span::current();
    if let Some(status) = status_of(came) {
        span.record("http.response.status_code", status);
    }
    if tries > 1 {
        span.record("http.request.resend_count", tries - 1);
    }
    if let Some(kind) = kind_of(came) {
        span.record("error.type", &*kind);
    }
}

fn status_of(came: Result<StatusCode, &Error>) -> Option<u16> {
    came.map_or_else(Error::status, Some).map(|status| status.as_u16())
}

/// A status of an error is one even where it is no error of the call.
fn kind_of(came: Result<StatusCode, &Error>) -> Option<String> {
    match came {
        Ok(status) if status.is_client_error() || status.is_server_error() => Some(status.as_str().to_owned()),
        Ok(_) => None,
        Err(error) => Some(kind(error)),
    }
}

/// One of few words, or the status, as OpenTelemetry wants it.
fn kind(error: &Error) -> String {
    match error {
        Error::Invalid { .. } => "invalid".to_owned(),
        Error::Encode { .. } => "encode".to_owned(),
        Error::Auth { .. } => "auth".to_owned(),
        Error::Connect { .. } => "connect".to_owned(),
        Error::Timeout { .. } => "timeout".to_owned(),
        Error::Transport { .. } => "transport".to_owned(),
        Error::Decode { .. } => "decode".to_owned(),
        Error::Status { status, .. } => status.as_str().to_owned(),
    }
}
