//! FusionAuth's operations by topic, each of them a struct.

#![allow(
    missing_docs,
    missing_debug_implementations,
    reason = "the vendor's document describes the fields; the example shows how little a request needs"
)]

/// A function of a topic that creates samples of its requests.
macro_rules! samples {
    ($($request:expr,)*) => {
        pub(super) fn samples(base: &api_request::BaseUrl) -> Result<Vec<super::Sample>, api_request::error::BuildError> {
            Ok(vec![$(super::Sample::of($request, base)?),*])
        }
    };
}

pub mod entities;
pub mod groups;
pub mod jwt;
pub mod login;
pub mod oauth;
pub mod replies;
pub mod reports;
pub mod system;
pub mod tenants;
pub mod users;

use api_request::body::Body;
use api_request::endpoint::{Docs, Endpoint};
use api_request::error::BuildError;
use api_request::transport::BoxFuture;
use api_request::{ApiRequest, BaseUrl, Client, Error};
use http::Response;

/// A request with sample values.
pub struct Sample {
    pub endpoint: &'static Endpoint,
    pub docs: &'static Docs,
    /// The method, the path and the query, without the values.
    pub line: String,
    /// Sends the request, and returns the raw response.
    pub call: Box<Call>,
}

/// Sends the request that it owns.
pub type Call = dyn Fn(&Client) -> BoxFuture<'static, Result<Response<Body>, Error>>;

impl Sample {
    fn of<R: ApiRequest + 'static>(request: R, base: &BaseUrl) -> Result<Self, BuildError> {
        let line = request.to_curl(base)?.request_line();
        let call = move |client: &Client| -> BoxFuture<'static, _> {
            let sending = client.call(&request).raw();
            Box::pin(async { sending.await.map_err(Error::erase) })
        };
        Ok(Self { endpoint: R::ENDPOINT, docs: R::DOCS, line, call: Box::new(call) })
    }
}

/// Creates one sample of every operation.
///
/// # Errors
///
/// Fails if a sample violates the rules of its request.
pub fn samples(base: &BaseUrl) -> Result<Vec<Sample>, BuildError> {
    let topics = [
        login::samples(base)?,
        jwt::samples(base)?,
        oauth::samples(base)?,
        users::samples(base)?,
        groups::samples(base)?,
        tenants::samples(base)?,
        entities::samples(base)?,
        reports::samples(base)?,
        system::samples(base)?,
    ];
    Ok(topics.into_iter().flatten().collect())
}

/// An id for the samples.
fn id() -> String {
    "10000000-0000-0002-0000-000000000001".to_owned()
}
