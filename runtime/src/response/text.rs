//! Responses that are not JSON: raw bytes, text, and those whose body is not read.

use std::fmt;

use crate::error::DecodeError;
use crate::message::Raw;

use super::{FromResponse, Incoming};

#[diagnostic::do_not_recommend]
impl FromResponse for Raw {
    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        reply.bytes().await.map(Self)
    }
}

/// The reply's body as text in UTF-8. `Debug` shows its length.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(pub String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

#[diagnostic::do_not_recommend]
impl FromResponse for Text {
    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        let bytes = reply.bytes().await?;
        match String::from_utf8(bytes.into()) {
            Ok(text) => Ok(Self(text)),
            Err(error) => {
                Err(DecodeError::new(format!("it is not UTF-8, at byte {}", error.utf8_error().valid_up_to())))
            }
        }
    }
}

/// A reply whose body means nothing: it is not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

#[diagnostic::do_not_recommend]
impl FromResponse for NoContent {
    async fn from_response(_: Incoming) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}
