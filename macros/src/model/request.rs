//! A request: its method, path, parameters, and the types of its responses.

use proc_macro2::Span;
use syn::{LitStr, Type};

use super::pages::Pages;
use super::params::Params;
use super::rule::OwnRule;

pub(crate) struct Request<'a> {
    pub(crate) method: String,
    pub(crate) path: PathTemplate<'a>,
    pub(crate) replies: Replies<'a>,
    pub(crate) absent: Option<Absent<'a>>,
    pub(crate) message_at: Option<&'a LitStr>,
    pub(crate) content_type: Option<ContentType<'a>>,
    pub(crate) accept: Option<&'a LitStr>,
    pub(crate) credentials: Credentials<'a>,
    /// Whether it declares that it may be resent.
    pub(crate) is_idempotent: bool,
    pub(crate) params: Params<'a>,
    pub(crate) pages: Option<Box<Pages<'a>>>,
    /// The checks of the whole value.
    pub(crate) checks: Vec<OwnRule<'a>>,
    /// Whether the default place of its fields is the body.
    pub(crate) defaults_to_body: bool,
}

/// The path, each of whose placeholders a parameter fills.
pub(crate) struct PathTemplate<'a> {
    /// The user's literal.
    pub(crate) template: &'a LitStr,
    /// The literal without its query.
    pub(crate) literal: LitStr,
    pub(crate) segments: Vec<Segment>,
}

/// A placeholder.
pub(crate) struct Segment {
    /// The parameter that fills it.
    pub(crate) param: usize,
    /// Whether the segment is left out if the field is `None`.
    pub(crate) is_optional: bool,
    /// Whether it writes several segments.
    pub(crate) is_rest: bool,
    /// Whether the path ends with it, after a slash.
    pub(crate) is_last: bool,
}

/// The types that responses are read as. `None` is the default.
#[derive(Clone, Copy)]
pub(crate) struct Replies<'a> {
    pub(crate) response: Option<&'a Type>,
    pub(crate) error: Option<&'a Type>,
}

/// The media type of the body, which is JSON.
pub(crate) struct ContentType<'a> {
    pub(crate) media_type: &'a LitStr,
    /// The key. rustc reports there that the type of the whole body is not sent as JSON.
    pub(crate) key: Span,
    /// The parameter that is the whole body.
    pub(crate) whole: Option<usize>,
}

/// The statuses that are read as `null`.
pub(crate) struct Absent<'a> {
    pub(crate) response: &'a Type,
    pub(crate) statuses: Vec<u16>,
}

/// Which of the client's credentials are sent.
#[derive(Clone, Copy)]
pub(crate) enum Credentials<'a> {
    Default,
    Named(&'a LitStr),
    None,
}
