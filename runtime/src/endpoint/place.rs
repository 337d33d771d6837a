//! Where in an HTTP request a value goes.

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
    /// A cookie: a pair in the one `Cookie` header (RFC 6265, section 5.4).
    Cookie,
    /// A property of the body: of its JSON object, of a form, or a part of several.
    Property,
    /// The whole body.
    Body,
    /// No place of its own: what is said of several parameters together.
    Request,
}

impl Place {
    /// The word that the attributes and the messages use for this place.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Property => "property",
            Self::Body => "body",
            Self::Request => "request",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
