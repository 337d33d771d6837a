//! What the derive writes by other ways than an implementation by hand.

#![allow(missing_docs, reason = "hidden, and called by the derive only")]

use crate::encode::Encoder;
use crate::refused::Refused;
use crate::value::json::Top;
use crate::value::writer::Writer;
use crate::value::{Erased, ErasedProperty};

/// Writes a parameter into the query or the body: the method of the request and its kind of body decide.
pub fn by_method<'v>(
    out: &mut Encoder<'_>,
    param: usize,
    value: impl Into<Erased<'v>>,
    property: impl Into<ErasedProperty<'v>>,
) {
    out.write_by_method(param, value.into(), property.into());
}

/// Writes a query parameter exactly as it is specified: `name=value`, with its escapes.
pub fn pair(out: &mut Encoder<'_>, param: usize, text: &'static str) {
    out.write_literal_pair(param, text);
}

/// A value that is written by a user's function with serde's signature.
#[must_use]
pub fn text_by(write: &dyn Fn(&mut Writer<'_>) -> Result<(), Refused>) -> Erased<'_> {
    Erased::by(write)
}

/// The same as a property of a JSON body.
#[must_use]
pub fn json_by(write: &dyn Fn(Top<'_, '_>) -> serde_json::Result<()>) -> ErasedProperty<'_> {
    ErasedProperty::by(write)
}
