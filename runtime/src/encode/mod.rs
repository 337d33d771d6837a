//! Encodes a request: each place has a file here, and `value` writes each value. No I/O and no async runtime.
//!
//! No value can change the shape of the URL: its host, its base path and its number of segments.

mod body;
mod error;
mod finish;
mod given;
mod pairs;
mod path;
mod probe;
mod spread;

use std::borrow::Cow;

use http::HeaderMap;

use crate::base::BaseUrl;
use crate::body::ToParts;
use crate::endpoint::{BodyKind, Endpoint, Group, Param, Place};
use crate::message::{BodyError, Parts, TypedBody};
use crate::refused::Refused;
use crate::secret;
use crate::secret::watched;
use crate::value::buffer::Buffer;
use crate::value::limits::MAX_URL;
use crate::value::names::{IsClaimed, UsedNames};
use crate::value::writer::Pairs;

pub use crate::body::PartWriter;
pub use crate::value::{Entries, Erased, ErasedEntries, ErasedProperty, Property, Value};
pub use error::EncodeError;
pub(crate) use finish::{Shown, give_key, idempotency_key, set_default};
pub(crate) use given::Given;
use pairs::Cookies;
use probe::Probe;
use spread::Spreads;

/// Encodes a request: first the path, then each parameter.
///
/// The derive calls its methods. You call them if you implement [`ApiRequest`](crate::ApiRequest) by hand. Their argument `param` is the
/// index of the parameter in [`Endpoint::param_list`].
///
/// If a value cannot be sent, the request fails with an [`EncodeError`] that names the field. The first error is reported, and later calls
/// do nothing.
///
/// ```
/// use api_request::encode::Encoder;
/// use api_request::endpoint::{Endpoint, Param};
/// use api_request::{ApiRequest, BaseUrl, NoContent, reply::Raw};
///
/// struct DeleteUser { id: u64, hard: Option<bool> }
///
/// impl ApiRequest for DeleteUser {
///     type Response = NoContent;
///     type Error = Raw;
///     const ENDPOINT: &'static Endpoint = &Endpoint::new("DELETE", "/api/user/{id}")
///         .params(&[Param::path("id", "id"), Param::query("hard", "hardDelete").required(false)]);
///
///     fn encode(&self, out: &mut Encoder<'_>) {
///         out.path("/api/user/{id}");
///         out.segment(0, &self.id);
///         out.query(1, &self.hard);
///     }
/// }
///
/// let base: BaseUrl = "https://auth.example.com".parse()?;
/// let request = DeleteUser { id: 7, hard: Some(true) }.to_http(&base)?;
/// assert_eq!(request.uri(), "https://auth.example.com/api/user/7?hardDelete=true");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encoder<'e> {
    base: &'e BaseUrl,
    endpoint: &'static Endpoint,
    /// The endpoint of the whole request. `endpoint` may be a part of it.
    whole: &'static Endpoint,
    /// The names that a key of a map must not have.
    used: UsedNames<'e>,
    /// The path, then the query.
    target: Buffer,
    /// The maximum length of `target`.
    longest: usize,
    /// The part of the template that is not written yet.
    template: &'static str,
    /// The parameter whose value is in the last segment of the path.
    segment_param: Option<&'static Param>,
    has_path: bool,
    /// The URL that replaces the one of the request, if the call has one.
    given: Option<Given<'e>>,
    query: Pairs,
    /// The objects and maps whose keys are names in the query.
    spreads: Spreads,
    headers: HeaderMap,
    /// The value of the `Cookie` header. It is boxed because few requests have one.
    cookies: Option<Box<Cookies>>,
    /// The properties: a JSON object without its closing brace, or the pairs of a form.
    properties: Option<Buffer>,
    /// The properties of a multipart body.
    parts: Option<Box<Parts>>,
    body: Option<TypedBody>,
    idempotency_key: Option<Box<str>>,
    /// The headers of the client that replace the JSON defaults.
    of_client: Option<&'e HeaderMap>,
    masked: bool,
    /// Collects the text of each secret, to remove it from messages of the server.
    secrets: Option<&'e mut Vec<Box<str>>>,
    error: Option<EncodeError>,
    /// Set if the request is not sent, but searched for secrets.
    probe: Option<Box<Probe>>,
}

impl std::fmt::Debug for Encoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("endpoint", self.endpoint).finish_non_exhaustive()
    }
}

impl<'e> Encoder<'e> {
    pub(crate) fn new(base: &'e BaseUrl, endpoint: &'static Endpoint) -> Self {
        Self {
            base,
            endpoint,
            whole: endpoint,
            used: UsedNames { endpoint, claimed: None },
            target: Buffer::new(),
            longest: MAX_URL.saturating_sub(base.origin_len()),
            template: "",
            segment_param: None,
            has_path: false,
            given: None,
            query: Pairs::default(),
            spreads: Spreads::default(),
            headers: HeaderMap::new(),
            cookies: None,
            properties: None,
            parts: None,
            body: None,
            idempotency_key: None,
            of_client: None,
            masked: false,
            secrets: None,
            error: None,
            probe: None,
        }
    }

    /// Writes `REDACTED` for each value that is not loggable.
    pub(crate) fn masked(mut self) -> Self {
        self.masked = true;
        // A request that is only printed has no limit of length, and masking may make it longer.
        self.longest = usize::MAX;
        self
    }

    /// Encodes the request for a URL that the server gave.
    pub(crate) fn for_url(&mut self, given: Given<'e>) {
        self.given = Some(given);
    }

    /// Prefers the client's headers to `application/json` in `Accept` and `Content-Type`. They replace it only where it is the default.
    pub(crate) fn preferring(&mut self, of_client: Option<&'e HeaderMap>) {
        self.of_client = of_client;
    }

    /// Collects the text of each secret.
    pub(crate) fn collecting(&mut self, secrets: &'e mut Vec<Box<str>>) {
        self.secrets = Some(secrets);
    }

    /// Rejects each key of a map that names a parameter which the credentials set.
    pub(crate) fn sparing(&mut self, is_claimed: &'e IsClaimed<'e>) {
        self.used.claimed = Some(is_claimed);
    }

    /// Begins the path with the template of the [`Endpoint`], up to its first placeholder.
    pub fn path(&mut self, template: &'static str) {
        if self.has_path || template != self.endpoint.path() {
            return self.fail_request("`Encoder::path` must be called once, with the path template of `ENDPOINT`");
        }
        self.has_path = true;
        if self.given.is_some() {
            return self.target.push(b'/');
        }
        self.target.extend(self.base.prefix().as_bytes());
        let (literal, rest) = template.split_at_checked(self.endpoint.literal_len()).unwrap_or((template, ""));
        self.target.extend(literal.as_bytes());
        self.template = rest;
    }

    /// Encodes another request, or a part of one.
    ///
    /// Inside `encode`, the indices of parameters refer to the endpoint `of`. A wrapper that adds a header to any request:
    ///
    /// ```
    /// use api_request::encode::Encoder;
    /// use api_request::endpoint::{Endpoint, Param};
    /// use api_request::validate::Violations;
    /// use api_request::{ApiRequest, NoContent};
    ///
    /// /// Sends a request on behalf of another user.
    /// struct Sudo<'a, R> {
    ///     user: &'a str,
    ///     request: R,
    /// }
    ///
    /// impl<R: ApiRequest> ApiRequest for Sudo<'_, R> {
    ///     type Response = R::Response;
    ///     type Error = R::Error;
    ///     const ENDPOINT: &'static Endpoint = &Endpoint::wrap(R::ENDPOINT, &[Param::header("user", "Sudo")]);
    ///
    ///     fn validate_into(&self, out: &mut Violations) {
    ///         out.within(R::ENDPOINT, |out| self.request.validate_into(out));
    ///     }
    ///
    ///     fn encode(&self, out: &mut Encoder<'_>) {
    ///         out.within(R::ENDPOINT, |out| self.request.encode(out));
    ///         out.header(0, &self.user);
    ///     }
    /// }
    ///
    /// #[derive(ApiRequest)]
    /// #[api(delete = "/api/user/{id}")]
    /// struct DeleteUser {
    ///     id: u64,
    /// }
    ///
    /// let request = Sudo { user: "root", request: DeleteUser { id: 7 } };
    /// let request = request.to_http(&"https://auth.example.com".parse()?)?;
    /// assert_eq!(request.uri().path(), "/api/user/7");
    /// assert_eq!(request.headers()["sudo"], "root");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within(&mut self, of: &'static Endpoint, encode: impl FnOnce(&mut Encoder<'_>)) {
        if let Some(group) = self.endpoint.group_list().iter().find(|group| group.endpoint().is_like(of)) {
            return self.in_group(group, encode);
        }
        if !std::ptr::eq(of, self.whole) && !self.whole.wraps(of) {
            return self.fail_request(
                "`ENDPOINT` must declare what `Encoder::within` encodes: a request with `Endpoint::wrap`, a group with `Endpoint::groups`",
            );
        }
        let outer = std::mem::replace(&mut self.endpoint, of);
        encode(self);
        self.endpoint = outer;
    }

    /// Encodes a group of parameters.
    ///
    /// `group` is the index in [`Endpoint::group_list`]. Inside `encode`, the indices of parameters refer to the group.
    /// [`ApiParams`](crate::ApiParams) has an example.
    pub fn group(&mut self, group: usize, encode: impl FnOnce(&mut Encoder<'_>)) {
        match self.endpoint.group_list().get(group) {
            Some(group) => self.in_group(group, encode),
            None => self.fail_request("`ENDPOINT` declares no group of this index"),
        }
    }

    fn in_group(&mut self, group: &'static Group, encode: impl FnOnce(&mut Encoder<'_>)) {
        let had_no_error = self.error.is_none();
        let outer = std::mem::replace(&mut self.endpoint, group.endpoint());
        encode(self);
        self.endpoint = outer;
        if had_no_error && let Some(error) = &mut self.error {
            error.within(group.field());
        }
    }

    /// Fills the next placeholder of the path template.
    pub fn segment<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_segment(param, value.into());
    }

    /// Adds a query parameter, unless the value is `None` or an empty list.
    pub fn query<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_query(param, value.into());
    }

    /// Adds a header, unless the value is `None` or an empty list.
    ///
    /// It overrides a header that the runtime would set, such as `Accept` or `Content-Type`.
    pub fn header<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_header(param, value.into());
    }

    /// Adds a cookie, unless the value is `None` or an empty list.
    pub fn cookie<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_cookie(param, value.into());
    }

    /// Adds each entry of a map or a struct as a parameter.
    ///
    /// The entries become query parameters or headers. An entry whose value is `None` or an empty list is left out. The request fails
    /// if a key forms a name that the request declares, even if that parameter is not set.
    pub fn entries<'v>(&mut self, param: usize, value: impl Into<ErasedEntries<'v>>) {
        self.write_entries(param, value.into());
    }

    /// Adds a parameter to its default place: the query or the body.
    ///
    /// The place depends on the method and the kind of body of the request.
    pub(crate) fn write_by_method(&mut self, param: usize, value: Erased<'_>, property: ErasedProperty<'_>) {
        match (self.endpoint.own_params().get(param).map(Param::place), self.whole.body()) {
            (Some(Place::Property), BodyKind::Form | BodyKind::Multipart) => self.write_form_field(param, value),
            (Some(Place::Property), _) => self.write_property(param, property),
            _ => self.write_query(param, value),
        }
    }

    /// Adds an idempotency key as a header or a query parameter.
    ///
    /// The key is `given`, or else a new UUID. If `quoted` is `true`, the key is sent as a string of RFC 9651, section 3.3.3, as the
    /// IETF draft of the header requires.
    pub fn idempotency_key(&mut self, param: usize, given: Option<&str>, quoted: bool) {
        let fresh;
        let key = match given {
            Some(given) => given,
            None => {
                fresh = uuid::Uuid::new_v4().to_string();
                &fresh
            }
        };
        if quoted && !key.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            if let Some(declared) = self.endpoint.own_params().get(param) {
                self.fail(
                    declared,
                    Refused::new("a quoted idempotency key must be printable ASCII (RFC 9651, section 3.3.3)"),
                );
            }
            return;
        }
        let key: Cow<'_, str> =
            if quoted { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).into() } else { key.into() };
        let before = self.target.len();
        let is_sent = match self.endpoint.own_params().get(param).map(Param::place) {
            Some(Place::Query) => {
                self.query(param, &key);
                // A URL that the server gave replaces the query.
                self.target.len() > before
            }
            _ => {
                self.header(param, &key);
                true
            }
        };
        if is_sent {
            self.idempotency_key = Some(key.into());
        }
    }

    /// Adds a query parameter that is already percent-encoded: `name=value`.
    pub(crate) fn write_literal_pair(&mut self, param: usize, text: &'static str) {
        if let Some(declared) = self.declared(param, Place::Query) {
            if self.drops_query() {
                return;
            }
            if !self.query.is_begun {
                self.end_path();
            }
            let before = (self.target.len(), self.query.is_begun);
            self.target.push(if self.query.is_begun { b'&' } else { b'?' });
            self.target.extend(text.as_bytes());
            self.query.is_begun = true;
            self.drop_given_names(before, declared, None);
            self.check_length(declared);
        }
    }

    /// Adds a property to the JSON body, unless the value is `None`.
    pub fn property<'v>(&mut self, param: usize, value: impl Into<ErasedProperty<'v>>) {
        self.write_property(param, value.into());
    }

    /// Adds a property of a form, or text parts of a multipart body.
    ///
    /// `None` and an empty list add nothing. `ENDPOINT` must declare the kind of body with [`form`](Endpoint::form) or
    /// [`multipart`](Endpoint::multipart).
    pub fn form_field<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_form_field(param, value.into());
    }

    /// Adds a property of a multipart body as one or more parts.
    ///
    /// The type parameter `Of` is inferred.
    ///
    /// ```
    /// use api_request::body::Part;
    /// use api_request::encode::Encoder;
    /// use api_request::endpoint::{Endpoint, Param};
    /// use api_request::{ApiRequest, NoContent, reply::Raw};
    ///
    /// struct Upload { title: String, images: Vec<Part> }
    ///
    /// impl ApiRequest for Upload {
    ///     type Response = NoContent;
    ///     type Error = Raw;
    ///     const ENDPOINT: &'static Endpoint = &Endpoint::new("POST", "/images")
    ///         .params(&[Param::property("title", "title"), Param::property("images", "image")])
    ///         .multipart();
    ///
    ///     fn encode(&self, out: &mut Encoder<'_>) {
    ///         out.path("/images");
    ///         out.part(0, &self.title);
    ///         out.part(1, &self.images);
    ///     }
    /// }
    ///
    /// let upload = Upload { title: "Cats".into(), images: vec![Part::bytes("GIF89a").file_name("a.gif")] };
    /// let request = upload.to_http(&"https://api.example.com".parse()?)?;
    /// assert!(request.headers()["content-type"].to_str()?.starts_with("multipart/form-data; boundary="));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn part<Of, T: ToParts<Of> + ?Sized>(&mut self, param: usize, value: &T) {
        self.parts(param, |out| value.to_parts(out));
    }

    /// Like [`part`](Self::part), for a function that adds the parts.
    pub fn parts(&mut self, param: usize, to_parts: impl FnOnce(&mut PartWriter<'_, '_>) -> Result<(), BodyError>) {
        let Some(declared) = self.declared_in_form(param, BodyKind::Multipart) else {
            return;
        };
        if let Err(BodyError(refused)) = to_parts(&mut self.part_writer(declared)) {
            self.fail(declared, refused);
        }
    }

    /// Sets the whole body to the result of [`ToBody::to_body`](crate::body::ToBody::to_body).
    pub fn body(&mut self, param: usize, to_body: impl FnOnce() -> Result<TypedBody, BodyError>) {
        let Some(declared) = self.declared(param, Place::Body) else {
            return;
        };
        let (result, is_known) = match &mut self.secrets {
            Some(secrets) if declared.is_secret() && !self.masked => secret::collect_whole(secrets, to_body),
            secrets => (watched(self.masked, secrets, to_body), false),
        };
        match result {
            Ok(typed) => self.take_body(declared, typed, is_known),
            Err(BodyError(refused)) => self.fail(declared, refused),
        }
    }

    /// Returns the parameter, if nothing has failed yet and it is declared for that place.
    #[inline]
    fn declared(&mut self, param: usize, place: Place) -> Option<&'static Param> {
        if self.probe.is_some() | self.error.is_some() && self.is_over(param) {
            return None;
        }
        match self.endpoint.own_params().get(param) {
            Some(declared) if declared.place() == place && self.has_path => Some(declared),
            _ => {
                self.fail_request(
                    "`encode` must call `Encoder::path` first, and write each parameter with the index and place that `ENDPOINT` declares",
                );
                None
            }
        }
    }

    /// Notes the next parameter if the request is searched for secrets. Returns whether the request has failed.
    #[cold]
    fn is_over(&mut self, param: usize) -> bool {
        if self.probe.is_some() {
            self.probe_next(self.endpoint.own_params().get(param));
        }
        self.error.is_some()
    }

    #[inline]
    fn hides(&self, param: &Param) -> bool {
        self.masked && !param.is_loggable()
    }

    #[inline]
    fn check_length(&mut self, param: &'static Param) {
        if self.target.len() > self.longest {
            self.fail(param, Refused::new("the value makes the URL longer than 65,534 bytes"));
        }
    }

    #[cold]
    fn fail(&mut self, param: &'static Param, refused: Refused) {
        self.error.get_or_insert_with(|| EncodeError::new(param, refused));
    }

    /// Reports a mistake in an `encode` that is implemented by hand. No value can cause it.
    #[cold]
    fn fail_request(&mut self, reason: &'static str) {
        self.error.get_or_insert_with(|| EncodeError::of_request(reason));
    }
}
