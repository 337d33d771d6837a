//! Responses that are not JSON: raw bytes, text, and responses without a body.

use std::fmt;

use bytes::Buf as _;

use crate::error::DecodeError;
use crate::json_scan::without_bom;
use crate::message::Raw;

use super::{FromResponse, Incoming};

#[diagnostic::do_not_recommend]
impl FromResponse for Raw {
    async fn from_response(reply: Incoming) -> Result<Self, DecodeError> {
        reply.bytes().await.map(Self)
    }
}

/// A response body as UTF-8 text, without a byte order mark.
///
/// `Debug` shows only its length.
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
        let mut bytes = reply.bytes().await?;
        let skipped = bytes.len() - without_bom(&bytes).len();
        bytes.advance(skipped);
        String::from_utf8(bytes.into()).map(Self).map_err(|error| {
            DecodeError::new(format!("invalid UTF-8 at byte {}", skipped + error.utf8_error().valid_up_to()))
        })
    }
}

/// A response whose body is not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

#[diagnostic::do_not_recommend]
impl FromResponse for NoContent {
    async fn from_response(_: Incoming) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}
