//! The failure of a call, and helpers to build it.

use std::sync::Arc;

use http::HeaderMap;

use crate::error::Error;
use crate::response::{ErasedResponse, Head};

/// The error of a call, and the body that the `error` type may have read.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) body: Option<ErasedResponse>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, body: None }
    }
}

/// Names an environment variable that may explain why a connection failed. Its value is never shown: it may contain a password.
pub(super) fn proxy_hint() -> Option<Box<str>> {
    let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];
    let name = names.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))?;
    Some(format!("`{name}` is set but not used: call `ClientBuilder::system_proxy` to use it").into())
}

/// Returns the headers, and copies them only if the head is shared.
pub(super) fn into_headers(head: Arc<Head>) -> HeaderMap {
    Arc::try_unwrap(head).map_or_else(|head| head.headers.clone(), |head| head.headers)
}
