//! `Raw`, the bytes of a response body.

use std::fmt;

use bytes::Bytes;

/// The body of a response as raw bytes.
///
/// `Debug` prints only its length.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw(pub Bytes);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}
