//! One call of a request, with its own options.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Response;
#[cfg(feature = "events")]
use http::{HeaderName, HeaderValue};

use crate::auth::Authenticate;
use crate::encode::EncodeError;
use crate::message::Body;
use crate::request::ApiRequest;
use crate::response::{Readers, Reply};

use super::header::RefusedHeader;
use super::prepare::{Options, Prepared};
use super::{Client, RetryPolicy, Sending, header};

/// One call of a request, with its own options.
///
/// `C` is the client: [`Client`], or that of the module `blocking`, whose calls end with `send()`.
///
/// Await it for the value. To get more than the value, end it with [`reply`](Self::reply) or [`raw`](Self::raw). To get a future that
/// borrows nothing, end it with [`send`](Self::send).
///
/// # Examples
///
/// ```no_run
/// # use api_request::{ApiRequest, Client, NoContent};
/// # #[derive(ApiRequest)]
/// # #[api(get = "/api/status", response = NoContent)]
/// # struct Status;
/// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// let reply = client.call(&Status).timeout(Duration::from_secs(2)).header("x-trace", "7").reply().await?;
/// assert_eq!(reply.status, 200);
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<'a, R: ?Sized, C = Client> {
    pub(super) client: &'a C,
    pub(super) request: &'a R,
    pub(super) options: Options,
}

/// The running call of a page.
pub(super) type SendingPage<R> = Sending<Reply<<R as ApiRequest>::Response>, <R as ApiRequest>::Error>;

impl<'a, R: ApiRequest, C> Call<'a, R, C> {
    pub(super) fn new(client: &'a C, request: &'a R) -> Self {
        Self { client, request, options: Options::default() }
    }

    /// Sets the deadline of this call, instead of the client's [`timeout`](super::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets a header of this call.
    ///
    /// It overrides the header of the request and of the client.
    ///
    /// The call fails with [`Error::Encode`](crate::Error::Encode) if the name is invalid, the value is not a valid header value, or the
    /// client sets that header itself.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header::parse(name.as_ref(), value.as_ref(), self.options.headers.len() + 1) {
            Ok((name, value)) => self.options.headers.push((name, Some(value))),
            Err(RefusedHeader { name, reason }) => self.refuse(name.unwrap_or_default(), &reason),
        }
        self
    }

    /// Sets `Last-Event-ID`, and overrides the request's own. An empty id removes the header.
    ///
    /// Spaces and tabs at both ends are removed, because receivers strip them anyway.
    #[cfg(feature = "events")]
    pub(crate) fn last_event_id(mut self, id: &str) -> Self {
        const NAME: HeaderName = HeaderName::from_static("last-event-id");
        match HeaderValue::from_str(id.trim_matches([' ', '\t'])) {
            Ok(value) if value.is_empty() => self.options.headers.push((NAME, None)),
            Ok(mut value) => {
                value.set_sensitive(true);
                self.options.headers.push((NAME, Some(value)));
            }
            Err(_) => self.refuse("Last-Event-ID", "the id must not contain a control character"),
        }
        self
    }

    fn refuse(&mut self, name: &str, reason: &str) {
        self.options.bad_header.get_or_insert_with(|| EncodeError::of_header(name, reason));
    }

    /// Sets the credentials of this call, instead of the client's.
    ///
    /// This also applies to a request with `auth = none`.
    pub fn auth(mut self, auth: impl Authenticate) -> Self {
        self.options.auth = Some(Arc::new(auth));
        self
    }

    /// Turns off retries for this call.
    ///
    /// A 401 does not lead to a second try with fresher credentials either.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Turns off retries for this call, except the one with fresher credentials after a 401.
    #[cfg(feature = "events")]
    pub(crate) fn only_fresher_credentials(self) -> Self {
        self.retry(RetryPolicy::fresher_credentials())
    }

    /// Sets the retry policy of this call, instead of the client's [`retry`](super::ClientBuilder::retry).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(Box::new(policy));
        self
    }

    /// Leaves the body of the response as it was sent, with its `Content-Encoding` and `Content-Length`.
    ///
    /// The client then sends no `Accept-Encoding` of its own. To ask for a coding, set the header:
    ///
    /// ```no_run
    /// # use api_request::{ApiRequest, Client, reply::Raw};
    /// # #[derive(ApiRequest)]
    /// # #[api(get = "/dump", response = Raw)]
    /// # struct Dump;
    /// # async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let dump = client.call(&Dump).header("accept-encoding", "gzip").no_decompress().await?;
    /// std::fs::write("dump.gz", dump.0)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn no_decompress(mut self) -> Self {
        self.options.keeps_codings = true;
        self
    }

    /// Sends the request to a URL that the server returned.
    ///
    /// Examples are a `Location` and the next page.
    ///
    /// The URL is absolute, or relative to the client's base. It is sent as it is: the path and the query of the request are not used, but
    /// its headers and its body are. To add the query, call [`with_query`](Self::with_query). See the chapter
    /// [links](crate::guide::links).
    ///
    /// The call fails with [`Error::Encode`](crate::Error::Encode) if the URL
    ///
    /// - is not valid, or contains credentials;
    /// - contains `{`: it is a URL template, whose parts in braces you have to replace first;
    /// - has a different origin from the base, unless [`trusted_origin`](super::ClientBuilder::trusted_origin) names that origin or you call
    ///   [`any_origin`](Self::any_origin).
    pub fn url(mut self, url: impl AsRef<str>) -> Self {
        self.options.target.url = Some(url.as_ref().into());
        self
    }

    /// Adds the query parameters of the request whose names the [`url`](Self::url) does not have.
    ///
    /// A list is added as a whole or not at all, and so is an object in the style `deepObject`.
    ///
    /// ```no_run
    /// # use api_request::{ApiRequest, Client, NoContent};
    /// /// Completes an upload to a registry: `PUT <Location>&digest=..`.
    /// #[derive(ApiRequest)]
    /// #[api(put = "/", response = NoContent)]
    /// struct Complete<'a> {
    ///     #[api(query)]
    ///     digest: &'a str,
    /// }
    ///
    /// # async fn run(client: Client, location: String) -> Result<(), Box<dyn std::error::Error>> {
    /// client.call(&Complete { digest: "sha256:6c3c.." }).url(location).with_query().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_query(mut self) -> Self {
        self.options.target.with_query = true;
        self
    }

    /// Allows [`url`](Self::url) to be on any origin.
    ///
    /// An origin that the client does not trust gets no credentials.
    ///
    /// Of the headers that the client sends with every request, only `User-Agent` is sent there. The headers and the body of the request
    /// and the headers of the call are sent.
    ///
    /// If the URL is on such an origin, the call fails with [`Error::Encode`](crate::Error::Encode) if it sets credentials with
    /// [`auth`](Self::auth), or if a `secret` header, cookie or added query parameter of the request is set. To send these, name the origin
    /// with [`trusted_origin`](super::ClientBuilder::trusted_origin), or use another client, made by
    /// [`with_base`](super::Client::with_base).
    pub fn any_origin(mut self) -> Self {
        self.options.target.any_origin = true;
        self
    }
}

impl<R: ApiRequest> Call<'_, R> {
    /// Encodes the request now, and returns a future of the value.
    ///
    /// The future borrows nothing, so you can spawn it. The request is sent when the future is first polled.
    pub fn send(self) -> Sending<R::Response, R::Error> {
        Sending::value(self.prepare().value())
    }

    /// Like [`send`](Self::send), but returns the value with its status and headers.
    pub fn reply(self) -> Sending<Reply<R::Response>, R::Error> {
        Sending::reply(self.prepare().reply())
    }

    /// The call of a page, and the number that identifies its request.
    pub(super) fn page(self) -> (SendingPage<R>, Option<u64>) {
        let prepared = self.prepare();
        let fingerprint = prepared.fingerprint();
        (Sending::reply(prepared.reply()), fingerprint)
    }

    /// Like [`send`](Self::send), but returns the response of any status, whose body is not read yet.
    ///
    /// The body is decompressed while it is read; see [`no_decompress`](Self::no_decompress). If it has a content coding that is not
    /// decoded, the call fails with [`Error::Decode`](crate::Error::Decode), which has the bytes as they were sent.
    ///
    /// The deadline covers only the head. The client's [`idle_timeout`](super::ClientBuilder::idle_timeout) limits each pause within the
    /// body.
    pub fn raw(self) -> Sending<Response<Body>, R::Error> {
        Sending::raw(self.prepare().raw())
    }

    fn prepare(self) -> Prepared {
        Prepared::new(self.client, &self.request, R::ENDPOINT, Readers::of::<R::Response, R::Error>(), self.options)
    }
}

impl<R: ApiRequest> IntoFuture for Call<'_, R> {
    type Output = <Self::IntoFuture as Future>::Output;
    type IntoFuture = Sending<R::Response, R::Error>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// No type implements it.
///
/// The error of `tokio::spawn(client.call(&request))` mentions it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `Call` is not a future that can be spawned",
    label = "this call borrows its client and its request",
    note = "write `client.call(&request).send()`, which borrows nothing"
)]
pub trait Spawned {}

/// A call that has not been sent.
///
/// A type of its own, because rustc does not mention the trait if `Call` itself lacks it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Unsent<R: ?Sized>(PhantomData<R>);

#[doc(hidden)]
impl<R: ApiRequest> Future for Call<'_, R>
where
    Unsent<R>: Spawned,
{
    type Output = <Sending<R::Response, R::Error> as Future>::Output;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Pending
    }
}

impl<R: ?Sized, C: fmt::Debug> fmt::Debug for Call<'_, R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("client", self.client).finish_non_exhaustive()
    }
}
