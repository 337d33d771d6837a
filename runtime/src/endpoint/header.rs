//! The name of a header, parsed when the request compiled.

use std::fmt;

use http::HeaderName;

/// A function, because a constant cannot refer to the name itself.
#[derive(Clone, Copy)]
pub(super) struct Parsed(pub(super) fn() -> HeaderName);

impl fmt::Debug for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        name().fmt(f)
    }
}
