//! Values as text or JSON; `encode` decides which value goes where.

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
mod textless;
pub(crate) mod writer;

use std::fmt;

use serde::Serialize;

use crate::refused::Refused;

pub use entries::{Entries, ErasedEntries};
pub use json::{ErasedProperty, Property};
use writer::Writer;

/// A value of a path, query, header or cookie parameter: any type that implements [`serde::Serialize`].
///
/// The [`Style`](crate::endpoint::Style) of the parameter decides how the value is written; the chapter
/// [values and styles](crate::guide::values) shows each.
///
/// - Text, numbers, booleans, unit variants and newtypes of these are scalars.
/// - Lists, maps and structs consist of scalars.
/// - `None`, and an empty list, map or struct, send nothing.
/// - Floats are written as in JSON: `1.0`, `1e16`. Integers of 128 bits are written in full.
///
/// The request fails with an [`EncodeError`](crate::error::EncodeError) if the value is `NaN`, an infinity or bytes, or if it is nested
/// deeper than the style allows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a parameter",
    label = "this type is not `serde::Serialize`",
    note = "every type in it needs `serde::Serialize`: derive it, enable the feature `rc` of `serde` for `Arc` and `Rc`, or write `#[api(skip)]` if the field is not sent"
)]
pub trait Value {
    /// Erases the type of the value.
    ///
    /// The code that encodes it is then compiled once per type, not once per field.
    fn erase(&self) -> Erased<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Value for T {
    #[inline]
    fn erase(&self) -> Erased<'_> {
        Erased(Source::Text(self))
    }
}

/// A borrowed [`Value`] with its type erased.
///
/// Any reference to one converts into it.
#[derive(Clone, Copy)]
pub struct Erased<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
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
        Self(Source::Text(value))
    }
}

/// Converts a value into JSON text, for a parameter of the style [`Style::Json`](crate::endpoint::Style::Json).
impl<'a> From<ErasedProperty<'a>> for Erased<'a> {
    fn from(value: ErasedProperty<'a>) -> Self {
        Self(Source::Json(value))
    }
}

impl<'a> Erased<'a> {
    /// Creates a value that is written by the function that the user specified in `serialize_with`.
    pub(crate) fn by(write: &'a dyn Fn(&mut Writer<'_>) -> Result<(), Refused>) -> Self {
        Self(Source::By(write))
    }

    #[inline]
    pub(crate) fn write(self, to: &mut Writer<'_>) -> Result<(), Refused> {
        match self.0 {
            Source::Text(value) => value.write(to),
            Source::By(write) => write(to),
            Source::Json(value) => to.json(value),
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
