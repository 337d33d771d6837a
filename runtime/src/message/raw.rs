//! The bytes of a body as they came.

use std::fmt;

use bytes::Bytes;

/// The reply's bytes as they came. `Debug` shows how many.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw(pub Bytes);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.0.len())
    }
}
