//! How a request and a document differ, as data and in words.

use std::fmt;

use crate::endpoint::Place;

/// What a [`Difference`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// The document cannot be read where it speaks of the operation.
    Document,
    /// The document has no path of that shape.
    Path,
    /// The document has the path, but not the method.
    Method,
    /// A placeholder has another name.
    Name,
    /// A parameter stands in another place.
    Place,
    /// The document does not have a parameter of the request.
    Undocumented,
    /// The request does not have a parameter of the document.
    Missing,
    /// One always has a parameter, the other may leave it out.
    Required,
    /// One has a list, the other a single value.
    List,
    /// A value is of another type.
    Type,
    /// A list or an object is written in another way.
    Style,
    /// A constant is none of the values that the document allows.
    Value,
    /// One has a body, the other none, or of another kind.
    Body,
    /// A reply's status is known to one of them alone.
    Status,
    /// A reply is of another media type than what is read.
    Reply,
}

/// One difference between a request and a document. `Display` is a sentence about it.
///
/// It is a [conflict](Self::is_conflict), or it narrows: all that the request may send is described, and the document allows
/// more, such as a parameter that the request does not have.
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
    /// What it is about.
    #[must_use]
    pub const fn aspect(&self) -> Aspect {
        self.aspect
    }

    /// The request's method and path, its placeholders by wire names: `GET /api/user/{userId}`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Where the parameter is in the request, or in the document if the request does not have it. `None` where the
    /// difference is not about one parameter.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        self.place
    }

    /// The wire name of the parameter, or the status of the reply; empty where the difference is about neither.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the document says: `required`, `array of string`, `form, exploded`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What the request has in its place.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Whether the request may send what the document does not describe, or leave out what it asks for.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        self.is_conflict
    }
}

/// One line: ``GET /api/user: query `ids`: the document says array of string, the request sends string``.
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
            Aspect::Path => f.write_str("the document has no such path"),
            Aspect::Method => write!(f, "the document has {expected} there, and not {found}"),
            Aspect::Name => write!(f, "the document calls it `{expected}`"),
            Aspect::Place if expected == Place::Query.as_str() => f.write_str("the document has it in the query"),
            Aspect::Place => write!(f, "the document has it as a {expected}"),
            Aspect::Undocumented if found == OPTIONAL => {
                f.write_str("the document does not have it, the request may send it")
            }
            Aspect::Undocumented => f.write_str("the document does not have it, the request always sends it"),
            Aspect::Missing => write!(f, "the document says {expected}, the request does not have it"),
            Aspect::Required => write!(f, "the document says {expected}, the request {}", sends(found)),
            Aspect::List | Aspect::Type => write!(f, "the document says {expected}, the request sends {found}"),
            Aspect::Style => write!(f, "the document says {expected}, the request writes {found}"),
            Aspect::Value => write!(f, "the document allows {expected}, the request always sends {found}"),
            Aspect::Status if expected == NOTHING => write!(f, "the document does not have the status {found}"),
            Aspect::Status => write!(f, "the document has the status {expected}, and no type of the request reads it"),
            Aspect::Reply => write!(f, "the document answers {expected}, the request reads {found}"),
            Aspect::Body => write!(f, "the document takes {expected}, the request sends {found}"),
        }
    }
}

/// The words for a parameter that is `required` or not.
fn sends(found: &str) -> &'static str {
    if found == REQUIRED { "always sends it" } else { "leaves it optional" }
}

pub(super) const NOTHING: &str = "nothing";
pub(super) const REQUIRED: &str = "required";
pub(super) const OPTIONAL: &str = "optional";

/// The one word or the other.
pub(super) fn required(is_required: bool) -> &'static str {
    if is_required { REQUIRED } else { OPTIONAL }
}
