//! A value as the text or the JSON of its place, straight into the request.

pub(crate) mod buffer;
pub(crate) mod cookie;
mod entries;
mod forward;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod limits;
pub(crate) mod names;
pub(crate) mod pairs;
pub(crate) mod percent;
pub(crate) mod writer;

use std::fmt;

use serde::Serialize;

use crate::refused::Refused;

pub use entries::{Entries, ErasedEntries};
pub use json::{ErasedProperty, Property};
use writer::Writer;

/// What a value may be in a path, a query, a header or a cookie: anything that is [`serde::Serialize`].
///
/// Text, numbers, booleans, unit variants, newtypes of these, lists, maps and structs of these have a text form, which the
/// parameter's [`Style`](crate::endpoint::Style) decides; `None` and what is empty send nothing. Floats are written as in JSON
/// (`1.0`, `1e16`), integers of 128 bits whole. `NaN` and infinities, bytes, and what is nested deeper than the style can say are
/// refused with the field's name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a parameter",
    label = "this type is not `serde::Serialize`",
    note = "every type in it needs `serde::Serialize`: derive it, or write `#[api(skip)]` if the field is not sent"
)]
pub trait Value {
    /// The value behind one pointer, so that what encodes it is compiled once a type and not once a field.
    fn erase(&self) -> Erased<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Value for T {
    #[inline]
    fn erase(&self) -> Erased<'_> {
        Erased(Form::Text(self))
    }
}

/// A borrowed [`Value`], its type forgotten. Any reference to a value converts into one.
#[derive(Clone, Copy)]
pub struct Erased<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Text(&'a dyn Text),
    By(&'a dyn Fn(&mut Writer<'_>) -> Result<(), Refused>),
    Json(ErasedProperty<'a>),
}

impl fmt::Debug for Erased<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Erased(..)")
    }
}

impl<'a, T: Serialize> From<&'a T> for Erased<'a> {
    #[inline]
    fn from(value: &'a T) -> Self {
        Self(Form::Text(value))
    }
}

/// The value as JSON text, for a parameter whose style is [`Style::Json`](crate::endpoint::Style::Json).
impl<'a> From<ErasedProperty<'a>> for Erased<'a> {
    fn from(value: ErasedProperty<'a>) -> Self {
        Self(Form::Json(value))
    }
}

impl<'a> Erased<'a> {
    /// A value that is written by a function of the user's own, which has serde's signature.
    pub(crate) fn by(write: &'a dyn Fn(&mut Writer<'_>) -> Result<(), Refused>) -> Self {
        Self(Form::By(write))
    }

    #[inline]
    pub(crate) fn write(self, to: &mut Writer<'_>) -> Result<(), Refused> {
        match self.0 {
            Form::Text(value) => value.write(to),
            Form::By(write) => write(to),
            Form::Json(value) => to.json(value),
        }
    }
}

trait Text {
    fn write(&self, to: &mut Writer<'_>) -> Result<(), Refused>;
}

impl<T: Serialize> Text for T {
    fn write(&self, to: &mut Writer<'_>) -> Result<(), Refused> {
        self.serialize(to)
    }
}
