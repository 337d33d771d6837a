//! One parameter: a field of the struct, its place, and its name on the wire.

use std::fmt;

use super::template::is_unreserved;

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

/// One parameter of an [`Endpoint`](super::Endpoint): a field of the struct and its name on the wire.
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
    rules: &'static [&'static str],
}

/// How a value that has parts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// In the query, OpenAPI's `form`: each item of a list as a `name=item` of its own.
    Form,
    /// In the path, OpenAPI's `simple`: items separated by commas.
    Simple,
    /// In a header, as RFC 9110 has it (section 5.6.1): items separated by commas, quoted where needed.
    List,
    /// In the body: JSON.
    Json,
}

impl Param {
    const fn new(place: Place, field: &'static str, name: &'static str) -> Self {
        Self {
            place,
            field,
            name,
            required: true,
            secret: false,
            loggable: false,
            is_plain: is_plain(name.as_bytes()),
            rules: &[],
        }
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

    /// Says which rules the value keeps, by their codes.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [&'static str]) -> Self {
        self.rules = rules;
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

    /// How a value that has parts is written.
    #[must_use]
    pub const fn style(&self) -> Style {
        match self.place {
            Place::Path => Style::Simple,
            Place::Query => Style::Form,
            Place::Header => Style::List,
            Place::Property | Place::Body => Style::Json,
        }
    }

    /// The codes of the rules that the value keeps.
    #[must_use]
    pub const fn rule_list(&self) -> &'static [&'static str] {
        self.rules
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

/// No two parameters have one name in one place; the names of headers have no case.
pub(super) const fn assert_distinct(params: &[Param], more: &[Param]) {
    let mut a = 0;
    while a < params.len() {
        let mut b = 0;
        while b < more.len() {
            let (left, right) = (&params[a], &more[b]);
            let same_name = if matches!(left.place, Place::Header) {
                left.name.eq_ignore_ascii_case(right.name)
            } else {
                is_same(left.name.as_bytes(), right.name.as_bytes())
            };
            assert!(
                left.place as u8 != right.place as u8 || !same_name,
                "a wrapper's parameter has the name of one of the request's"
            );
            b += 1;
        }
        a += 1;
    }
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}
