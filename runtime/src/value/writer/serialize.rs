//! Implements `serde::Serializer` for the value of a parameter.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize};

use crate::endpoint::{Place, Style};
use crate::refused::Refused;
use crate::secret;
use crate::value::buffer::Buffer;
use crate::value::{percent, textless};

use super::{ItemKey, ListItems, NESTED, Shape, Writer};

/// Percent-encodes the output of a `Display` implementation, piece by piece.
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

impl<'a, 'w> ser::Serializer for &'a mut Writer<'w> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Compound<'a, 'w>;
    type SerializeTuple = Compound<'a, 'w>;
    type SerializeTupleStruct = Compound<'a, 'w>;
    type SerializeTupleVariant = Compound<'a, 'w>;
    type SerializeMap = Compound<'a, 'w>;
    type SerializeStruct = Compound<'a, 'w>;
    type SerializeStructVariant = Compound<'a, 'w>;

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
        Err(Refused::new("the value is bytes, which have no text form; encode it as text, for example as base64"))
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
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        let object = self.enter_variant(variant)?;
        value.serialize(&mut *object.writer)?;
        object.leave();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a, 'w>, Refused> {
        self.enter(Shape::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a, 'w>, Refused> {
        self.enter(Shape::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a, 'w>, Refused> {
        self.enter(Shape::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'a, 'w>, Refused> {
        Err(Refused::new(NESTED))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a, 'w>, Refused> {
        self.enter(Shape::Object)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Compound<'a, 'w>, Refused> {
        let Some(textless) = textless::reason(name, len) else { return self.enter(Shape::Object) };
        let textless = match self.object_key() {
            Some(key) => textless.about(&key),
            None => textless,
        };
        match self.enter(Shape::Object) {
            Ok(object) => Ok(Compound { textless: Some(textless), ..object }),
            Err(_) => Err(textless),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Compound<'a, 'w>, Refused> {
        Err(Refused::new(NESTED))
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Result<(), Refused> {
        let is_fast = matches!(self.param.place(), Place::Path | Place::Query)
            && matches!(self.style(), Style::Form | Style::Simple)
            && !self.param.allows_reserved();
        if self.masked || self.secrets.is_some() || !is_fast || self.shape == Shape::Key {
            return self.text(&value.to_string());
        }
        self.open(false)?;
        write!(Pieces(self.out), "{value}")
            .map_err(|_| Refused::new("the `Display` implementation of the value failed"))
    }
}

fn finite(is_finite: bool) -> Result<(), Refused> {
    if is_finite { Ok(()) } else { Err(Refused::new("the value is not a finite number")) }
}

/// A list or an object that is being serialised.
pub struct Compound<'a, 'w> {
    pub(super) writer: &'a mut Writer<'w>,
    pub(super) outer: Shape,
    pub(super) outer_len: usize,
    /// Only in the style `deepObject`, as every other list and object is smaller without it.
    pub(super) outer_deep: Option<Box<OuterDeep>>,
    /// Why the struct cannot be sent, if it proves to be the standard library's. So far, only its name is the same.
    pub(super) textless: Option<Refused>,
}

/// What to go back to after a list or an object in the style `deepObject`.
pub(super) struct OuterDeep {
    pub(super) list: ListItems,
    /// The key of the list whose item this object is.
    pub(super) key: Option<ItemKey>,
}

impl fmt::Debug for Compound<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Compound(..)")
    }
}

impl Compound<'_, '_> {
    fn leave(self) {
        self.writer.shape = self.outer;
        self.writer.outer_keys.truncate(self.outer_len);
        if let Some(outer) = self.outer_deep {
            self.writer.list = outer.list;
            if let Some(key) = outer.key {
                self.writer.key = key;
            }
        }
    }

    fn property<T: ?Sized + Serialize>(&mut self, key: ItemKey, value: &T) -> Result<(), Refused> {
        self.writer.key = key;
        value.serialize(&mut *self.writer)
    }
}

macro_rules! list {
    ($($compound:ident.$method:ident)*) => {$(
        impl ser::$compound for Compound<'_, '_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: ?Sized + Serialize>(&mut self, item: &T) -> Result<(), Refused> {
                item.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Refused> {
                self.leave();
                Ok(())
            }
        }
    )*};
}

list! {
    SerializeSeq.serialize_element
    SerializeTuple.serialize_element
    SerializeTupleStruct.serialize_field
    SerializeTupleVariant.serialize_field
}

impl ser::SerializeMap for Compound<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.writer.key = ItemKey { text: Cow::Borrowed(""), is_value: true, is_secret: false };
        self.writer.shape = Shape::Key;
        let secrets_before = secret::seen();
        let read = key.serialize(&mut *self.writer);
        self.writer.key.is_secret = secret::seen() != secrets_before;
        self.writer.shape = Shape::Object;
        read
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Refused> {
        self.leave();
        Ok(())
    }
}

macro_rules! object {
    ($($compound:ident)*) => {$(
        impl ser::$compound for Compound<'_, '_> {
            type Ok = ();
            type Error = Refused;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
                if let Some(textless) = self.textless.take()
                    && textless::is_first_field(key)
                {
                    return Err(textless);
                }
                self.property(ItemKey { text: Cow::Borrowed(key), is_value: false, is_secret: false }, value)
            }

            fn end(self) -> Result<(), Refused> {
                self.leave();
                Ok(())
            }
        }
    )*};
}

object! {
    SerializeStruct
    SerializeStructVariant
}
