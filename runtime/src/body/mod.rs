//! The bodies of requests: JSON, forms, text, bytes, streams and multipart.
//!
//! The chapter [bodies](crate::guide::bodies) shows how to use them.

#[cfg(feature = "fs")]
mod file;
mod form;
mod json;
mod part;
mod part_writer;
mod plain;
mod read;
mod stream;
pub(crate) mod to_parts;
#[cfg(feature = "xml")]
mod xml;

use serde::Serialize;

use crate::message::JSON;
use crate::secret;
use crate::value::buffer::Buffer;
use crate::value::json as values;

pub use crate::message::{Body, BodyError, TypedBody};
pub(crate) use form::FORM;
pub use form::Form;
pub use json::Json;
pub use part::{Part, ToPart};
pub use part_writer::PartWriter;
pub use plain::{Optional, Raw, Text};
pub use stream::Stream;
pub use to_parts::ToParts;
#[cfg(feature = "xml")]
pub use xml::Xml;

/// A value that can be the whole body of a request, for `#[api(body)]`.
///
/// Every type that implements [`serde::Serialize`] is sent as JSON. An `Option` of such a type sends no body if it is `None`; for other
/// bodies use [`Optional`]. The chapter [extending](crate::guide::extending) shows how to write your own kind of body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of a request",
    label = "this type implements neither `serde::Serialize` nor `ToBody`",
    note = "derive `serde::Serialize` for every type in it to send it as JSON or as a form, and enable the feature `rc` of `serde` for `Arc` and `Rc`; \
        for an optional body that is not JSON write `body::Optional<T>`; \
        for a `std::io::Read` write `body::Stream`, created by `body::Stream::from_read`"
)]
pub trait ToBody {
    /// The media type of the body, for descriptions such as OpenAPI.
    ///
    /// It may be a media range (RFC 9110, section 12.5.1).
    const MEDIA_TYPE: &'static str = "*/*";

    /// Returns the body and its media type.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be represented in this format.
    fn to_body(&self) -> Result<TypedBody, BodyError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for T {
    const MEDIA_TYPE: &'static str = "application/json";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        secret::offer(self);
        let mut out = Buffer::new();
        match values::write_unless_none(self, &mut out) {
            Ok(true) => Ok(TypedBody::new(out.take(), JSON)),
            Ok(false) => Ok(TypedBody::default()),
            Err(refused) => Err(BodyError(refused)),
        }
    }
}
