//! What is known of a request when it compiles: its method, its path, and every parameter.

mod param;
pub(crate) mod template;

use std::fmt;

pub use param::{Param, Place, Style};

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
    body: BodyKind,
    response: &'static str,
    error: &'static str,
    absent: &'static [u16],
    message_at: Option<&'static str>,
    authenticated: bool,
    inner: Option<&'static Self>,
}

/// What the body of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// There is none.
    Empty,
    /// A JSON object, of which some fields are the properties.
    Properties,
    /// One field is all of it.
    Whole,
}

/// The documentation of a request, `T::DOCS`: apart from its [`Endpoint`], so that it is linked only where it is used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Docs {
    request: &'static str,
    params: &'static [&'static str],
}

impl Docs {
    /// The text on the struct, and that on the field of each parameter in the order of [`Endpoint::param_list`].
    #[must_use]
    pub const fn new(request: &'static str, params: &'static [&'static str]) -> Self {
        Self { request, params }
    }

    /// The text on the struct, its lines as they are written; empty where there is none.
    #[must_use]
    pub const fn request(&self) -> &'static str {
        self.request
    }

    /// The text on the field of a parameter, named by its place in [`Endpoint::param_list`]; empty where there is none.
    #[must_use]
    pub fn param(&self, param: usize) -> &'static str {
        self.params.get(param).copied().unwrap_or_default()
    }
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
        Self {
            method,
            path,
            params: &[],
            body: BodyKind::Empty,
            response: "",
            error: "",
            absent: &[],
            message_at: None,
            authenticated: true,
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
        assert!(
            !matches!(
                (inner.body, body_of(more)),
                (BodyKind::Whole, BodyKind::Properties | BodyKind::Whole) | (BodyKind::Properties, BodyKind::Whole)
            ),
            "the request has a body already, and a whole body leaves no room beside it"
        );
        assert!(
            !is_without_body(inner.method) || matches!(body_of(more), BodyKind::Empty),
            "a GET or HEAD request has no body"
        );
        let mut wrapped = Some(inner);
        while let Some(endpoint) = wrapped {
            assert_distinct(endpoint.params, more);
            wrapped = endpoint.inner;
        }
        let body = match inner.body {
            BodyKind::Empty => body_of(more),
            body => body,
        };
        Self { params: more, body, inner: Some(inner), ..*inner }
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

    /// As [`params`](Self::params), for what the derive has looked at with better messages.
    #[doc(hidden)]
    #[must_use]
    pub const fn checked_params(mut self, params: &'static [Param]) -> Self {
        self.params = params;
        self.body = body_of(params);
        self
    }

    /// Says what a success and an error are read as, by the names of the types.
    #[must_use]
    pub const fn types(mut self, response: &'static str, error: &'static str) -> Self {
        self.response = response;
        self.error = error;
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

    /// The request's own parameters, in the order of declaration.
    #[must_use]
    pub const fn param_list(&self) -> &'static [Param] {
        self.params
    }

    /// The endpoint of the request that this one wraps.
    #[must_use]
    pub const fn inner(&self) -> Option<&'static Self> {
        self.inner
    }

    /// Whether this is a wrapper of that request. What is constant has no address of its own, so what it says is compared.
    pub(crate) fn wraps(&self, inner: &Self) -> bool {
        let mut wrapped = std::iter::successors(self.inner, |endpoint| endpoint.inner);
        wrapped.any(|it| it.method == inner.method && it.path == inner.path && it.params.len() == inner.params.len())
    }

    /// Every parameter: the request's own, then those of the request that it wraps.
    pub fn all_params(&self) -> impl Iterator<Item = &'static Param> {
        let inner = std::iter::successors(self.inner, |endpoint| endpoint.inner);
        self.params.iter().chain(inner.flat_map(|endpoint| endpoint.params))
    }

    /// What the body is.
    #[must_use]
    pub const fn body(&self) -> BodyKind {
        self.body
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
}

/// A Markdown document: the request, then a table of its parameters.
///
/// ```
/// use api_request::endpoint::{Endpoint, Param};
/// use api_request::rule::{ascii, length};
///
/// const USER: &Endpoint = &Endpoint::new("GET", "/api/user/{id}").types("User", "Errors").params(&[
///     Param::path("id", "userId").rules(&[ascii().fact(), length(1..=64).fact()]),
///     Param::query("expand", "expand").required(false),
/// ]);
///
/// assert_eq!(USER.to_string(), "\
/// `GET /api/user/{id}`, read as `User`, on error as `Errors`
///
/// | field | place | name | required | secret | rules |
/// |---|---|---|---|---|---|
/// | `id` | path | `userId` | yes | no | `ascii`, `length(1..=64)` |
/// | `expand` | query | `expand` | no | no | |
/// ");
/// ```
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{} {}`", self.method, self.path)?;
        if !self.response.is_empty() {
            write!(f, ", read as `{}`", self.response)?;
        }
        if !self.error.is_empty() {
            write!(f, ", on error as `{}`", self.error)?;
        }
        if self.all_params().next().is_some() {
            f.write_str("\n\n| field | place | name | required | secret | rules |\n|---|---|---|---|---|---|")?;
        }
        f.write_str("\n")?;
        for param in self.all_params() {
            let yes = |yes: bool| if yes { "yes" } else { "no" };
            let (required, secret) = (yes(param.is_required()), yes(param.is_secret()));
            let name = Code(param.name());
            write!(f, "| `{}` | {} | {name} | {required} | {secret} |", param.field(), param.place())?;
            for (index, rule) in param.rule_list().iter().enumerate() {
                write!(f, "{} {}", if index > 0 { "," } else { "" }, Code(&rule.to_string()))?;
            }
            f.write_str(" |\n")?;
        }
        Ok(())
    }
}

/// Text as code in a cell of a Markdown table.
struct Code<'a>(&'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fence = if self.0.contains('`') { "`` " } else { "`" };
        f.write_str(fence)?;
        for c in self.0.chars() {
            match c {
                '|' => f.write_str("\\|")?,
                c if c.is_control() => write!(f, "{}", c.escape_default())?,
                c => write!(f, "{c}")?,
            }
        }
        for c in fence.chars().rev() {
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

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
