//! What is known of a request when it compiles: its method, its path, and every parameter.

mod body_kind;
mod cross_field;
mod docs;
pub(crate) mod facts;
pub(crate) mod grammar;
mod group;
mod json_type;
mod list;
mod markdown;
mod param;
mod place;
mod reply;
pub(crate) mod rule;
mod style;
pub(crate) mod template;

pub use body_kind::BodyKind;
pub use cross_field::CrossFieldRule;
pub use docs::Docs;
pub(crate) use group::Clash;
pub use group::Group;
pub use json_type::JsonType;
pub use list::{ParamIter, ParamList, ResolvedParam};
pub use param::Param;
pub use place::Place;
pub use reply::ReplyFact;
pub(crate) use reply::{Reads, reads};
pub use rule::{Bounds, Choice, Choices, Number, RuleFact};
pub use style::Style;

use group::{both, clash_among};
use param::assert_distinct;
use template::assert_template;

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
    groups: &'static [Group],
    alternative: bool,
    between: &'static [CrossFieldRule],
    body: BodyKind,
    /// How properties are encoded.
    properties: BodyKind,
    response: &'static str,
    error: &'static str,
    replies: Option<[ReplyFact; 2]>,
    absent: &'static [u16],
    message_at: Option<&'static str>,
    authenticated: bool,
    /// The name of the credentials, if they are not the usual ones.
    credentials: Option<&'static str>,
    idempotent: bool,
    inner: Option<&'static Self>,
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
        Self::empty(method, path)
    }

    /// A request, or a group if it has no path, whose parts the derive has checked.
    pub(crate) const fn declared(
        method: &'static str,
        path: &'static str,
        params: &'static [Param],
        groups: &'static [Group],
        replies: Option<[ReplyFact; 2]>,
    ) -> Self {
        let mut this = Self::empty(method, path).checked_params(params).checked_groups(groups);
        this.replies = replies;
        this
    }

    const fn empty(method: &'static str, path: &'static str) -> Self {
        Self {
            method,
            path,
            params: &[],
            groups: &[],
            alternative: false,
            between: &[],
            body: BodyKind::Empty,
            properties: BodyKind::Properties,
            response: "",
            error: "",
            replies: None,
            absent: &[],
            message_at: None,
            authenticated: true,
            credentials: None,
            idempotent: false,
            inner: None,
        }
    }

    /// The endpoint of a request that adds parameters to another: of a wrapper that sends a header with any request, say.
    ///
    /// [`Encoder::within`](crate::encode::Encoder::within) has an example.
    ///
    /// # Panics
    ///
    /// When compiling, if a parameter has the name of another in its place, or if one goes into a body that the request does not
    /// have room for: `cargo check` does not see that of a generic wrapper, `cargo build` does.
    #[must_use]
    pub const fn wrap(inner: &'static Self, more: &'static [Param]) -> Self {
        assert_alone(more);
        assert!(clash_among(more, inner).is_none(), "{}", CLASH);
        assert!(!is_without_body(inner.method) || matches!(body_of(more), BodyKind::Empty), "{}", NO_BODY);
        let body = both(inner.body, body_of(more));
        Self { params: more, groups: &[], alternative: false, between: &[], body, inner: Some(inner), ..*inner }
    }

    /// The parameters of a type that implements [`ApiParams`](crate::ApiParams): an endpoint without method and path, to be
    /// flattened by [`groups`](Self::groups).
    ///
    /// # Panics
    ///
    /// As [`params`](Self::params).
    #[must_use]
    pub const fn group(params: &'static [Param]) -> Self {
        Self::empty("", "").params(params)
    }

    /// As [`group`](Self::group), for several groups of which exactly one is sent.
    #[must_use]
    pub const fn alternatives(alternatives: &'static [Group]) -> Self {
        let mut body = BodyKind::Empty;
        let mut at = 0;
        while at < alternatives.len() {
            body = both(body, alternatives[at].endpoint().body);
            at += 1;
        }
        Self { groups: alternatives, alternative: true, body, ..Self::empty("", "") }
    }

    /// Says which parameters there are. [`Encoder`](crate::encode::Encoder) counts them in this order.
    ///
    /// # Panics
    ///
    /// When compiling, if two parameters have one name in one place, or if one is the whole body and another a part of one.
    #[must_use]
    pub const fn params(self, params: &'static [Param]) -> Self {
        assert_alone(params);
        self.checked_params(params)
    }

    /// Adds parameters that are known to be distinct.
    const fn checked_params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self.body = both(self.body, body_of(params));
        self
    }

    /// Says which groups of parameters are flattened into this request, or into this group. The
    /// [`Encoder`](crate::encode::Encoder) counts them in this order.
    ///
    /// # Panics
    ///
    /// When compiling, if a parameter of a group has the name of another in its place, or if it goes into a body that the request
    /// does not have room for.
    #[must_use]
    pub const fn groups(self, groups: &'static [Group]) -> Self {
        let this = self.checked_groups(groups);
        let mut at = 0;
        while at < groups.len() {
            match this.clash_of_group(at) {
                None => at += 1,
                Some(Clash::NoBody(_)) => panic!("{}", NO_BODY),
                Some(_) => panic!("{}", CLASH),
            }
        }
        this
    }

    /// Adds groups that are known to leave room for each other.
    const fn checked_groups(mut self, groups: &'static [Group]) -> Self {
        self.groups = groups;
        let mut at = 0;
        while at < groups.len() {
            self.body = both(self.body, groups[at].endpoint().body);
            at += 1;
        }
        self
    }

    /// Says that the properties are those of a form.
    #[must_use]
    pub const fn form(mut self) -> Self {
        self.properties = BodyKind::Form;
        self
    }

    /// Says that each property is a part of a multipart body.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.properties = BodyKind::Multipart;
        self
    }

    /// Says which rules hold between the endpoint's own parameters, or for all of it.
    #[must_use]
    pub const fn cross_field_rules(mut self, rules: &'static [CrossFieldRule]) -> Self {
        self.between = rules;
        self
    }

    /// Says what a success and an error are read as, by the names of the types.
    #[must_use]
    pub const fn with_types(mut self, response: &'static str, error: &'static str) -> Self {
        self.response = response;
        self.error = error;
        self
    }

    pub(crate) const fn set_replies(mut self, replies: [ReplyFact; 2]) -> Self {
        self.replies = Some(replies);
        self
    }

    /// Says which statuses are a success that reads as JSON `null`.
    #[must_use]
    pub const fn absent(mut self, statuses: &'static [u16]) -> Self {
        self.absent = statuses;
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
    pub const fn authenticated(mut self, authenticated: bool) -> Self {
        self.authenticated = authenticated;
        self
    }

    /// Says that the request may be sent again, whatever its method: twice is as good as once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Says that this request is sent with the client's credentials of that name.
    #[must_use]
    pub const fn with_credentials(mut self, name: &'static str) -> Self {
        self.credentials = Some(name);
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

    /// Every parameter: the request's own in the order of declaration, then those of its groups, then those of the request that it
    /// wraps.
    #[must_use]
    pub const fn param_list(&self) -> ParamList {
        ParamList::of(self)
    }

    /// Every parameter as the whole request has it: its field with those of its groups, and whether every request carries it.
    #[must_use]
    pub fn resolved_params(&self) -> Vec<ResolvedParam> {
        ResolvedParam::all(self)
    }

    pub(crate) const fn own_params(&self) -> &'static [Param] {
        self.params
    }

    /// The groups of parameters that are flattened into this one.
    #[must_use]
    pub const fn group_list(&self) -> &'static [Group] {
        self.groups
    }

    /// The rules between the endpoint's own parameters, and those for all of it. Each group has its own.
    #[must_use]
    pub const fn cross_field_rule_list(&self) -> &'static [CrossFieldRule] {
        self.between
    }

    /// Whether exactly one of the [groups](Self::group_list) is sent.
    #[must_use]
    pub const fn has_alternatives(&self) -> bool {
        self.alternative
    }

    /// The endpoint of the request that this one wraps.
    #[must_use]
    pub const fn inner(&self) -> Option<&'static Self> {
        self.inner
    }

    /// Whether this is a wrapper of that request.
    pub(crate) fn wraps(&self, inner: &Self) -> bool {
        std::iter::successors(self.inner, |endpoint| endpoint.inner).any(|it| it.is_like(inner))
    }

    /// Whether both are of one type. What is constant has no address of its own, so what they say is compared.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let names =
            |endpoint: &Self| endpoint.param_list().iter().map(|param| (param.place(), param.field(), param.name()));
        self.method == other.method && self.path == other.path && names(self).eq(names(other))
    }

    /// What the body is.
    #[must_use]
    pub const fn body(&self) -> BodyKind {
        match self.body {
            BodyKind::Properties => self.properties,
            other => other,
        }
    }

    /// The name of the type that a success is read as; empty where that was not said.
    #[must_use]
    pub const fn response(&self) -> &'static str {
        self.response
    }

    /// The name of the type that an error status is read as; empty where that was not said.
    #[must_use]
    pub const fn error(&self) -> &'static str {
        self.error
    }

    /// What is known of both types, the response and the error, if that was said.
    #[must_use]
    pub const fn replies(&self) -> Option<[ReplyFact; 2]> {
        self.replies
    }

    /// The statuses that are a success which reads as JSON `null`.
    #[must_use]
    pub const fn absent_list(&self) -> &'static [u16] {
        self.absent
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

    /// The name of the client's credentials that are sent, if they are not the usual ones.
    #[must_use]
    pub const fn credentials(&self) -> Option<&'static str> {
        self.credentials
    }

    /// Whether the request may be sent again: by its method (RFC 9110, section 9.2.2), or as it says so itself.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent || matches!(self.method.as_bytes(), b"GET" | b"HEAD" | b"PUT" | b"DELETE" | b"OPTIONS")
    }
}

const CLASH: &str = "two parameters have one name in one place, or a whole body leaves no room for another in it";
const NO_BODY: &str = "a GET or HEAD request has no body";

/// The parameters of one list agree with each other.
const fn assert_alone(params: &[Param]) {
    let mut at = 0;
    let (mut properties, mut bodies) = (0, 0);
    while at < params.len() {
        let (before, rest) = params.split_at(at);
        let (one, _) = rest.split_at(1);
        assert_distinct(before, one);
        match params[at].place() {
            Place::Property => properties += 1,
            Place::Body => bodies += 1,
            _ => {}
        }
        at += 1;
    }
    assert!(bodies == 0 || bodies == 1 && properties == 0, "a whole body leaves no room for another parameter in it");
}

const fn is_without_body(method: &str) -> bool {
    matches!(method.as_bytes(), b"GET" | b"HEAD")
}

const fn body_of(params: &[Param]) -> BodyKind {
    let mut at = 0;
    while at < params.len() {
        match params[at].place() {
            Place::Property => return BodyKind::Properties,
            Place::Body => return BodyKind::Whole,
            _ => at += 1,
        }
    }
    BodyKind::Empty
}
