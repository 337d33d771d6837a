//! The error of a request body whose length is not the specified one.

use std::fmt;

/// The request body is longer or shorter than the length that was sent.
///
/// It is a type of its own, so that the error of the call can say so without quoting the error of a body.
#[derive(Debug)]
pub(crate) struct WrongLength(pub(crate) &'static str);

impl WrongLength {
    pub(crate) const LONGER: Self = Self("the stream is longer than the specified length");
    pub(crate) const SHORTER: Self = Self("the stream is shorter than the specified length");
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for WrongLength {}
