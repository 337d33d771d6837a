//! From a value to an `http::Request`: no I/O, no async runtime, and no URL whose shape depends on a value.

pub(crate) mod buffer;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod percent;
pub(crate) mod value;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::uri::{self, PathAndQuery, Uri};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};

use crate::base::BaseUrl;
use crate::body::{self, Body, BodyError, TypedBody};
use crate::endpoint::{BodyKind, Endpoint, Param, Place};
use crate::error::EncodeError;
use crate::secret;

use buffer::Buffer;
pub use json::{ErasedProperty, Property};
use value::{EMPTY_PATH, REDACTED, Refused, Target, Writer};
pub use value::{Erased, Value};

/// The longest URL that `http::Uri` takes, in bytes.
const MAX_URL: usize = 65_534;

/// What a request writes itself into: the path first, then each parameter.
///
/// The derive calls it, and so does an implementation by hand. A parameter is named by its place in
/// [`Endpoint::param_list`]; the first value that cannot be sent ends the request with an [`EncodeError`] naming its field.
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
    /// The path, then the query.
    target: Buffer,
    /// What of the template is not written yet.
    template: &'static str,
    /// The parameter that stands in the path's last segment.
    segment_param: Option<&'static Param>,
    has_path: bool,
    has_query: bool,
    headers: HeaderMap,
    json: Vec<u8>,
    body: Option<TypedBody>,
    masked: bool,
    /// Takes the text of each secret, when the server's words will have to be cleaned of them.
    secrets: Option<&'e mut Vec<Box<str>>>,
    error: Option<EncodeError>,
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
            target: Buffer::new(),
            template: "",
            segment_param: None,
            has_path: false,
            has_query: false,
            headers: HeaderMap::new(),
            json: Vec::new(),
            body: None,
            masked: false,
            secrets: None,
            error: None,
        }
    }

    /// Writes `REDACTED` for each value that is not loggable.
    pub(crate) fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// Keeps the text of each secret.
    pub(crate) fn collecting(mut self, secrets: &'e mut Vec<Box<str>>) -> Self {
        self.secrets = Some(secrets);
        self
    }

    /// Begins the path: the template of the [`Endpoint`], up to its first placeholder.
    pub fn path(&mut self, template: &'static str) {
        if template != self.endpoint.path() || self.has_path {
            return self.fail_request("`path` is called once, with the template of the request's `ENDPOINT`");
        }
        self.has_path = true;
        self.target.extend(self.base.prefix().as_bytes());
        self.template = template;
        self.literal();
    }

    /// Encodes another request, or a part of one: within `encode`, parameters are counted in the endpoint `of`.
    ///
    /// A wrapper that sends a header with any request:
    ///
    /// ```
    /// use api_request::encode::Encoder;
    /// use api_request::endpoint::{Endpoint, Param};
    /// use api_request::validate::Violations;
    /// use api_request::{ApiRequest, NoContent};
    ///
    /// /// Sends a request in the name of another user.
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
        let outer = std::mem::replace(&mut self.endpoint, of);
        encode(self);
        self.endpoint = outer;
    }

    /// Fills the template's next placeholder.
    pub fn segment<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_segment(param, value.into());
    }

    /// Adds a query parameter, unless the value is `None` or an empty list.
    pub fn query<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_query(param, value.into());
    }

    /// Adds a header, unless the value is `None` or an empty list. It takes the place of a header that the runtime would set.
    pub fn header<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_header(param, value.into());
    }

    /// Adds a property to the JSON body, unless the value is `None`.
    pub fn property<'v>(&mut self, param: usize, value: impl Into<ErasedProperty<'v>>) {
        self.write_property(param, value.into());
    }

    /// Makes what [`ToBody::to_body`](crate::body::ToBody::to_body) returns the whole body.
    pub fn body(&mut self, param: usize, to_body: impl FnOnce() -> Result<TypedBody, BodyError>) {
        let Some(declared) = self.declared(param, Place::Body) else {
            return;
        };
        let result = watched(self.masked, &mut self.secrets, to_body);
        match result {
            Ok(typed) => self.take_body(declared, typed),
            Err(BodyError(refused)) => self.fail(declared, refused),
        }
    }

    fn take_body(&mut self, param: &'static Param, typed: TypedBody) {
        if param.is_secret()
            && let (Some(secrets), Some(bytes)) = (&mut self.secrets, typed.body.as_bytes())
        {
            secret::add_texts(bytes, secrets);
        }
        self.body = Some(TypedBody {
            body: if self.hides(param) && typed.content_type.is_some() { REDACTED.into() } else { typed.body },
            content_type: typed.content_type,
        });
    }

    fn write_segment(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Path) else {
            return;
        };
        let Some((name, rest)) = self.template.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return self.fail_request("there are more path values than placeholders in the template");
        };
        if name != declared.field().trim_start_matches("r#") {
            return self.fail_request("path values are written in the order of the template's placeholders");
        }
        let hidden = self.hides(declared);
        let target = Target::Path(&mut self.target);
        let result = match write(declared, value, target, hidden, self.masked, &mut self.secrets) {
            Ok(0) => Err(Refused::new(EMPTY_PATH)),
            result => result,
        };
        if let Err(refused) = result {
            return self.fail(declared, refused);
        }
        self.segment_param = Some(declared);
        self.template = rest;
        self.literal();
        self.check_length(declared);
    }

    fn write_query(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Query) else {
            return;
        };
        if !self.has_query {
            self.end_path();
        }
        let hidden = self.hides(declared);
        let target = Target::Query { target: &mut self.target, param: declared, has_query: &mut self.has_query };
        match write(declared, value, target, hidden, self.masked, &mut self.secrets) {
            Ok(_) => self.check_length(declared),
            Err(refused) => self.fail(declared, refused),
        }
    }

    fn write_header(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Header) else {
            return;
        };
        let Ok(name) = HeaderName::from_bytes(declared.name().as_bytes()) else {
            return self.fail(declared, Refused::new("its name is no header name"));
        };
        if header::is_reserved(&name) {
            return self.fail(declared, Refused::new(header::RESERVED_REASON));
        }
        let mut text = Buffer::new();
        let hidden = self.hides(declared);
        let secrets_before = secret::seen();
        let target = Target::Header(&mut text);
        let written = match write(declared, value, target, hidden, self.masked, &mut self.secrets) {
            Ok(0) => return,
            Ok(_) => HeaderValue::from_bytes(text.as_slice()).map_err(|_| Refused::new("no header can carry it")),
            Err(refused) => Err(refused),
        };
        match written {
            Ok(mut value) => {
                value.set_sensitive(declared.is_secret() || secret::seen() > secrets_before);
                if self.headers.try_insert(name, value).is_err() {
                    self.fail(declared, Refused::new("it is one header more than a request can carry"));
                }
            }
            Err(refused) => self.fail(declared, refused),
        }
    }

    fn write_property(&mut self, param: usize, value: ErasedProperty<'_>) {
        let Some(declared) = self.declared(param, Place::Property) else {
            return;
        };
        let begin = self.json.len();
        self.json.push(if begin == 0 { b'{' } else { b',' });
        let name = serde_json::to_writer(&mut self.json, declared.name());
        debug_assert!(name.is_ok(), "text has a JSON form, and a Vec takes it");
        self.json.push(b':');
        let start = self.json.len();
        let json = &mut self.json;
        let written = watched(self.masked, &mut self.secrets, || value.write(json));
        match written {
            Ok(true) => {
                if declared.is_secret()
                    && let Some(secrets) = &mut self.secrets
                {
                    secret::add_texts(self.json.get(start..).unwrap_or_default(), secrets);
                }
                if self.hides(declared) {
                    self.json.truncate(start);
                    self.json.extend_from_slice(b"\"REDACTED\"");
                }
            }
            Ok(false) => self.json.truncate(begin),
            Err(refused) => self.fail(declared, refused),
        }
    }

    /// The parameter, if nothing has failed yet and it is declared for that place.
    #[inline]
    fn declared(&mut self, param: usize, place: Place) -> Option<&'static Param> {
        if self.error.is_some() {
            return None;
        }
        match self.endpoint.param_list().get(param) {
            Some(declared) if declared.place() == place && self.has_path => Some(declared),
            _ => {
                self.fail_request(
                    "`path` comes first, and each parameter has the index and the place that `ENDPOINT` declares",
                );
                None
            }
        }
    }

    fn hides(&self, param: &Param) -> bool {
        self.masked && !param.is_loggable()
    }

    /// Copies the template up to its next placeholder.
    fn literal(&mut self) {
        let end = self.template.bytes().position(|byte| byte == b'{').unwrap_or(self.template.len());
        let (literal, rest) = self.template.split_at(end);
        let begin = self.target.len();
        self.target.extend(literal.as_bytes());
        self.template = rest;
        if self.segment_param.is_some()
            && let Some(slash) = literal.find('/')
        {
            self.end_segment(begin + slash);
        }
    }

    /// Refuses a segment that a URL parser would take for this directory or the one above.
    fn end_segment(&mut self, end: usize) {
        if let Some(declared) = self.segment_param.take()
            && let Some(path) = self.target.as_slice().get(..end)
            // The last slash is the template's: a value's own are escaped.
            && matches!(path.rsplit(|&byte| byte == b'/').next(), Some(b"." | b".."))
        {
            self.fail(declared, Refused::new("it would make a segment `.` or `..`, which is another path"));
        }
    }

    fn end_path(&mut self) {
        if !self.template.is_empty() {
            return self.fail_request("a placeholder of the template got no value");
        }
        self.end_segment(self.target.len());
    }

    fn check_length(&mut self, param: &'static Param) {
        // What is only shown has no limit, and may be longer than what is sent.
        if !self.masked && self.base.origin_len() + self.target.len() > MAX_URL {
            self.fail(param, Refused::new("with it the URL is longer than 65,534 bytes"));
        }
    }

    #[cold]
    fn fail(&mut self, param: &'static Param, refused: Refused) {
        self.error.get_or_insert_with(|| EncodeError::new(param, refused));
    }

    /// A mistake in a hand-written `encode`, which no value can cause.
    #[cold]
    fn fail_request(&mut self, reason: &'static str) {
        self.error.get_or_insert_with(|| EncodeError::of_request(reason));
    }

    pub(crate) fn finish(mut self, accept: Option<HeaderValue>) -> Result<Request<Body>, EncodeError> {
        let (method, headers, body) = self.parts(accept)?;
        let uri = join(self.base, self.target.as_slice())
            .ok_or_else(|| EncodeError::of_request("its path is no path of a URL"))?;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The request as it is shown.
    pub(crate) fn finish_shown(mut self, accept: Option<HeaderValue>) -> Result<Shown, EncodeError> {
        let (method, headers, body) = self.parts(accept)?;
        let target = String::from_utf8_lossy(self.target.as_slice()).into_owned();
        let origin = format!("{}://{}", self.base.scheme(), self.base.authority());
        Ok(Shown { method, origin, target, headers, body })
    }

    /// All but the URL, which stays where it was written.
    fn parts(&mut self, accept: Option<HeaderValue>) -> Result<(Method, HeaderMap, Body), EncodeError> {
        if self.error.is_none() {
            if !self.has_path {
                self.fail_request("`encode` wrote no path");
            } else if !self.has_query {
                self.end_path();
            }
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let method = Method::from_bytes(self.endpoint.method().as_bytes())
            .map_err(|_| EncodeError::of_request("its method is no HTTP method"))?;

        let mut headers = std::mem::take(&mut self.headers);
        if let Some(accept) = accept {
            set_default(&mut headers, ACCEPT, accept);
        }
        let typed = if self.endpoint.body() == BodyKind::Properties {
            if self.json.is_empty() {
                self.json.push(b'{');
            }
            self.json.push(b'}');
            TypedBody::new(std::mem::take(&mut self.json), body::JSON)
        } else {
            self.body.take().unwrap_or_default()
        };
        match typed.content_type {
            Some(content_type) => set_default(&mut headers, CONTENT_TYPE, content_type),
            // RFC 9110, section 8.6: methods that usually have content say when they have none.
            None if typed.body.as_bytes() == Some(&[])
                && matches!(method, Method::POST | Method::PUT | Method::PATCH) =>
            {
                set_default(&mut headers, CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            None => {}
        }
        Ok((method, headers, typed.body))
    }
}

/// A request as text has it: its URL is any that can be shown.
pub(crate) struct Shown {
    pub(crate) method: Method,
    pub(crate) origin: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

/// Writes a parameter's value, and says how many items it had.
#[inline]
fn write(
    param: &Param,
    value: Erased<'_>,
    target: Target<'_>,
    hidden: bool,
    masked: bool,
    secrets: &mut Option<&mut Vec<Box<str>>>,
) -> Result<usize, Refused> {
    if let (Some(secrets), true) = (&mut *secrets, param.is_secret()) {
        let mut writer = Writer::new(target, hidden, Some(secrets));
        return value.write(&mut writer).map(|()| writer.items());
    }
    let mut writer = Writer::new(target, hidden, None);
    watched(masked, secrets, || value.write(&mut writer)).map(|()| writer.items())
}

/// Serialises a value with an eye on the secrets within it.
fn watched<T>(masked: bool, secrets: &mut Option<&mut Vec<Box<str>>>, serialize: impl FnOnce() -> T) -> T {
    match secrets {
        _ if masked => secret::mask(serialize),
        Some(secrets) => secret::collect(secrets, serialize),
        None => serialize(),
    }
}

/// Sets a header that the request may have a field for.
pub(crate) fn set_default(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        // A map that is full already has more headers than any server takes.
        let _ = headers.try_insert(name, value);
    }
}

fn join(base: &BaseUrl, target: &[u8]) -> Option<Uri> {
    let mut parts = uri::Parts::default();
    parts.scheme = Some(base.scheme().clone());
    parts.authority = Some(base.authority().clone());
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::copy_from_slice(target)).ok()?);
    Uri::from_parts(parts).ok()
}
