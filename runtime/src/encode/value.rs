//! A parameter's value as text: the runtime's own `serde::Serializer`, which writes straight into the request.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::ser::{self, Impossible, Serialize};

use super::buffer::Buffer;
use super::{header, percent};
use crate::endpoint::Param;

/// What stands for a value that may not be shown.
pub(crate) const REDACTED: &str = "REDACTED";

/// What a value may be in a path, a query or a header: anything that is [`serde::Serialize`].
///
/// Text, numbers, booleans, unit variants, newtypes of these, and lists of these have a text form; `None` and an empty list
/// send nothing. Floats are written as in JSON (`1.0`, `1e16`), integers of 128 bits whole. `NaN` and infinities, bytes,
/// maps and structs are refused with the field's name.
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
        Erased(self)
    }
}

/// A borrowed [`Value`], its type forgotten. Any reference to a value converts into one.
#[derive(Clone, Copy)]
pub struct Erased<'a>(&'a dyn Text);

impl fmt::Debug for Erased<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Erased(..)")
    }
}

impl<'a, T: Serialize> From<&'a T> for Erased<'a> {
    fn from(value: &'a T) -> Self {
        Self(value)
    }
}

impl Erased<'_> {
    pub(super) fn write(self, to: &mut Writer<'_>) -> Result<(), Refused> {
        self.0.write(to)
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

/// Why a value cannot be sent.
#[derive(Debug)]
pub(crate) struct Refused(Box<Reason>);

pub(crate) struct Reason {
    /// Safe to show: it speaks of the type and the place, and never quotes the value.
    pub(crate) text: Cow<'static, str>,
    /// What the value's own `Serialize` said, which may quote it.
    pub(crate) detail: Option<Box<str>>,
}

/// Without `detail`, which may quote the value.
impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reason").field("text", &self.text).finish_non_exhaustive()
    }
}

impl Refused {
    #[cold]
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Reason { text: text.into(), detail: None }))
    }

    #[cold]
    pub(crate) fn with_detail(text: &'static str, detail: &dyn fmt::Display) -> Self {
        Self(Box::new(Reason { text: Cow::Borrowed(text), detail: Some(detail.to_string().into()) }))
    }

    pub(crate) fn into_reason(self) -> Reason {
        *self.0
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::with_detail("its `Serialize` failed", &words)
    }
}

/// Where the text of a value goes.
pub(super) enum Target<'w> {
    Path(&'w mut Buffer),
    Query { target: &'w mut Buffer, param: &'static Param, has_query: &'w mut bool },
    Header(&'w mut Buffer),
}

/// Writes the items of one parameter's value: one for a scalar, any number for a list.
pub(super) struct Writer<'w> {
    target: Target<'w>,
    masked: bool,
    /// Takes a copy of every text, if it is a secret that the server's words must be cleaned of.
    heard: Option<&'w mut Vec<Box<str>>>,
    in_list: bool,
    items: usize,
}

impl<'w> Writer<'w> {
    pub(super) fn new(target: Target<'w>, masked: bool, heard: Option<&'w mut Vec<Box<str>>>) -> Self {
        Self { target, masked, heard, in_list: false, items: 0 }
    }

    /// How many items were written.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    fn open_item(&mut self) {
        match &mut self.target {
            Target::Path(target) => {
                if self.items > 0 {
                    target.push(b',');
                }
            }
            Target::Query { target, param, has_query } => {
                target.push(if **has_query { b'&' } else { b'?' });
                **has_query = true;
                if param.is_plain() {
                    target.extend(param.name().as_bytes());
                } else {
                    percent::encode(target, param.name().as_bytes());
                }
                target.push(b'=');
            }
            Target::Header(target) => {
                if self.items > 0 {
                    target.extend(b", ");
                }
            }
        }
        self.items += 1;
    }

    fn text(&mut self, text: &str) -> Result<(), Refused> {
        if let Some(heard) = self.heard.as_deref_mut() {
            heard.push(text.into());
        }
        self.open_item();
        match &mut self.target {
            Target::Path(_) if text.is_empty() => return Err(Refused::new(EMPTY_PATH)),
            Target::Path(target) | Target::Query { target, .. } => {
                percent::encode(target, if self.masked { REDACTED } else { text }.as_bytes());
            }
            Target::Header(target) => {
                header::check(text, self.in_list)?;
                let shown = if self.masked { REDACTED } else { text };
                if self.in_list {
                    header::write_list_item(target, shown);
                } else {
                    target.extend(shown.as_bytes());
                }
            }
        }
        Ok(())
    }

    fn list(&mut self) -> Result<&mut Self, Refused> {
        if self.in_list {
            return Err(Refused::new("a list inside a list has no text form"));
        }
        self.in_list = true;
        Ok(self)
    }

    fn integer(&mut self, integer: impl itoa::Integer) -> Result<(), Refused> {
        self.text(itoa::Buffer::new().format(integer))
    }
}

pub(super) const EMPTY_PATH: &str = "there is nothing in it, and an empty segment would make another path";
const OBJECT: &str = "a map or a struct has no text form as a parameter";

/// Percent-encodes what a `Display` writes, piece by piece.
struct Pieces<'a>(&'a mut Buffer);

impl fmt::Write for Pieces<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        percent::encode(self.0, piece.as_bytes());
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident: $integer:ty,)*) => {$(
        fn $method(self, value: $integer) -> Result<(), Refused> {
            self.integer(value)
        }
    )*};
}

impl ser::Serializer for &mut Writer<'_> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Impossible<(), Refused>;
    type SerializeStruct = Impossible<(), Refused>;
    type SerializeStructVariant = Impossible<(), Refused>;

    integers! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    fn serialize_bool(self, value: bool) -> Result<(), Refused> {
        self.text(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        finite(value.is_finite())?;
        self.collect_str(&format_args!("{value:?}"))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        finite(value.is_finite())?;
        self.collect_str(&format_args!("{value:?}"))
    }

    fn serialize_char(self, value: char) -> Result<(), Refused> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.text(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused::new("bytes have no text form: encode them first, in base64 for instance"))
    }

    fn serialize_none(self) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Refused> {
        Err(Refused::new(OBJECT))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Refused> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused::new(OBJECT))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused::new(OBJECT))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused::new(OBJECT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Refused>, Refused> {
        Err(Refused::new(OBJECT))
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Result<(), Refused> {
        if self.masked || self.heard.is_some() || matches!(self.target, Target::Header(_)) {
            return self.text(&value.to_string());
        }
        self.open_item();
        let (Target::Path(target) | Target::Query { target, .. } | Target::Header(target)) = &mut self.target;
        let before = target.len();
        write!(Pieces(target), "{value}").map_err(|_| Refused::new("its `Display` failed"))?;
        if target.len() == before && matches!(self.target, Target::Path(_)) {
            return Err(Refused::new(EMPTY_PATH));
        }
        Ok(())
    }
}

fn finite(is_finite: bool) -> Result<(), Refused> {
    if is_finite { Ok(()) } else { Err(Refused::new("it is not a finite number")) }
}

macro_rules! list {
    ($($compound:ident.$method:ident)*) => {$(
        impl ser::$compound for &mut Writer<'_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: ?Sized + Serialize>(&mut self, item: &T) -> Result<(), Refused> {
                item.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Refused> {
                self.in_list = false;
                Ok(())
            }
        }
    )*};
}

list! {
    SerializeSeq.serialize_element
    SerializeTuple.serialize_element
    SerializeTupleStruct.serialize_field
}
