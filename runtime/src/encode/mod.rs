//! From a value to an `http::Request`: no I/O, no async runtime, and no URL whose shape depends on a value.

pub(crate) mod buffer;
mod cookie;
mod entries;
mod finish;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod percent;
pub(crate) mod value;
mod writer;

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::base::BaseUrl;
use crate::body::{BodyError, TypedBody};
use crate::endpoint::{Endpoint, Group, Param, Place, Style, template};
use crate::error::EncodeError;
use crate::secret;

use buffer::Buffer;
use entries::refused_key;
pub use entries::{Entries, ErasedEntries};
pub(crate) use finish::{Shown, idempotency_key, set_default};
pub use json::{ErasedProperty, Property};
pub use value::{Erased, Value};
use value::{REDACTED, Refused};
use writer::Writer;

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
    /// The endpoint of the whole request, of which `endpoint` may be a part.
    whole: &'static Endpoint,
    /// The path, then the query.
    target: Buffer,
    /// How long it may become.
    longest: usize,
    /// What of the template is not written yet.
    template: &'static str,
    /// The parameter that stands in the path's last segment.
    segment_param: Option<&'static Param>,
    has_path: bool,
    has_query: bool,
    headers: HeaderMap,
    /// The value of the one `Cookie` header; apart, as few requests have it.
    cookies: Option<Box<Cookies>>,
    json: Buffer,
    body: Option<TypedBody>,
    idempotency_key: Option<Box<str>>,
    masked: bool,
    /// Takes the text of each secret, when the server's words will have to be cleaned of them.
    secrets: Option<&'e mut Vec<Box<str>>>,
    error: Option<EncodeError>,
}

#[derive(Default)]
struct Cookies {
    text: Buffer,
    has_pair: bool,
    is_secret: bool,
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
            target: Buffer::new(),
            longest: MAX_URL.saturating_sub(base.origin_len()),
            template: "",
            segment_param: None,
            has_path: false,
            has_query: false,
            headers: HeaderMap::new(),
            cookies: None,
            json: Buffer::new(),
            body: None,
            idempotency_key: None,
            masked: false,
            secrets: None,
            error: None,
        }
    }

    /// Writes `REDACTED` for each value that is not loggable.
    pub(crate) fn masked(mut self) -> Self {
        self.masked = true;
        // What is only shown has no limit, and may be longer than what is sent.
        self.longest = usize::MAX;
        self
    }

    /// Keeps the text of each secret.
    pub(crate) fn collecting(mut self, secrets: &'e mut Vec<Box<str>>) -> Self {
        self.secrets = Some(secrets);
        self
    }

    /// Begins the path: the template of the [`Endpoint`], up to its first placeholder.
    pub fn path(&mut self, template: &'static str) {
        if self.has_path || template != self.endpoint.path() {
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
        if let Some(group) = self.endpoint.group_list().iter().find(|group| group.endpoint().is_like(of)) {
            return self.in_group(group, encode);
        }
        if !std::ptr::eq(of, self.whole) && !self.whole.wraps(of) {
            return self.fail_request(
                "what is encoded within another is a request whose `ENDPOINT` it has by `Endpoint::wrap`, or a group by `Endpoint::groups`",
            );
        }
        let outer = std::mem::replace(&mut self.endpoint, of);
        encode(self);
        self.endpoint = outer;
    }

    /// Encodes a group of parameters, named by its place in [`Endpoint::group_list`]: within `encode`, parameters are counted in the
    /// group. [`ApiParams`](crate::ApiParams) has an example.
    pub fn group(&mut self, group: usize, encode: impl FnOnce(&mut Encoder<'_>)) {
        match self.endpoint.group_list().get(group) {
            Some(group) => self.in_group(group, encode),
            None => self.fail_request("each group has the index that `ENDPOINT` declares"),
        }
    }

    fn in_group(&mut self, group: &'static Group, encode: impl FnOnce(&mut Encoder<'_>)) {
        let was_sound = self.error.is_none();
        let outer = std::mem::replace(&mut self.endpoint, group.endpoint());
        encode(self);
        self.endpoint = outer;
        if was_sound && let Some(error) = &mut self.error {
            error.within(group.field());
        }
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

    /// Adds a cookie, unless the value is `None` or an empty list.
    pub fn cookie<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>) {
        self.write_cookie(param, value.into());
    }

    /// Adds each entry of a map or a struct as a query parameter or a header of its own, unless its value is `None` or an empty list. A
    /// key that makes a name which the request declares is refused, set or not.
    pub fn entries<'v>(&mut self, param: usize, value: impl Into<ErasedEntries<'v>>) {
        self.write_entries(param, value.into());
    }

    /// Adds a parameter that stands in the query or in the body, as the method of the request has it.
    #[doc(hidden)]
    pub fn usual<'v>(&mut self, param: usize, value: impl Into<Erased<'v>>, property: impl Into<ErasedProperty<'v>>) {
        match self.endpoint.own_params().get(param).map(Param::place) {
            Some(Place::Property) => self.write_property(param, property.into()),
            _ => self.write_query(param, value.into()),
        }
    }

    /// Adds an idempotency key as a header or a query parameter: the one that is given, or else a new UUID. `quoted` makes it a
    /// string by RFC 9651, section 3.3.3, as the IETF's draft of the header has it.
    pub fn idempotency_key(&mut self, param: usize, given: Option<&str>, quoted: bool) {
        let fresh;
        let key = match given {
            Some(given) => given,
            None => {
                fresh = uuid::Uuid::new_v4().to_string();
                &fresh
            }
        };
        let key: Cow<'_, str> =
            if quoted { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")).into() } else { key.into() };
        match self.endpoint.own_params().get(param).map(Param::place) {
            Some(Place::Query) => self.query(param, &key),
            _ => self.header(param, &key),
        }
        self.idempotency_key = Some(key.into());
    }

    /// Adds a query parameter that is written as it is sent: `name=value`, its escapes in place.
    #[doc(hidden)]
    pub fn pair(&mut self, param: usize, text: &'static str) {
        if let Some(declared) = self.declared(param, Place::Query) {
            if !self.has_query {
                self.end_path();
            }
            self.target.push(if self.has_query { b'&' } else { b'?' });
            self.target.extend(text.as_bytes());
            self.has_query = true;
            self.check_length(declared);
        }
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
        // A stream is shown as one.
        let is_hidden = self.hides(param) && typed.content_type.is_some() && typed.body.as_bytes().is_some();
        self.body = Some(TypedBody {
            body: if is_hidden { REDACTED.into() } else { typed.body },
            content_type: typed.content_type,
        });
    }

    fn write_segment(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Path) else {
            return;
        };
        let Some(placeholder) = self.template.strip_prefix('{') else {
            return self.fail_request("there are more path values than placeholders in the template");
        };
        let field = declared.field();
        let Some((form, rest)) =
            placeholder.strip_prefix(field.strip_prefix("r#").unwrap_or(field)).and_then(template::form)
        else {
            return self.fail_request("path values are written in the order of the template's placeholders");
        };
        if (form == "+") != (declared.style() == Style::Segments) {
            return self
                .fail_request("a parameter has the style `Segments` if its placeholder ends with `:+`, or else not");
        }
        let begin = self.target.len();
        match self.write(declared, None, value, Target::Url) {
            Ok(0) if form == "?" => {
                // A path is never empty: its first slash stays.
                self.target.truncate(begin.saturating_sub(1).max(1));
                self.template = rest;
                return;
            }
            Ok(_) if self.target.len() > begin => {}
            Ok(_) => return self.fail(declared, Refused::new(EMPTY_PATH)),
            Err(refused) => return self.fail(declared, refused),
        }
        self.segment_param = Some(declared);
        if form == "+" {
            self.end_inner_segments(begin);
        }
        self.template = rest;
        self.literal();
        self.check_length(declared);
    }

    fn write_query(&mut self, param: usize, value: Erased<'_>) {
        if let Some(declared) = self.declared(param, Place::Query)
            && let Err(refused) = self.write_pair(declared, None, value)
        {
            self.fail(declared, refused);
        }
    }

    /// Writes a pair of the query, or as many as the value has.
    fn write_pair(&mut self, param: &'static Param, entry: Option<&str>, value: Erased<'_>) -> Result<(), Refused> {
        if !self.has_query {
            self.end_path();
        }
        self.write(param, entry, value, Target::Url)?;
        self.check_length(param);
        Ok(())
    }

    fn write_header(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Header) else {
            return;
        };
        let written = header::name_of(declared).and_then(|name| self.write_header_named(declared, name, value));
        if let Err(refused) = written {
            self.fail(declared, refused);
        }
    }

    fn write_header_named(
        &mut self,
        param: &'static Param,
        name: HeaderName,
        value: Erased<'_>,
    ) -> Result<(), Refused> {
        // Behind the URL for a moment, which costs less than a buffer of its own.
        let begin = self.target.len();
        let secrets_before = secret::seen();
        if self.write(param, None, value, Target::Url)? == 0 {
            return Ok(());
        }
        let text = self.target.as_slice().get(begin..).unwrap_or_default();
        let mut value = HeaderValue::from_bytes(text).map_err(|_| Refused::new("no header can carry it"))?;
        self.target.truncate(begin);
        value.set_sensitive(param.is_secret() || secret::seen() != secrets_before);
        self.headers.try_insert(name, value).map_err(|_| Refused::new(ONE_HEADER_MORE))?;
        Ok(())
    }

    fn write_entries(&mut self, param: usize, value: ErasedEntries<'_>) {
        let place = self.endpoint.own_params().get(param).filter(|param| param.is_map()).map(Param::place);
        let Some(declared) = self.declared(param, place.unwrap_or(Place::Body)) else {
            return;
        };
        if let Err(refused) = value.each(&mut |key, value| self.write_entry(declared, key, value)) {
            self.fail(declared, refused);
        }
    }

    fn write_entry(&mut self, param: &'static Param, key: &str, value: Erased<'_>) -> Result<(), Refused> {
        if key.is_empty() {
            return Err(Refused::new(EMPTY_KEY));
        }
        let name = format!("{}{key}", param.name());
        entries::refuse_declared(self.whole, param, &name)?;
        if let (Some(secrets), true) = (&mut self.secrets, param.is_secret()) {
            secrets.push(key.into());
        }
        let shown = if self.hides(param) { format!("{}{REDACTED}", param.name()) } else { name };
        if param.place() == Place::Query {
            return self.write_pair(param, Some(&shown), value);
        }
        let Ok(name) = HeaderName::from_bytes(shown.as_bytes()) else {
            return Err(refused_key(param, key, "makes no name of a header"));
        };
        if header::is_reserved(&name) {
            return Err(Refused::new(header::RESERVED_REASON));
        }
        if self.headers.contains_key(&name) && !self.masked {
            return Err(refused_key(param, key, "makes the name of a header that is there already"));
        }
        self.write_header_named(param, name, value)
    }

    fn write_cookie(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Cookie) else {
            return;
        };
        let mut cookies = self.cookies.take().unwrap_or_default();
        let secrets_before = secret::seen();
        let written = self.write(declared, None, value, Target::Other(&mut cookies.text, &mut cookies.has_pair));
        match written {
            Ok(items) => cookies.is_secret |= items > 0 && (declared.is_secret() || secret::seen() != secrets_before),
            Err(refused) => self.fail(declared, refused),
        }
        self.cookies = Some(cookies);
    }

    /// Writes a parameter's value, or that of an `entry` of one, and says how many items it had.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "each of its callers knows the place, which then is not looked at again")]
    fn write(
        &mut self,
        param: &'static Param,
        entry: Option<&str>,
        value: Erased<'_>,
        target: Target<'_>,
    ) -> Result<usize, Refused> {
        let hidden = self.hides(param);
        let (out, has_pair) = match target {
            Target::Url => (&mut self.target, &mut self.has_query),
            Target::Other(out, has_pair) => (out, has_pair),
        };
        if let (Some(secrets), true) = (&mut self.secrets, param.is_secret()) {
            let mut writer = Writer::new(out, param, has_pair, self.whole, hidden, Some(secrets)).named(entry);
            return value.write(&mut writer).map(|()| writer.items());
        }
        let mut writer = Writer::new(out, param, has_pair, self.whole, hidden, None).named(entry);
        watched(self.masked, &mut self.secrets, || value.write(&mut writer)).map(|()| writer.items())
    }

    fn write_property(&mut self, param: usize, value: ErasedProperty<'_>) {
        let Some(declared) = self.declared(param, Place::Property) else {
            return;
        };
        let begin = self.json.len();
        json::begin_property(&mut self.json, declared);
        let start = self.json.len();
        let json = &mut self.json;
        let written = watched(self.masked, &mut self.secrets, || value.write(json));
        match written {
            Ok(true) => {
                if declared.is_secret()
                    && let Some(secrets) = &mut self.secrets
                {
                    secret::add_texts(self.json.as_slice().get(start..).unwrap_or_default(), secrets);
                }
                if self.hides(declared) {
                    self.json.truncate(start);
                    self.json.extend(b"\"REDACTED\"");
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
        match self.endpoint.own_params().get(param) {
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
            && let Some(slash) = literal.bytes().position(|byte| byte == b'/')
        {
            self.end_segment(begin + slash);
        }
    }

    /// Refuses a segment that a URL parser would take for this directory or the one above.
    fn end_segment(&mut self, end: usize) {
        if let Some(declared) = self.segment_param.take()
            && let Some(path) = self.target.as_slice().get(..end)
            // Most segments end otherwise, and need no second look.
            && matches!(path.last(), Some(b'.' | b'E'))
            // The last slash is the template's, or between two segments of a rest: a value's own are escaped.
            && let Some(segment) = path.rsplit(|&byte| byte == b'/').next()
            && is_dots(segment)
        {
            self.fail(declared, Refused::new("it would make a segment `.` or `..`, which is another path"));
        }
    }

    /// Looks at each segment of a path's rest but the last, which the template may go on with.
    fn end_inner_segments(&mut self, begin: usize) {
        let declared = self.segment_param;
        let written = self.target.as_slice().get(begin..).unwrap_or_default();
        let slashes: Vec<usize> =
            written.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at).collect();
        for slash in slashes {
            self.segment_param = declared;
            self.end_segment(begin + slash);
        }
        self.segment_param = declared;
    }

    fn end_path(&mut self) {
        if !self.template.is_empty() {
            return self.fail_request("a placeholder of the template got no value");
        }
        self.end_segment(self.target.len());
    }

    fn check_length(&mut self, param: &'static Param) {
        if self.target.len() > self.longest {
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
}

/// Whether a segment is `.` or `..`, as a URL parser reads it (WHATWG URL, "double-dot URL path segment").
fn is_dots(segment: &[u8]) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(after) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b"%2E")) {
        rest = after;
        dots += 1;
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}

/// Where a value's text goes.
enum Target<'t> {
    /// Behind the path and the query, from where a header goes on.
    Url,
    /// Among the cookies, and whether there is one already.
    Other(&'t mut Buffer, &'t mut bool),
}

const EMPTY_KEY: &str = "a key in it is empty";
const EMPTY_PATH: &str = "there is nothing in it, and an empty segment would make another path";
pub(crate) const ONE_HEADER_MORE: &str = "it is one header more than a request can carry";

/// Serialises a value with an eye on the secrets within it.
fn watched<T>(masked: bool, secrets: &mut Option<&mut Vec<Box<str>>>, serialize: impl FnOnce() -> T) -> T {
    match secrets {
        _ if masked => secret::mask(serialize),
        Some(secrets) => secret::collect(secrets, serialize),
        None => serialize(),
    }
}
