//! Functions with which the derive encodes parameters, for cases that hand-written implementations do not need.

#![allow(missing_docs, reason = "hidden, only the derive calls it")]

use serde::Serialize;

use crate::encode::Encoder;
use crate::refused::Refused;
use crate::value::json::Top;
use crate::value::writer::Writer;
use crate::value::{Erased, ErasedProperty};

/// Writes a parameter into the query or the body. The method and the kind of body decide.
pub fn by_method<'v>(
    out: &mut Encoder<'_>,
    param: usize,
    value: impl Into<Erased<'v>>,
    property: impl Into<ErasedProperty<'v>>,
) {
    out.write_by_method(param, value.into(), property.into());
}

/// Like [`by_method`], for a field whose type may be bytes: `is_bytes` tells whether it is.
pub fn bytes_by_method<'v>(
    out: &mut Encoder<'_>,
    param: usize,
    value: impl Into<Erased<'v>>,
    property: impl Into<ErasedProperty<'v>>,
    is_bytes: bool,
) {
    if is_bytes {
        out.write_bytes_by_method(param, value.into(), property.into());
    } else {
        out.write_by_method(param, value.into(), property.into());
    }
}

/// Writes a query parameter exactly as specified: `name=value` with its escapes.
pub fn pair(out: &mut Encoder<'_>, param: usize, text: &'static str) {
    out.write_literal_pair(param, text);
}

/// A value in a body with `body = form`. Users may mean a part of a multipart body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a form",
    label = "this type is not `serde::Serialize`",
    note = "every type in it needs `serde::Serialize`: derive it, enable the feature `rc` of `serde` for `Arc` and `Rc`, or write `#[api(skip)]` if the field is not sent; \
        a `Part` needs `body = multipart` on the request"
)]
pub trait FormValue {
    fn erase(&self) -> Erased<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> FormValue for T {
    #[inline]
    fn erase(&self) -> Erased<'_> {
        Erased::from(self)
    }
}

/// A value that a user's function with serde's signature writes.
#[must_use]
pub fn text_by(write: &dyn Fn(&mut Writer<'_>) -> Result<(), Refused>) -> Erased<'_> {
    Erased::by(write)
}

/// A property of a JSON body that a user's function with serde's signature writes.
#[must_use]
pub fn json_by(write: &dyn Fn(Top<'_, '_>) -> serde_json::Result<()>) -> ErasedProperty<'_> {
    ErasedProperty::by(write)
}
