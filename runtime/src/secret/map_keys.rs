//! Finds the keys of the maps in a value. Unlike the names of fields, they are data.

use std::fmt;

use serde::ser::{self, Serialize};

/// Calls `to` with the JSON text of every key of a map in the value.
pub(crate) fn map_keys<T: Serialize + ?Sized>(value: &T, to: &mut dyn FnMut(&[u8])) {
    // Only a user's `Serialize` can fail, and then the value is not sent either.
    let _ = value.serialize(Finder { to });
}

/// A serializer that writes nothing.
struct Finder<'f> {
    to: &'f mut dyn FnMut(&[u8]),
}

impl Finder<'_> {
    fn within<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        value.serialize(Finder { to: self.to })
    }
}

macro_rules! nothing {
    ($($method:ident($($type:ty),*);)*) => {$(
        fn $method(self, $(_: $type),*) -> fmt::Result {
            Ok(())
        }
    )*};
}

macro_rules! compound {
    ($($method:ident($($type:ty),*) -> $compound:ident;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<Self, fmt::Error> {
            Ok(self)
        }
    )*};
}

impl ser::Serializer for Finder<'_> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    nothing! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    compound! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> fmt::Result {
        value.serialize(self)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> fmt::Result {
        Ok(())
    }
}

macro_rules! items {
    ($($compound:ident.$method:ident($($name:ty)?);)*) => {$(
        impl ser::$compound for Finder<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $(_: $name,)? value: &T) -> fmt::Result {
                self.within(value)
            }

            fn end(self) -> fmt::Result {
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq.serialize_element();
    SerializeTuple.serialize_element();
    SerializeTupleStruct.serialize_field();
    SerializeTupleVariant.serialize_field();
    SerializeStruct.serialize_field(&'static str);
    SerializeStructVariant.serialize_field(&'static str);
}

impl ser::SerializeMap for Finder<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        if let Ok(json) = serde_json::to_vec(key) {
            (self.to)(&json);
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.within(value)
    }

    fn end(self) -> fmt::Result {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn finds_the_keys_of_maps_but_no_names_of_fields() {
        #[derive(serde::Serialize)]
        struct Named {
            field: BTreeMap<&'static str, Option<Variant>>,
            numbers: (u8, [BTreeMap<i64, char>; 1]),
        }
        #[derive(serde::Serialize)]
        enum Variant {
            Unit,
            Newtype(Box<Named>),
            Struct { inner: BTreeMap<(), u8> },
        }
        let named = |field| Named { field, numbers: (7, [BTreeMap::from([(-5, 'c')])]) };
        let inner = named(BTreeMap::from([("b\"", Some(Variant::Struct { inner: BTreeMap::new() }))]));
        let value = named(BTreeMap::from([
            ("a", Some(Variant::Newtype(Box::new(inner)))),
            ("c", Some(Variant::Unit)),
            ("d", None),
        ]));
        let mut keys = Vec::new();
        map_keys(&value, &mut |json| keys.push(String::from_utf8(json.to_vec()).unwrap()));
        assert_eq!(keys, [r#""a""#, r#""b\"""#, "-5", r#""c""#, r#""d""#, "-5"]);
    }
}
