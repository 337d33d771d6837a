//! One call of one request, with what is different about it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Response;
#[cfg(feature = "events")]
use http::{HeaderName, HeaderValue};

use crate::auth::Authenticate;
use crate::encode::EncodeError;
use crate::message::Body;
use crate::request::ApiRequest;
use crate::response::{Readers, Reply};

use super::given_url::GivenUrl;
use super::prepare::{Options, Prepared};
use super::{Client, RetryPolicy, Sending, header};

/// One call of a request: adjust it, then await it, or end it with [`send`](Self::send), [`reply`](Self::reply) or
/// [`raw`](Self::raw).
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
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'a, R: ?Sized> {
    client: &'a Client,
    request: &'a R,
    options: Options,
    is_free: bool,
}

impl<'a, R: ApiRequest> Call<'a, R> {
    pub(super) fn new(client: &'a Client, request: &'a R) -> Self {
        Self { client, request, options: Options::default(), is_free: false }
    }

    /// How long this call may take, in place of the client's [`timeout`](super::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets a header of this call, in place of one that the request or the client would send. A name that is none, one that
    /// the client writes itself, and a value that no header can carry end the call as `Error::Encode`.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        match header::parse(name.as_ref(), value.as_ref()) {
            Ok((name, value)) => self.options.headers.push((name, Some(value))),
            Err(reason) => self.refuse(name.as_ref(), &reason),
        }
        self
    }

    /// Says where a series of events goes on, in place of what the request says; an empty id: from its beginning. Receivers would
    /// strip the spaces at its ends.
    #[cfg(feature = "events")]
    pub(crate) fn last_event_id(mut self, id: &str) -> Self {
        const NAME: HeaderName = HeaderName::from_static("last-event-id");
        match HeaderValue::from_str(id.trim_matches([' ', '\t'])) {
            Ok(value) if value.is_empty() => self.options.headers.push((NAME, None)),
            Ok(mut value) => {
                value.set_sensitive(true);
                self.options.headers.push((NAME, Some(value)));
            }
            Err(_) => self.refuse("Last-Event-ID", "the id has a control character, which no header can carry"),
        }
        self
    }

    fn refuse(&mut self, name: &str, reason: &str) {
        self.options.bad_header.get_or_insert_with(|| EncodeError::of_header(name, reason));
    }

    /// The credentials of this call, in place of the client's; also for a request that says `auth = none`.
    pub fn auth(mut self, auth: impl Authenticate) -> Self {
        self.options.auth = Some(Arc::new(auth));
        self
    }

    /// Sends the call once, whatever happens to it; not even a 401 asks for fresher credentials.
    pub fn no_retry(self) -> Self {
        self.retry(RetryPolicy::none())
    }

    /// Sends the call once, but for another try with fresher credentials after a 401.
    #[cfg(feature = "events")]
    pub(crate) fn only_fresher_credentials(self) -> Self {
        self.retry(RetryPolicy::fresher_credentials())
    }

    /// When this call is tried again, in place of what the client's [`retry`](super::ClientBuilder::retry) says.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Sends the request to a URL that the server gave, such as a `Location` or the next page: an absolute one, or one that is relative
    /// to the client's base. The path of the request and what fills it are not used; its query is added to the URL's.
    ///
    /// A URL that is none or has credentials in it, and one on another origin, end the call as `Error::Encode`.
    pub fn url(mut self, url: impl AsRef<str>) -> Self {
        self.options.target = Some(GivenUrl { url: url.as_ref().into(), is_free: self.is_free });
        self
    }

    /// Lets [`url`](Self::url) be on another origin than the client's base. No credentials go there, neither the client's nor those of the
    /// call, and of the headers that the client sends with every request only `User-Agent`.
    pub fn any_origin(mut self) -> Self {
        self.is_free = true;
        if let Some(target) = &mut self.options.target {
            target.is_free = true;
        }
        self
    }

    /// Encodes the request now. The returned future borrows nothing: it may be spawned.
    pub fn send(self) -> Sending<R::Response, R::Error> {
        Sending::value(self.prepare().value())
    }

    /// As [`send`](Self::send), for the value with its status and headers.
    pub fn reply(self) -> Sending<Reply<R::Response>, R::Error> {
        Sending::reply(self.prepare().reply())
    }

    /// As [`send`](Self::send), for the reply of any status as it came, its body still to be read. The deadline ends with its
    /// head; from there on the client's idle timeout holds.
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

impl<R: ?Sized> fmt::Debug for Call<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("client", self.client).finish_non_exhaustive()
    }
}
