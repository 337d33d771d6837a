//! The trait that makes a value a request, and what sends one.

mod build;
mod curl;
mod params;

use http::Request;

use crate::base::BaseUrl;
use crate::encode::Encoder;
use crate::endpoint::{Docs, Endpoint};
use crate::error::BuildError;
use crate::message::Body;
use crate::response::FromResponse;
use crate::validate::Violations;

pub(crate) use build::{ErasedRequest, build};
pub use curl::Curl;
pub use params::ApiParams;

/// A value that is one HTTP request. `#[derive(ApiRequest)]` implements it; [`Encoder`] shows an implementation by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "not an `ApiRequest`",
    note = "derive it: `#[derive(ApiRequest)]` with `#[api(get = \"/path\", response = Type)]`"
)]
pub trait ApiRequest {
    /// What a success is read as.
    type Response: FromResponse;
    /// What an error status is read as.
    type Error: FromResponse + Sync;
    /// What is known of the request when it compiles.
    const ENDPOINT: &'static Endpoint;

    /// The texts of its documentation, which the derive takes from the doc comments.
    const DOCS: &'static Docs = &Docs::new("", &[]);

    /// Writes the path and every parameter.
    fn encode(&self, out: &mut Encoder<'_>);

    /// Reports every rule that the value breaks.
    fn validate_into(&self, out: &mut Violations) {
        let _ = out;
    }

    /// Checks the value against the rules of its declaration. [`send`](Self::send) does so first.
    ///
    /// # Errors
    ///
    /// Every rule that the value breaks.
    fn validate(&self) -> Result<(), Violations> {
        build::check(&self, Self::ENDPOINT)
    }

    /// The request as it would be sent to `base`, without credentials: checked, then encoded.
    ///
    /// It is the real request: its `Debug` shows the URL with every value.
    ///
    /// # Errors
    ///
    /// The rules that the value breaks, or the field whose value HTTP cannot carry.
    fn to_http(&self, base: &BaseUrl) -> Result<Request<Body>, BuildError> {
        build::to_http(&self, base, Self::ENDPOINT)
    }

    /// The request as a command line for `curl`, without credentials. It prints redacted unless told otherwise.
    ///
    /// # Errors
    ///
    /// As [`to_http`](Self::to_http).
    fn to_curl(&self, base: &BaseUrl) -> Result<Curl, BuildError> {
        build::to_curl(&self, base, Self::ENDPOINT)
    }

    /// Sends the request: with a [`Client`](crate::Client), the returned future does so once it is polled.
    fn send<C: Sender>(&self, client: &C) -> C::Sending<Self::Response, Self::Error> {
        client.start(self)
    }
}

/// What [`ApiRequest::send`] takes: a [`Client`](crate::Client).
#[diagnostic::on_unimplemented(
    message = "a request cannot be sent with `{Self}`",
    label = "not a client",
    note = "give it a reference to an `api_request::Client`"
)]
pub trait Sender {
    /// What sending gives: with a [`Client`](crate::Client) a future.
    type Sending<T, E>;

    /// Encodes the request now, and returns what will send it.
    fn start<R: ApiRequest + ?Sized>(&self, request: &R) -> Self::Sending<R::Response, R::Error>;
}
