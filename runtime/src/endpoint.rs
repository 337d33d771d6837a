//! What is known of a request when it compiles: its method, its path, and every parameter.

use std::fmt;

/// Where in an HTTP request a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A placeholder of the path template.
    Path,
    /// A `name=value` pair of the query.
    Query,
    /// A header field (RFC 9110, section 5).
    Header,
    /// A property of the JSON object that is the body.
    Property,
    /// The whole body.
    Body,
}

impl Place {
    /// The word that the attributes and the messages use for this place.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Property => "property",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One parameter of an [`Endpoint`]: a field of the struct and its name on the wire.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Param {
    place: Place,
    field: &'static str,
    name: &'static str,
    required: bool,
    secret: bool,
    loggable: bool,
    /// Whether the name is sent as it is, so that nobody has to look at each of its bytes for each request.
    is_plain: bool,
}

impl Param {
    const fn new(place: Place, field: &'static str, name: &'static str) -> Self {
        Self { place, field, name, required: true, secret: false, loggable: false, is_plain: is_plain(name.as_bytes()) }
    }

    /// The field `field` fills the path's placeholder of that name; `name` is what the API's description calls it.
    #[must_use]
    pub const fn path(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Path, field, name)
    }

    /// The field `field` is the query parameter `name`.
    #[must_use]
    pub const fn query(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Query, field, name)
    }

    /// The field `field` is the header `name`, in any case.
    #[must_use]
    pub const fn header(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Header, field, name)
    }

    /// The field `field` is the property `name` of the JSON body.
    #[must_use]
    pub const fn property(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Property, field, name)
    }

    /// The field `field` is the whole body.
    #[must_use]
    pub const fn body(field: &'static str) -> Self {
        Self::new(Place::Body, field, "body")
    }

    /// Whether the request always carries the parameter. It is `true` unless set.
    #[must_use]
    pub const fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Whether the value must not be shown to anyone. It is `false` unless set.
    #[must_use]
    pub const fn secret(mut self, secret: bool) -> Self {
        self.secret = secret;
        self
    }

    /// The library may print the value: in a redacted curl line, for one. A secret is never printed, loggable or not.
    #[must_use]
    pub const fn loggable(mut self) -> Self {
        self.loggable = true;
        self
    }

    /// Where the value goes.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The struct's field, as Rust spells it.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the request always carries the parameter.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.required
    }

    /// Whether the value is a secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    pub(crate) const fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Whether the library may print the value.
    #[must_use]
    pub const fn is_loggable(&self) -> bool {
        self.loggable && !self.secret
    }
}

/// The static facts of a request type, `T::ENDPOINT`.
///
/// The derive writes it; who implements [`ApiRequest`](crate::ApiRequest) by hand builds it with the same `const fn`s:
///
/// ```
/// use api_request::endpoint::{Endpoint, Param};
///
/// const USER: &Endpoint = &Endpoint::new("GET", "/api/user/{user_id}")
///     .params(&[Param::path("user_id", "userId"), Param::query("expand", "expand").required(false)]);
///
/// assert_eq!(USER.method(), "GET");
/// assert_eq!(USER.param_list()[1].name(), "expand");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    method: &'static str,
    path: &'static str,
    params: &'static [Param],
    message_at: Option<&'static str>,
    authenticated: bool,
}

impl Endpoint {
    /// A request by `method` to the path template `path`, whose placeholders are written `{field}`.
    ///
    /// # Panics
    ///
    /// When compiling, if the path does not begin with `/` or holds a byte that a path may not carry unescaped (RFC 3986,
    /// section 3.3), an empty or a dot segment, or an escaped dot or slash, whatever its case.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        assert_template(path.as_bytes());
        Self { method, path, params: &[], message_at: None, authenticated: true }
    }

    /// Says which parameters there are. [`Encoder`](crate::encode::Encoder) counts them in this order.
    #[must_use]
    pub const fn params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self
    }

    /// Says where an error's body holds the server's message, as a JSON Pointer (RFC 6901).
    #[must_use]
    pub const fn with_message_at(mut self, pointer: &'static str) -> Self {
        self.message_at = Some(pointer);
        self
    }

    /// Says that this request is sent without credentials.
    #[must_use]
    pub const fn without_auth(mut self) -> Self {
        self.authenticated = false;
        self
    }

    /// The method (RFC 9110, section 9), in the case in which it is sent.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// The path template, as it was declared.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Every parameter, in the order of declaration.
    #[must_use]
    pub const fn param_list(&self) -> &'static [Param] {
        self.params
    }

    /// Where an error's body holds the server's message, if that was said.
    #[must_use]
    pub const fn message_at(&self) -> Option<&'static str> {
        self.message_at
    }

    /// Whether the client's credentials are sent.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    pub(crate) fn has_properties(&self) -> bool {
        self.params.iter().any(|param| param.place as u8 == Place::Property as u8)
    }
}

/// Whether every byte is unreserved (RFC 3986, section 2.3).
const fn is_plain(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if !is_unreserved(name[at]) {
            return false;
        }
        at += 1;
    }
    true
}

/// RFC 3986, section 2.3.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Holds hand-written templates to what the derive checks with better messages.
const fn assert_template(path: &[u8]) {
    assert!(!path.is_empty() && path[0] == b'/', "a path template begins with `/`");
    let mut start = 1;
    let mut at = 1;
    while at <= path.len() {
        if at == path.len() || path[at] == b'/' {
            let len = at - start;
            assert!(len > 0 || at == path.len(), "a path template has no empty segment");
            let dots = (len == 1 || len == 2) && path[start] == b'.' && path[at - 1] == b'.';
            assert!(!dots, "a path template has no dot segment");
            start = at + 1;
        } else if path[at] == b'{' {
            while at < path.len() && path[at] != b'}' {
                at += 1;
            }
            assert!(at < path.len(), "a placeholder of a path template ends with `}}`");
        } else if path[at] == b'%' {
            assert!(
                at + 2 < path.len() && path[at + 1].is_ascii_hexdigit() && path[at + 2].is_ascii_hexdigit(),
                "a percent sign in a path template begins an escape"
            );
            let (high, low) = (path[at + 1], path[at + 2].to_ascii_lowercase());
            let hides = (high == b'2' && (low == b'e' || low == b'f')) || (high == b'5' && low == b'c');
            assert!(!hides, "a path template does not escape a dot or a slash");
        } else {
            assert!(is_pchar(path[at]), "a path template holds only what RFC 3986 allows in a path");
        }
        at += 1;
    }
}

const fn is_pchar(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@')
}
