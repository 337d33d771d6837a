//! Why a value is not a request: rules that it breaks, and values that HTTP cannot carry.

use std::fmt;

use crate::encode::EncodeError;
use crate::validate::Violations;

/// What [`to_http`](crate::ApiRequest::to_http) and [`to_curl`](crate::ApiRequest::to_curl) refuse.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The value breaks rules of its own declaration.
    Invalid(Violations),
    /// A value cannot be sent where it belongs.
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
