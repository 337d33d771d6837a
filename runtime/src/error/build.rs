//! The error of building a request: a violated rule, or an unencodable value.

use std::fmt;

use crate::encode::EncodeError;
use crate::validate::Violations;

/// Why [`to_http`](crate::ApiRequest::to_http) or [`to_curl`](crate::ApiRequest::to_curl) failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The request violates its own validation rules.
    Invalid(Violations),
    /// A value cannot be encoded in its place.
    Encode(EncodeError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => violations.fmt(f),
            Self::Encode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BuildError {}
