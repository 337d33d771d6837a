//! What an HTTP message carries: its body, the parts of one, and what watches it on its way.

mod body;
pub(crate) mod idle;
mod multipart;
mod raw;
pub(crate) mod watched;

pub(crate) use body::JSON;
pub use body::{Body, BodyError, TypedBody};
pub(crate) use multipart::{Parts, disposition, with_boundary_of};
pub use raw::Raw;
