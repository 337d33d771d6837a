//! The static facts of a request: its method, its path template and its parameters.

mod body_kind;
mod cross_field;
mod docs;
pub(crate) mod grammar;
mod group;
mod json_type;
mod list;
mod markdown;
mod pages;
mod param;
mod place;
mod read;
mod reply;
pub(crate) mod rule;
mod style;
pub(crate) mod template;
pub(crate) mod type_facts;

pub use body_kind::BodyKind;
pub use cross_field::CrossFieldRule;
pub use docs::Docs;
pub(crate) use group::Clash;
pub use group::Group;
pub use json_type::JsonType;
pub use list::{ParamIter, ParamList, ResolvedParam};
pub use pages::{PagesFact, PagesForm};
pub use param::Param;
pub use place::Place;
pub use reply::ReplyFact;
pub(crate) use reply::{Reads, reads};
pub use rule::{Bounds, Choice, Choices, Number, RuleFact};
pub use style::Style;

use grammar::is_media_type;
use group::{both, clash_among};
use param::assert_distinct;
use template::{assert_template, literal_len};

/// The static facts of a request type, available as `T::ENDPOINT`.
///
/// The derive generates it. If you implement [`ApiRequest`](crate::ApiRequest) by hand, build it with the same `const fn`s.
/// `Display` writes it as a Markdown document.
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
#[expect(clippy::struct_excessive_bools, reason = "the facts do not depend on each other")]
pub struct Endpoint {
    method: &'static str,
    path: &'static str,
    /// The length of the path template up to its first placeholder.
    literal_len: usize,
    params: &'static [Param],
    groups: &'static [Group],
    alternative: bool,
    cross_field_rules: &'static [CrossFieldRule],
    body: BodyKind,
    /// How the properties of the body are encoded.
    properties: BodyKind,
    /// The media type of a JSON body, if it is not `application/json`.
    content_type: Option<&'static str>,
    /// The value of `Accept`, if it is not that of the response type.
    accept: Option<&'static str>,
    response: &'static str,
    error: &'static str,
    replies: Option<[ReplyFact; 2]>,
    absent: &'static [u16],
    message_at: Option<&'static str>,
    authenticated: bool,
    /// The name of the credentials; `None` for the client's default credentials.
    credentials: Option<&'static str>,
    idempotent: bool,
    /// Whether a field that is not sent is a secret.
    unsent_secret: bool,
    pages: Option<PagesFact>,
    inner: Option<&'static Self>,
}

impl Endpoint {
    /// Creates the facts of a request with this method and path template.
    ///
    /// A placeholder of the path is written `{field}`.
    ///
    /// # Panics
    ///
    /// Fails to compile if the path does not begin with `/`, or if it contains:
    ///
    /// - a byte that must be percent-encoded in a path (RFC 3986, section 3.3),
    /// - an empty segment or a dot segment,
    /// - an escaped dot, slash or backslash, in upper or lower case.
    #[must_use]
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        assert_template(path.as_bytes());
        Self::empty(method, path)
    }

    /// Creates the facts of a request, or of a group if the path is empty. The derive has already checked them.
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
            literal_len: literal_len(path.as_bytes()),
            params: &[],
            groups: &[],
            alternative: false,
            cross_field_rules: &[],
            body: BodyKind::Empty,
            properties: BodyKind::Properties,
            content_type: None,
            accept: None,
            response: "",
            error: "",
            replies: None,
            absent: &[],
            message_at: None,
            authenticated: true,
            credentials: None,
            idempotent: false,
            unsent_secret: false,
            pages: None,
            inner: None,
        }
    }

    /// Creates the facts of a wrapper, a request that adds parameters to another request.
    ///
    /// An example is a wrapper that sends one more header with any request; [`Encoder::within`](crate::encode::Encoder::within) shows
    /// it.
    ///
    /// # Panics
    ///
    /// Fails to compile if two parameters have the same name in the same place, or if a parameter goes into the body and the request
    /// cannot send it there. For a generic wrapper, `cargo build` reports the error, but `cargo check` does not.
    #[must_use]
    pub const fn wrap(inner: &'static Self, more: &'static [Param]) -> Self {
        assert_alone(more);
        assert!(clash_among(more, inner).is_none(), "{}", CLASH);
        assert!(!is_without_body(inner.method) || matches!(body_of(more), BodyKind::Empty), "{}", NO_BODY);
        let body = both(inner.body, body_of(more));
        Self {
            params: more,
            groups: &[],
            alternative: false,
            cross_field_rules: &[],
            body,
            inner: Some(inner),
            ..*inner
        }
    }

    /// Creates the facts of a group: of a type that implements [`ApiParams`](crate::ApiParams).
    ///
    /// It has no method and no path. [`groups`](Self::groups) flattens it into a request.
    ///
    /// # Panics
    ///
    /// Fails to compile like [`params`](Self::params).
    #[must_use]
    pub const fn group(params: &'static [Param]) -> Self {
        Self::empty("", "").params(params)
    }

    /// Creates the facts of alternative groups, of which a request sends exactly one.
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

    /// Sets the parameters.
    ///
    /// The [`Encoder`](crate::encode::Encoder) refers to them by their index in this list.
    ///
    /// # Panics
    ///
    /// Fails to compile if two parameters have the same name in the same place, or if one parameter is the whole body and another goes
    /// into the body too.
    #[must_use]
    pub const fn params(self, params: &'static [Param]) -> Self {
        assert_alone(params);
        self.checked_params(params)
    }

    /// Like [`params`](Self::params), for parameters that were already checked.
    const fn checked_params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self.body = both(self.body, body_of(params));
        self
    }

    /// Sets the groups of parameters that are flattened into this request or group.
    ///
    /// The [`Encoder`](crate::encode::Encoder) refers to them by their index in this list.
    ///
    /// # Panics
    ///
    /// Fails to compile if a parameter of a group has the same name as another parameter in the same place, or if it goes into the
    /// body and the request cannot send it there.
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

    /// Like [`groups`](Self::groups), for groups that were already checked.
    const fn checked_groups(mut self, groups: &'static [Group]) -> Self {
        self.groups = groups;
        let mut at = 0;
        while at < groups.len() {
            self.body = both(self.body, groups[at].endpoint().body);
            at += 1;
        }
        self
    }

    /// Encodes the properties of the body as a form.
    #[must_use]
    pub const fn form(mut self) -> Self {
        self.properties = BodyKind::Form;
        self
    }

    /// Encodes each property as a part of a multipart body.
    #[must_use]
    pub const fn multipart(mut self) -> Self {
        self.properties = BodyKind::Multipart;
        self
    }

    /// Sets the media type of a JSON body.
    ///
    /// The default is `application/json`.
    ///
    /// # Panics
    ///
    /// Fails to compile if it is not a media type (RFC 9110, section 8.3.1).
    #[must_use]
    pub const fn with_content_type(mut self, media_type: &'static str) -> Self {
        assert!(is_media_type(media_type.as_bytes()), "the content type must be a media type: `application/json`");
        self.content_type = Some(media_type);
        self
    }

    /// Sets the value of the header `Accept`.
    ///
    /// The default is the [`ACCEPT`](crate::reply::FromResponse::ACCEPT) of the response type.
    ///
    /// # Panics
    ///
    /// Fails to compile if it does not begin with a media type (RFC 9110, section 12.5.1).
    #[must_use]
    pub const fn with_accept(mut self, media_types: &'static str) -> Self {
        assert!(is_media_type(media_types.as_bytes()), "`Accept` must be a list of media types: `application/json`");
        self.accept = Some(media_types);
        self
    }

    /// Sets the cross-field rules.
    ///
    /// They are those over several of the endpoint's own parameters, and those over the whole request.
    #[must_use]
    pub const fn cross_field_rules(mut self, rules: &'static [CrossFieldRule]) -> Self {
        self.cross_field_rules = rules;
        self
    }

    /// Sets the names of the types that a success and an error are decoded as.
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

    /// Sets the statuses that count as a success and decode as JSON `null`.
    #[must_use]
    pub const fn absent(mut self, statuses: &'static [u16]) -> Self {
        self.absent = statuses;
        self
    }

    /// Sets where an error's body has the server's message, as a JSON Pointer (RFC 6901).
    #[must_use]
    pub const fn with_message_at(mut self, pointer: &'static str) -> Self {
        self.message_at = Some(pointer);
        self
    }

    /// Sets whether the request is sent with credentials.
    ///
    /// The default is `true`.
    #[must_use]
    pub const fn authenticated(mut self, authenticated: bool) -> Self {
        self.authenticated = authenticated;
        self
    }

    /// Declares the request idempotent, so that the client may retry it with any method.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets whether a field that is not sent is a secret.
    ///
    /// The default is `false`.
    ///
    /// The message of a [check of the whole value](crate::validate::Violations::check_whole) may quote such a field.
    #[must_use]
    pub const fn unsent_secret(mut self, is_secret: bool) -> Self {
        self.unsent_secret = is_secret;
        self
    }

    /// Sends the request with the client's credentials of this name.
    #[must_use]
    pub const fn with_credentials(mut self, name: &'static str) -> Self {
        self.credentials = Some(name);
        self
    }

    /// Sets how the next page is found.
    ///
    /// The implementation of [`Paginate`](crate::Paginate) finds it.
    #[must_use]
    pub const fn with_pages(mut self, pages: PagesFact) -> Self {
        self.pages = Some(pages);
        self
    }
}

const CLASH: &str =
    "two parameters have the same name in the same place, or one is the whole body and another goes into the body too";
const NO_BODY: &str = "a GET or HEAD request has no body; put the parameter into the query";

/// Checks that the parameters of one list do not conflict.
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
    assert!(
        bodies == 0 || bodies == 1 && properties == 0,
        "one parameter is the whole body, and another goes into the body too"
    );
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
