//! How a call ends without its value.

use std::sync::Arc;

use http::HeaderMap;

use crate::error::Error;
use crate::response::{ErasedResponse, Head};

/// A call that failed, and the body of its reply if the `error` type has read it.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) body: Option<ErasedResponse>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, body: None }
    }
}

/// The name of a variable that may explain why there is no connection, never its value.
pub(super) fn proxy_hint() -> Option<Box<str>> {
    let names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];
    let name = names.into_iter().find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))?;
    Some(format!("`{name}` is set, and unused without `ClientBuilder::system_proxy`").into())
}

/// The headers, without a copy if nobody else holds the head.
pub(super) fn into_headers(head: Arc<Head>) -> HeaderMap {
    Arc::try_unwrap(head).map_or_else(|head| head.headers.clone(), |head| head.headers)
}
