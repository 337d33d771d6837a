//! Why a body cannot be decoded.

use std::fmt;

/// The most codings of one body. Each has a decoder with its own memory.
pub(super) const MOST: usize = 4;

/// The body's content coding is not decoded, or the body is invalid in it. The coding is the one that the header says.
#[derive(Clone, Debug)]
pub(crate) enum CodingError {
    /// The name comes from the server.
    Unknown(Box<str>),
    TooMany,
    #[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
    Invalid(&'static str),
}

/// The feature that decodes a coding of this name.
fn feature(coding: &str) -> Option<&'static str> {
    match coding {
        "gzip" | "x-gzip" | "deflate" => Some("gzip"),
        "br" => Some("brotli"),
        "zstd" => Some("zstd"),
        _ => None,
    }
}

impl fmt::Display for CodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(coding) => {
                write!(f, "the body has the content coding `{coding}`, which is not decoded; ")?;
                if let Some(feature) = feature(coding) {
                    write!(f, "enable the feature `{feature}` of `api-request`, or ")?;
                }
                f.write_str("call `no_decompress()` for the bytes as they were sent")
            }
            Self::TooMany => write!(
                f,
                "the body has more than {MOST} content codings; call `no_decompress()` for the bytes as they were sent"
            ),
            #[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
            Self::Invalid(coding) => write!(f, "the body is not valid in its content coding `{coding}`"),
        }
    }
}

impl std::error::Error for CodingError {}

/// The body ended before its compressed data did.
#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
#[derive(Debug)]
pub(super) struct Truncated(pub(super) &'static str);

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body ended before its `{}` data did", self.0)
    }
}

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
impl std::error::Error for Truncated {}
