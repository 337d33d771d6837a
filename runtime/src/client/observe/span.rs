//! The span of a call and its events, one per try. The field names are those of OpenTelemetry for HTTP clients.

use http::{StatusCode, Uri};
use tracing::Span;
use tracing::field::Empty;

use crate::endpoint::Endpoint;
use crate::error::Error;

use super::{host, port};

/// Creates the span of a call. `uri` is `None` if the request could not be built.
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

/// Emits an event with the result of a try.
pub(crate) fn record_try(tries: u32, result: Result<StatusCode, &Error>) {
    // A call that fails for lack of credentials sends nothing, so there was no try.
    if matches!(result, Err(Error::Auth { .. })) {
        return;
    }
    tracing::debug!(
        "http.request.resend_count" = tries.saturating_sub(1),
        "http.response.status_code" = status_of(result),
        "error.type" = kind_of(result).as_deref(),
        "try finished"
    );
}

/// Records the result of the call in the current span.
pub(crate) fn record_end(tries: u32, result: Result<StatusCode, &Error>) {
    let span = Span::current();
    if let Some(status) = status_of(result) {
        span.record("http.response.status_code", status);
    }
    if tries > 1 {
        span.record("http.request.resend_count", tries - 1);
    }
    if let Some(kind) = kind_of(result) {
        span.record("error.type", &*kind);
    }
}

fn status_of(result: Result<StatusCode, &Error>) -> Option<u16> {
    result.map_or_else(Error::status, Some).map(|status| status.as_u16())
}

/// The value of `error.type`.
///
/// An error status counts as an error even if the call succeeds with it, as raw calls do.
fn kind_of(result: Result<StatusCode, &Error>) -> Option<String> {
    match result {
        Ok(status) if status.is_client_error() || status.is_server_error() => Some(status.as_str().to_owned()),
        Ok(_) => None,
        Err(error) => Some(kind(error)),
    }
}

/// Returns one of a few words, or the status, because OpenTelemetry requires few distinct values.
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
