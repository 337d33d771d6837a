//! The places of an HTTP request that a value can be sent in.

use std::fmt;

/// The place of an HTTP request that a value is sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A placeholder of the path template.
    Path,
    /// A `name=value` pair of the query.
    Query,
    /// A header field (RFC 9110, section 5).
    Header,
    /// A cookie, which is a pair in the single `Cookie` header (RFC 6265, section 5.4).
    Cookie,
    /// A property of the body.
    ///
    /// It is a property of a JSON object or a form, or a part of a multipart body.
    Property,
    /// The whole body.
    Body,
    /// The request as a whole, for violations that are not about one parameter.
    Request,
}

impl Place {
    /// The name of the place in attributes and messages.
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
