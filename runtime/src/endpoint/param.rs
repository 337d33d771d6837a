//! One parameter: a field of the struct, its place, and its name on the wire.

use http::HeaderName;

#[cfg(feature = "openapi")]
use super::BodyKind;
use super::facts::Facts;
use super::grammar::{is_lower_case_token, is_plain, is_same, is_same_in_any_case};
use super::{JsonType, Place, RuleFact, Style};

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
    /// Whether the value brings its own names, which begin with this one.
    is_open: bool,
    style: Style,
    /// Whether the style was said, and is not the one that is usual in the place.
    has_style: bool,
    explode: bool,
    json_type: JsonType,
    value: Option<&'static str>,
    rules: &'static [RuleFact],
    /// The name of a header in lower case, which has been parsed when the request compiled.
    lower_case: Option<&'static str>,
    media_type: Option<&'static str>,
}

impl Param {
    pub(crate) const fn new(place: Place, field: &'static str, name: &'static str) -> Self {
        Self { is_plain: is_plain(name.as_bytes()), ..Self::plain(place, field, name, Facts::UNASKED) }
    }

    /// As [`query`](Self::query) and its like, with a name of unreserved bytes, as nearly all have: it is not looked at.
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

    /// The field `field` is the cookie `name`.
    #[must_use]
    pub const fn cookie(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Cookie, field, name)
    }

    /// The field `field` is a map or a struct of further query parameters.
    #[must_use]
    pub const fn query_map(field: &'static str) -> Self {
        Self { is_open: true, required: false, ..Self::new(Place::Query, field, "") }
    }

    /// The field `field` is a map or a struct of further headers, whose names begin with `prefix`.
    #[must_use]
    pub const fn header_map(field: &'static str, prefix: &'static str) -> Self {
        Self { is_open: true, required: false, ..Self::new(Place::Header, field, prefix) }
    }

    /// The field `field` is the property `name` of the body.
    #[must_use]
    pub const fn property(field: &'static str, name: &'static str) -> Self {
        Self::new(Place::Property, field, name)
    }

    /// The field `field` is the whole body.
    #[must_use]
    pub const fn body(field: &'static str) -> Self {
        Self::new(Place::Body, field, "body")
    }

    /// Stands for no parameter: what is said of a request as a whole.
    pub(crate) const fn of_request() -> Self {
        Self::new(Place::Request, "", "")
    }

    /// What the derive has asked of the field's type.
    pub(crate) const fn of(mut self, facts: Facts) -> Self {
        self.required = !facts.optional;
        self.secret = facts.secret;
        #[cfg(feature = "openapi")]
        {
            self.json_type = facts.json_type();
        }
        self
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

    /// Says how the value is written, in place of the [`Style`] that is usual in its place.
    ///
    /// # Panics
    ///
    /// When compiling, if the style is none of that place.
    #[must_use]
    pub const fn with_style(mut self, style: Style) -> Self {
        assert!(style.is_for(self.place), "the style is not for this place: `Style` has a table of them");
        self.style = style;
        self.has_style = true;
        self.explode = style.is_exploded();
        self
    }

    /// Says whether each part of the value stands for itself, in place of what is usual for its [`Style`].
    #[must_use]
    pub const fn exploded(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Says what the value is. It is [`JsonType::Unknown`] unless set.
    #[must_use]
    pub const fn with_json_type(mut self, json_type: JsonType) -> Self {
        self.json_type = json_type;
        self
    }

    /// Says that the value is always this one.
    #[must_use]
    pub const fn with_value(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }

    /// Says which rules the value keeps.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [RuleFact]) -> Self {
        self.rules = rules;
        self
    }

    /// Says of a whole body what it is: a media type, or a range of them (RFC 9110, section 12.5.1), such as
    /// [`ToBody::MEDIA_TYPE`](crate::body::ToBody::MEDIA_TYPE).
    #[must_use]
    pub const fn with_media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The name of a header in lower case, from the derive: it refuses those that are not a request's to set.
    pub(crate) const fn in_lower_case(mut self, name: &'static str) -> Self {
        assert!(is_lower_case_token(name.as_bytes()), "this is no name of a header in lower case");
        self.lower_case = Some(name);
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

    /// The name on the wire; of a [map](Self::is_map) what its names begin with.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the value is a map or a struct of parameters that have the names of its keys.
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

    /// How the value is written.
    #[must_use]
    pub const fn style(&self) -> Style {
        self.style
    }

    /// Whether each part of the value stands for itself: OpenAPI's `explode`.
    #[must_use]
    pub const fn is_exploded(&self) -> bool {
        self.explode
    }

    /// What the value is, as far as the type of the field says so.
    ///
    /// The derive asks the type only under the feature `openapi`; without it, this is [`JsonType::Unknown`] but for constants.
    #[must_use]
    pub const fn json_type(&self) -> JsonType {
        self.json_type
    }

    /// The value, if it is always the same, as text.
    #[must_use]
    pub const fn value(&self) -> Option<&'static str> {
        self.value
    }

    /// How the value is written where the body is of that kind: a group does not know whether its properties are those of a form.
    #[cfg(feature = "openapi")]
    pub(crate) const fn style_in(&self, body: BodyKind) -> (Style, bool) {
        match (self.place, body) {
            (Place::Property, BodyKind::Form | BodyKind::Multipart) if !self.has_style => (Style::Form, true),
            _ => (self.style, self.explode),
        }
    }

    /// What a whole body is, if that was said: a media type or a range of them.
    #[must_use]
    pub const fn media_type(&self) -> Option<&'static str> {
        self.media_type
    }

    /// The rules that the value keeps, in the order of declaration.
    #[must_use]
    pub const fn rule_list(&self) -> &'static [RuleFact] {
        self.rules
    }

    /// The name of a header that the derive has looked at.
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
    /// Whether both are in one place under one name; the names of headers have no case.
    pub(super) const fn has_name_of(&self, other: &Self) -> bool {
        let same_name = if matches!(self.place, Place::Header) {
            is_same_in_any_case(self.name.as_bytes(), other.name.as_bytes())
        } else {
            is_same(self.name.as_bytes(), other.name.as_bytes())
        };
        self.place as u8 == other.place as u8 && same_name && !self.is_open && !other.is_open
    }
}

/// No two parameters have one name in one place.
pub(super) const fn assert_distinct(params: &[Param], more: &[Param]) {
    let mut a = 0;
    while a < params.len() {
        let mut b = 0;
        while b < more.len() {
            assert!(!params[a].has_name_of(&more[b]), "two parameters have one name in one place");
            b += 1;
        }
        a += 1;
    }
}
