//! How a value becomes the body of a request: as JSON, a form, text, bytes, a stream, or parts.

mod form;
mod part;
mod part_writer;
mod plain;
mod stream;
pub(crate) mod to_parts;

use serde::Serialize;

use crate::message::JSON;
use crate::value::buffer::Buffer;
use crate::value::json;

pub use crate::message::{Body, BodyError, TypedBody};
pub(crate) use form::FORM;
pub use form::Form;
pub use part::{Part, ToPart};
pub use part_writer::PartWriter;
pub use plain::{Optional, Raw, Text};
pub use stream::Stream;
pub use to_parts::ToParts;

/// What a type must be for `#[api(body)]`: every [`serde::Serialize`] type is one, as JSON.
///
/// A body that is `None` sends nothing; what is no JSON is then an [`Optional`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of a request",
    label = "this type is neither `serde::Serialize` nor a `ToBody` of its own",
    note = "every type in it needs `serde::Serialize`, to be sent as JSON: derive it; what is no JSON and may be left out is a `body::Optional<T>`"
)]
pub trait ToBody {
    /// What its bodies are, for descriptions: a media type, or a range of them (RFC 9110, section 12.5.1).
    const MEDIA_TYPE: &'static str = "*/*";

    /// The bytes and their media type.
    ///
    /// # Errors
    ///
    /// When the value has no such form.
    fn to_body(&self) -> Result<TypedBody, BodyError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for T {
    const MEDIA_TYPE: &'static str = "application/json";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let mut out = Buffer::new();
        match json::write_unless_none(self, &mut out) {
            Ok(true) => Ok(TypedBody::new(out.take(), JSON)),
            Ok(false) => Ok(TypedBody::default()),
            Err(refused) => Err(BodyError(refused)),
        }
    }
}
