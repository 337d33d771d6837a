//! FusionAuth's operations by topic, each a struct.

#![allow(
    missing_docs,
    missing_debug_implementations,
    reason = "what each field means, the vendor's document says; here it shows how little a request takes"
)]

/// The function of a topic that makes samples of its requests.
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

/// A request with some values in it.
pub struct Sample {
    pub endpoint: &'static Endpoint,
    pub docs: &'static Docs,
    /// The method, the path and the query, without the values.
    pub line: String,
    /// Sends it, for the reply as it comes.
    pub call: Box<Call>,
}

/// Sends a request that it holds.
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

/// One sample of every operation.
///
/// # Errors
///
/// If one of them breaks its own rules.
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

/// An id for samples.
fn id() -> String {
    "10000000-0000-0002-0000-000000000001".to_owned()
}
