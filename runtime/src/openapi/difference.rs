//! A difference between a request and a document, as data and as a message.

use std::fmt;

use crate::endpoint::Place;

/// What a [`Difference`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// The document describes the operation in an invalid way.
    Document,
    /// The document does not have the path.
    Path,
    /// The document has the path, but not the method.
    Method,
    /// A placeholder has another name.
    Name,
    /// A parameter is in another place.
    Place,
    /// The document does not have a parameter of the request.
    Undocumented,
    /// The request does not have a parameter of the document.
    Missing,
    /// A parameter is required in one and optional in the other.
    Required,
    /// One has a list, the other a single value.
    List,
    /// A value has another type.
    Type,
    /// A list or an object has another style.
    Style,
    /// The document does not allow the value of a constant.
    Value,
    /// The bodies are of different kinds, or only one of the two has a body.
    Body,
    /// Only one of the two has a response status.
    Status,
    /// A response has another media type than the one that the request reads.
    Reply,
    /// The response does not have a field path of `paginate(..)`.
    Pages,
}

/// One difference between a request and a document.
///
/// It is a [conflict](Self::is_conflict) or a narrowing. For a narrowing, the document describes everything that the request can
/// send, but allows more, such as a parameter that the request does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub(super) aspect: Aspect,
    pub(super) operation: String,
    pub(super) place: Option<Place>,
    pub(super) name: String,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) is_conflict: bool,
}

impl Difference {
    /// What the difference is about.
    #[must_use]
    pub const fn aspect(&self) -> Aspect {
        self.aspect
    }

    /// The request's method and path with wire names, such as `GET /api/user/{userId}`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The place of the parameter; `None` if the difference is not about one parameter.
    ///
    /// It is the place in the request, or in the document if the request does not have the parameter.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        self.place
    }

    /// The wire name of the parameter, the status, or the path of `paginate(..)`.
    ///
    /// The status is that of the response, and the path is the field path.
    ///
    /// It is empty if the difference is about none of them.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the document specifies, such as `required`, `array of string` or `form, exploded`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the request has instead.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Whether the request can conflict with the document.
    ///
    /// Such a request can send what the document does not describe, or omit what it requires.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        self.is_conflict
    }
}

/// Writes one line.
///
/// An example is
/// ``GET /api/user: query `ids`: the document expects array of string, but the request sends string``.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, expected, found, .. } = self;
        write!(f, "{operation}: ")?;
        match (self.place, self.name.as_str()) {
            (None, status) if self.aspect == Aspect::Reply => write!(f, "{status}: ")?,
            (None, _) => {}
            (Some(place), "") => write!(f, "{place}: ")?,
            (Some(place), name) => write!(f, "{place} `{name}`: ")?,
        }
        match self.aspect {
            Aspect::Document => write!(f, "the document cannot be read: {expected}"),
            Aspect::Path => f.write_str("the document does not have this path"),
            Aspect::Method => write!(f, "the document has {expected} for this path, but not {found}"),
            Aspect::Name => write!(f, "the document names it `{expected}`"),
            Aspect::Place if expected == Place::Query.as_str() => f.write_str("the document has it in the query"),
            Aspect::Place => write!(f, "the document has it as a {expected}"),
            Aspect::Undocumented if found == OPTIONAL => {
                f.write_str("not in the document, but the request may send it")
            }
            Aspect::Undocumented => f.write_str("not in the document, but the request always sends it"),
            Aspect::Missing => write!(f, "{expected} in the document, but missing in the request"),
            Aspect::Required => write!(f, "{expected} in the document, but {found} in the request"),
            Aspect::List | Aspect::Type => {
                write!(f, "the document expects {expected}, but the request sends {found}")
            }
            Aspect::Style => write!(f, "the document expects {expected}; the request writes {found}"),
            Aspect::Value => write!(f, "the document allows {expected}; the request always sends {found}"),
            Aspect::Status if expected == NOTHING => write!(f, "the status {found} is not in the document"),
            Aspect::Status => {
                write!(f, "the status {expected} is in the document, but no type of the request decodes it")
            }
            Aspect::Reply => write!(f, "the document responds with {expected}, but the request reads {found}"),
            Aspect::Pages => {
                write!(f, "the response in the document does not have `{found}`, which `paginate` reads")
            }
            Aspect::Body => write!(f, "the document expects {expected}, but the request sends {found}"),
        }
    }
}

pub(super) const NOTHING: &str = "nothing";
pub(super) const REQUIRED: &str = "required";
pub(super) const OPTIONAL: &str = "optional";

/// The word for a required or an optional parameter.
pub(super) fn required(is_required: bool) -> &'static str {
    if is_required { REQUIRED } else { OPTIONAL }
}
