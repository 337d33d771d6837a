//! The static facts of one parameter: its field, its place and its wire name.

use http::HeaderName;

#[cfg(feature = "openapi")]
use super::BodyKind;
use super::grammar::{is_lower_case_token, is_plain, is_same, is_same_in_any_case, is_token};
use super::type_facts::Facts;
use super::{JsonType, Place, RuleFact, Style};

/// One parameter of an [`Endpoint`](super::Endpoint): a field with its place and its wire name.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact")]
pub struct Param {
    place: Place,
    field: &'static str,
    name: &'static str,
    required: bool,
    secret: bool,
    loggable: bool,
    /// Whether the name needs no encoding. Requests then need not check each of its bytes.
    is_plain: bool,
    /// Whether the value is a map, whose keys are appended to this name.
    is_open: bool,
    style: Style,
    /// Whether the style was set explicitly.
    has_style: bool,
    explode: bool,
    /// Whether reserved characters and escapes in the value stay as they are.
    reserved: bool,
    /// Whether several segments may contain empty ones.
    empty_segments: bool,
    json_type: JsonType,
    value: Option<&'static str>,
    rules: &'static [RuleFact],
    /// The name of a header in lower case, checked at compile time.
    lower_case: Option<&'static str>,
    media_type: Option<&'static str>,
}

impl Param {
    pub(crate) const fn new(place: Place, field: &'static str, name: &'static str) -> Self {
        Self { is_plain: is_plain(name.as_bytes()), ..Self::plain(place, field, name, Facts::UNASKED) }
    }

    /// A parameter whose name has only unreserved bytes. The name is not checked again; nearly all names are like this.
    pub(crate) const fn plain(place: Place, field: &'static str, name: &'static str, facts: Facts) -> Self {
        let style = Style::of(place);
        Self {
            place,
            field,
            name,
            required: !facts.optional,
            secret: facts.secret,
            loggable: false,
            is_plain: true,
            is_open: false,
            style,
            has_style: false,
            explode: style.is_exploded(),
            reserved: false,
            empty_segments: false,
            #[cfg(not(feature = "openapi"))]
            json_type: JsonType::Unknown,
            #[cfg(feature = "openapi")]
            json_type: facts.json_type(),
            value: None,
            rules: &[],
            lower_case: None,
            media_type: None,
        }
    }

    /// Creates a path parameter: `field` fills the placeholder of that name.
    ///
    /// `name` is the name in the API's description.
    #[must_use]
    pub const fn path(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Path, field, name)
    }

    /// Creates the query parameter `name` from the field `field`.
    #[must_use]
    pub const fn query(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Query, field, name)
    }

    /// Creates the header `name`, in upper or lower case, from the field `field`.
    #[must_use]
    pub const fn header(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Header, field, name)
    }

    /// Creates the cookie `name` from the field `field`.
    ///
    /// # Panics
    ///
    /// Fails to compile if the name is not a token (RFC 6265, section 4.1.1):
    ///
    /// ```compile_fail,E0080
    /// use api_request::endpoint::Param;
    ///
    /// const COOKIE: Param = Param::cookie("session", "a;b");
    /// # let _ = COOKIE;
    /// ```
    #[must_use]
    pub const fn cookie(field: &'static str, name: &'static str) -> Self {
        assert!(is_token(name.as_bytes()), "a cookie name must be a token: letters, digits and !#$%&'*+-.^_`|~");
        Self::new(Place::Cookie, field, name)
    }

    /// Creates further query parameters from the field `field`, which is a map or a struct.
    #[must_use]
    pub const fn query_map(field: &'static str) -> Self {
        Self { is_open: true, required: false, ..Self::new(Place::Query, field, "") }
    }

    /// Creates further headers from the field `field`, which is a map or a struct.
    ///
    /// Their names begin with `prefix`.
    #[must_use]
    pub const fn header_map(field: &'static str, prefix: &'static str) -> Self {
        Self { is_open: true, required: false, ..Self::new(Place::Header, field, prefix) }
    }

    /// Creates the property `name` of the body from the field `field`.
    #[must_use]
    pub const fn property(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Property, field, name)
    }

    /// Creates a parameter that is the whole body from the field `field`.
    #[must_use]
    pub const fn body(field: &'static str) -> Self {
        Self::new(Place::Body, field, "body")
    }

    /// A stand-in for the whole request, for violations that are not about one parameter.
    pub(crate) const fn of_request() -> Self {
        Self::new(Place::Request, "", "")
    }

    /// Sets the facts of the field's type, which the derive asked for.
    pub(crate) const fn of(mut self, facts: Facts) -> Self {
        self.required = !facts.optional;
        self.secret = facts.secret;
        #[cfg(feature = "openapi")]
        {
            self.json_type = facts.json_type();
        }
        self
    }

    /// Sets whether the request always carries the parameter.
    ///
    /// The default is `true`.
    #[must_use]
    pub const fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Sets whether the value is a secret, which is never shown.
    ///
    /// The default is `false`.
    #[must_use]
    pub const fn secret(mut self, secret: bool) -> Self {
        self.secret = secret;
        self
    }

    /// Allows the library to print the value, in a redacted `curl` command for example.
    ///
    /// A [`secret`](Self::secret) value is never printed.
    #[must_use]
    pub const fn loggable(mut self) -> Self {
        self.loggable = true;
        self
    }

    /// Sets the style of the value.
    ///
    /// The default depends on the place; see [`Style`].
    ///
    /// # Panics
    ///
    /// Fails to compile if the style is not allowed in that place.
    #[must_use]
    pub const fn with_style(mut self, style: Style) -> Self {
        assert!(
            style.is_for(self.place),
            "the style is not allowed in this place; see the table in the docs of `Style`"
        );
        self.style = style;
        self.has_style = true;
        self.explode = style.is_exploded();
        self
    }

    /// Sets OpenAPI's `explode`: whether each item of a list or object is written separately.
    ///
    /// The default depends on the [`Style`].
    #[must_use]
    pub const fn exploded(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Leaves reserved characters and escapes such as `%3A` in the value as they are.
    ///
    /// RFC 3986, section 2.2, lists the reserved characters. OpenAPI calls this `allowReserved`.
    ///
    /// Characters that would change the shape of the URL are still encoded; the chapter [values](crate::guide::values) lists them.
    ///
    /// # Panics
    ///
    /// Fails to compile unless the value goes into the path or the query.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        assert!(
            matches!(self.place, Place::Path | Place::Query),
            "only a path segment or a query parameter can leave reserved characters as they are"
        );
        self.reserved = true;
        self
    }

    /// Allows empty segments in a value of the style [`Style::Segments`].
    ///
    /// The S3 keys `a//b` and `a/` have such segments.
    ///
    /// # Panics
    ///
    /// Fails to compile unless the style is [`Style::Segments`].
    #[must_use]
    pub const fn allow_empty_segments(mut self) -> Self {
        assert!(matches!(self.style, Style::Segments), "only a value of several segments can have empty ones");
        self.empty_segments = true;
        self
    }

    /// Sets the JSON type of the value.
    ///
    /// The default is [`JsonType::Unknown`].
    #[must_use]
    pub const fn with_json_type(mut self, json_type: JsonType) -> Self {
        self.json_type = json_type;
        self
    }

    /// Makes the parameter a constant with this value.
    #[must_use]
    pub const fn with_value(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }

    /// Sets the validation rules of the value.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [RuleFact]) -> Self {
        self.rules = rules;
        self
    }

    /// Sets the media type or media range of a whole body.
    ///
    /// RFC 9110, section 12.5.1, defines media ranges.
    ///
    /// For a type with an encoding of its own, pass [`ToBody::MEDIA_TYPE`](crate::body::ToBody::MEDIA_TYPE).
    #[must_use]
    pub const fn with_media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// Sets the lower-case name of a header. The derive has already rejected the reserved names.
    pub(crate) const fn in_lower_case(mut self, name: &'static str) -> Self {
        assert!(is_lower_case_token(name.as_bytes()), "this is not a header name in lower case");
        self.lower_case = Some(name);
        self
    }

    /// Where the request sends the value.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The name of the struct's field in Rust.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The wire name; for a [map](Self::is_map), the prefix of its names.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the keys of the value, a map or struct, are names of further parameters.
    #[must_use]
    pub const fn is_map(&self) -> bool {
        self.is_open
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

    /// The style in which the value is written.
    #[must_use]
    pub const fn style(&self) -> Style {
        self.style
    }

    /// OpenAPI's `explode`: whether each item of a list or object is written separately.
    #[must_use]
    pub const fn is_exploded(&self) -> bool {
        self.explode
    }

    /// Whether reserved characters and escapes in the value stay as they are.
    #[must_use]
    pub const fn allows_reserved(&self) -> bool {
        self.reserved
    }

    /// Whether the segments of the value may be empty.
    #[must_use]
    pub const fn allows_empty_segments(&self) -> bool {
        self.empty_segments
    }

    /// The JSON type of the value, as far as the field's type determines it.
    ///
    /// The derive sets it only if the feature `openapi` is on. Without the feature it is [`JsonType::Unknown`], except for constants.
    #[must_use]
    pub const fn json_type(&self) -> JsonType {
        self.json_type
    }

    /// The value of a constant, as text.
    #[must_use]
    pub const fn value(&self) -> Option<&'static str> {
        self.value
    }

    /// The style and `explode` in a body of this kind. A group does not know whether the request sends its properties as a form.
    #[cfg(feature = "openapi")]
    pub(crate) const fn style_in(&self, body: BodyKind) -> (Style, bool) {
        match (self.place, body) {
            (Place::Property, BodyKind::Form | BodyKind::Multipart) if !self.has_style => (Style::Form, true),
            _ => (self.style, self.explode),
        }
    }

    /// The media type or media range of a whole body, if it was set.
    #[must_use]
    pub const fn media_type(&self) -> Option<&'static str> {
        self.media_type
    }

    /// The validation rules of the value, in the order of declaration.
    #[must_use]
    pub const fn rule_list(&self) -> &'static [RuleFact] {
        self.rules
    }

    /// The name of a header, if the derive has checked it.
    pub(crate) fn header_name(&self) -> Option<HeaderName> {
        self.lower_case.map(HeaderName::from_static)
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

impl Param {
    /// Whether both have the same name in the same place. Header names are compared without case.
    pub(super) const fn has_name_of(&self, other: &Self) -> bool {
        let same_name = if matches!(self.place, Place::Header) {
            is_same_in_any_case(self.name.as_bytes(), other.name.as_bytes())
        } else {
            is_same(self.name.as_bytes(), other.name.as_bytes())
        };
        self.place as u8 == other.place as u8 && same_name && !self.is_open && !other.is_open
    }
}

/// Checks that no two parameters have the same name in the same place.
pub(super) const fn assert_distinct(params: &[Param], more: &[Param]) {
    let mut a = 0;
    while a < params.len() {
        let mut b = 0;
        while b < more.len() {
            assert!(!params[a].has_name_of(&more[b]), "two parameters have the same name in the same place");
            b += 1;
        }
        a += 1;
    }
}
