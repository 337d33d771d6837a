//! Maps and structs whose entries are sent as further query parameters or headers.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use crate::refused::Refused;

use super::Erased;
use super::forward::forward_scalars;
use super::names::EntryKey;
use super::textless;
use super::writer::Writer;

/// A value for `#[api(flatten, query)]` or `#[api(flatten, header_prefix = "…")]`.
///
/// It is a type that [`serde::Serialize`] writes as a map or a struct, or an `Option` of one. The keys become the names.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as further parameters",
    label = "this type is not `serde::Serialize`",
    note = "every type in it needs `serde::Serialize`: derive it, enable the feature `rc` of `serde` for `Arc` and `Rc`, or write a map such as `BTreeMap<String, String>`"
)]
pub trait Entries {
    /// Erases the type of the value.
    ///
    /// The code that encodes it is then compiled once per type, not once per field.
    fn erase(&self) -> ErasedEntries<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Entries for T {
    #[inline]
    fn erase(&self) -> ErasedEntries<'_> {
        ErasedEntries(self)
    }
}

/// A borrowed [`Entries`] value with its type erased.
///
/// Any reference to one converts into it.
#[derive(Clone, Copy)]
pub struct ErasedEntries<'a>(&'a dyn Each);

impl fmt::Debug for ErasedEntries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErasedEntries(..)")
    }
}

impl<'a, T: Serialize> From<&'a T> for ErasedEntries<'a> {
    fn from(value: &'a T) -> Self {
        Self(value)
    }
}

/// A function that receives one entry: its key and its value.
pub(crate) type Take<'t> = dyn FnMut(EntryKey<'_>, Erased<'_>) -> Result<(), Refused> + 't;

impl ErasedEntries<'_> {
    /// Calls `take` with each entry.
    pub(crate) fn each(self, take: &mut Take<'_>) -> Result<(), Refused> {
        self.0.each(take)
    }
}

trait Each {
    fn each(&self, take: &mut Take<'_>) -> Result<(), Refused>;
}

impl<T: Serialize> Each for T {
    fn each(&self, take: &mut Take<'_>) -> Result<(), Refused> {
        self.serialize(Top { take })
    }
}

/// A serializer that accepts only maps and structs.
struct Top<'a, 't> {
    take: &'a mut Take<'t>,
}

const NO_NAMES: &str = "the value must be a map or a struct, because its keys are sent as names";

macro_rules! refuse {
    ($($method:ident($($argument:ident: $type:ty),*) -> $ok:ty;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<$ok, Refused> {
            Err(Refused::new(NO_NAMES))
        }
    )*};
}

impl<'a, 't> ser::Serializer for Top<'a, 't> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Impossible<(), Refused>;
    type SerializeTuple = Impossible<(), Refused>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Names<'a, 't>;
    type SerializeStruct = Names<'a, 't>;
    type SerializeStructVariant = Impossible<(), Refused>;

    forward_scalars!(refuse);

    refuse! {
        serialize_f32(value: f32) -> Self::Ok;
        serialize_f64(value: f64) -> Self::Ok;
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        Err(Refused::new("the enum is externally tagged; tag it internally with `#[serde(tag = \"name\")]`"))
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
        (self.take)(EntryKey::of_field(variant), Erased::by(&|to| value.serialize(to)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Names<'a, 't>, Refused> {
        Ok(Names { take: self.take, key: (Cow::Borrowed(""), false), textless: None })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Names<'a, 't>, Refused> {
        Ok(Names { take: self.take, key: (Cow::Borrowed(""), false), textless: textless::reason(name, len) })
    }
}

/// A map or a struct that is being serialised.
struct Names<'a, 't> {
    take: &'a mut Take<'t>,
    /// The key whose value comes next, and whether it is a secret.
    key: (Cow<'static, str>, bool),
    /// Why the struct cannot be sent, if it proves to be the standard library's. So far, only its name is the same.
    textless: Option<Refused>,
}

impl ser::SerializeMap for Names<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = Writer::key_text(&|to| key.serialize(to))?;
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Refused> {
        let (text, is_secret) = &self.key;
        (self.take)(EntryKey { text, is_secret: *is_secret }, Erased::by(&|to| value.serialize(to)))
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}

impl ser::SerializeStruct for Names<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        if let Some(textless) = self.textless.take()
            && textless::is_first_field(key)
        {
            return Err(textless);
        }
        (self.take)(EntryKey::of_field(key), Erased::by(&|to| value.serialize(to)))
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}
