//! The bodies of HTTP messages: their types, multipart encoding and timeouts.

mod body;
pub(crate) mod decompress;
pub(crate) mod idle;
mod multipart;
pub(crate) mod nothing;
mod raw;
#[cfg(feature = "blocking")]
mod reader;
pub(crate) mod watched;
mod wrong_length;

pub(crate) use body::JSON;
pub use body::{Body, BodyError, TypedBody};
pub(crate) use multipart::{Parts, disposition, with_boundary_of};
pub use raw::Raw;
#[cfg(feature = "blocking")]
pub use reader::BodyReader;
pub(crate) use wrong_length::WrongLength;
