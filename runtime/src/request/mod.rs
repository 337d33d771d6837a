//! The traits `ApiRequest`, for types that are requests, and `Sender`, for clients that send them.

mod build;
mod curl;
mod pages;
mod paginate;
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
pub(crate) use pages::Refusal;
pub use pages::{PageSender, Resume};
pub use paginate::{Next, PageError, Paginate, Progress};
pub use params::ApiParams;

/// A type whose values are HTTP requests.
///
/// `#[derive(ApiRequest)]` implements it; the chapter [`declaring`](crate::guide::declaring) shows how. To implement it by hand,
/// copy the example of [`Encoder`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "this type does not implement `ApiRequest`",
    note = "derive it: `#[derive(ApiRequest)]` with `#[api(get = \"/path\", response = Type)]`"
)]
pub trait ApiRequest {
    /// The type that a successful response is decoded as.
    type Response: FromResponse;
    /// The type that the body of an error response is decoded as.
    type Error: FromResponse + Sync;
    /// The static facts of the request: its method, path and parameters.
    const ENDPOINT: &'static Endpoint;

    /// The documentation of the request, which the derive takes from the doc comments.
    const DOCS: &'static Docs = &Docs::new("", &[]);

    /// Writes the path and every parameter.
    fn encode(&self, out: &mut Encoder<'_>);

    /// Reports every violation of a validation rule to `out`.
    fn validate_into(&self, out: &mut Violations) {
        let _ = out;
    }

    /// Checks the value against the validation rules of its declaration.
    ///
    /// [`send`](Self::send) and [`to_http`](Self::to_http) call it first.
    ///
    /// # Errors
    ///
    /// Fails with every violation if the value violates a rule.
    fn validate(&self) -> Result<(), Violations> {
        build::check(&self, Self::ENDPOINT)
    }

    /// Validates the value, then builds the `http::Request` that would be sent to `base`, without credentials.
    ///
    /// The result contains every value, secrets included, and its `Debug` output shows the full URL.
    ///
    /// # Errors
    ///
    /// Fails with [`BuildError::Invalid`] if the value violates a rule, and with [`BuildError::Encode`] if a value cannot be
    /// encoded in its place.
    fn to_http(&self, base: &BaseUrl) -> Result<Request<Body>, BuildError> {
        build::to_http(&self, base, Self::ENDPOINT)
    }

    /// Validates the value, then builds the `curl` command for it, without credentials.
    ///
    /// The command prints with its values redacted; [`Curl::with_secrets`] prints it with every value.
    ///
    /// # Errors
    ///
    /// Fails like [`to_http`](Self::to_http).
    fn to_curl(&self, base: &BaseUrl) -> Result<Curl, BuildError> {
        build::to_curl(&self, base, Self::ENDPOINT)
    }

    /// Sends the request.
    ///
    /// With a [`Client`](crate::Client) it returns a future, which sends nothing before it is first polled. With a `blocking::Client` it
    /// returns the result.
    fn send<C: Sender>(&self, client: &C) -> C::Sending<Self::Response, Self::Error> {
        client.start(self)
    }

    /// Returns the pages of the request, the first of which answers this request.
    ///
    /// With a [`Client`](crate::Client) it returns a stream, [`Pages`](crate::pages::Pages), which fetches one page each time it is polled
    /// for one.
    // If a request has no pages, rustc reports it here and again for the bound of `C::Pages`. Another bound here does not change that: it
    // is then reported where the stream is used, because `Pages` has the bound too.
    fn pages<C: PageSender>(&self, client: &C) -> C::Pages<Self>
    where
        Self: Paginate,
    {
        client.start_pages(self)
    }

    /// Returns the items of all pages.
    ///
    /// With a [`Client`](crate::Client) it returns a stream, [`Items`](crate::pages::Items), which fetches the next page when the items of
    /// the last one are used up.
    fn items<C: PageSender>(&self, client: &C) -> C::Items<Self>
    where
        Self: Paginate,
    {
        client.start_items(self)
    }
}

/// A type that can send requests, such as [`Client`](crate::Client).
///
/// [`ApiRequest::send`] takes a reference to one.
#[diagnostic::on_unimplemented(
    message = "a request cannot be sent with `{Self}`",
    label = "this type is not a client",
    note = "pass a reference to an `api_request::Client`"
)]
pub trait Sender {
    /// The result of sending a request.
    ///
    /// For a [`Client`](crate::Client) it is a future, and for a `blocking::Client` a `Result`.
    type Sending<T, E>;

    /// Encodes the request immediately, and returns the operation that sends it.
    fn start<R: ApiRequest + ?Sized>(&self, request: &R) -> Self::Sending<R::Response, R::Error>;
}
