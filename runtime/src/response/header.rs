//! Deserializes a response header from its text.

use http::{HeaderMap, HeaderValue};
use serde::de::value::{Error, SeqDeserializer};
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer,
    Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::DecodeError;

use super::Incoming;

impl Incoming {
    /// Deserializes the header `name` from its text.
    ///
    /// - Strings, numbers, booleans and unit variants are parsed from the text.
    /// - A list is split at commas (RFC 9110, section 5.6.1). A missing header is an empty list.
    /// - An `Option` is `None` if the header is missing.
    ///
    /// # Errors
    ///
    /// Fails if the header is missing and `T` is neither an `Option` nor a list, or if its text is not a valid `T`.
    pub fn header<'de, T: Deserialize<'de>>(&'de self, name: &str) -> Result<T, DecodeError> {
        read(self.headers(), name)
    }
}

fn read<'de, T: Deserialize<'de>>(headers: &'de HeaderMap, name: &str) -> Result<T, DecodeError> {
    T::deserialize(Header { headers, name }).map_err(|error| {
        let reason = match headers.get(name) {
            None => "missing",
            Some(_) => "the value does not match the type",
        };
        DecodeError::new(reason).at(format!("header `{name}`")).with_detail(error.to_string())
    })
}

/// A type that a response header can be decoded as; implemented for every type that serde can deserialize from text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a header",
    label = "this type does not implement `serde::Deserialize`",
    note = "derive `serde::Deserialize` on it and on every type in it; each must own its data"
)]
pub trait FromHeader: Sized {
    /// Decodes the header `name`.
    ///
    /// # Errors
    ///
    /// Fails like [`Incoming::header`].
    fn from_header(reply: &Incoming, name: &str) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromHeader for T {
    fn from_header(reply: &Incoming, name: &str) -> Result<Self, DecodeError> {
        reply.header(name)
    }
}

/// All header fields with one name.
#[derive(Clone, Copy)]
struct Header<'de, 'n> {
    headers: &'de HeaderMap,
    name: &'n str,
}

impl<'de> Header<'de, '_> {
    fn text(self) -> Result<Text<'de>, Error> {
        let value = self.headers.get(self.name).ok_or_else(|| Error::custom("the header is missing"))?;
        text(value)
    }
}

fn text(value: &HeaderValue) -> Result<Text<'_>, Error> {
    std::str::from_utf8(value.as_bytes()).map(Text).map_err(Error::custom)
}

/// Forwards each method to the deserializer of the header's text.
macro_rules! by_text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.text()?.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Header<'de, '_> {
    type Error = Error;

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.headers.contains_key(self.name) { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut items = Vec::new();
        for value in self.headers.get_all(self.name) {
            items.extend(items_of(text(value)?.0));
        }
        visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.text()?.deserialize_enum(name, variants, visitor)
    }

    by_text! {
        deserialize_any deserialize_bool deserialize_char deserialize_str deserialize_string
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64 deserialize_identifier deserialize_ignored_any
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple tuple_struct map struct }
}

/// The items of a list without the empty ones. A comma in a quoted string does not separate items.
fn items_of(list: &str) -> impl Iterator<Item = Text<'_>> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let items = list.split(move |c| {
        let is_end = c == ',' && !is_quoted;
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => {}
        }
        is_end
    });
    items.map(|item| Text(item.trim_matches([' ', '\t']))).filter(|item| !item.0.is_empty())
}

/// The text of a header or of a list item.
#[derive(Clone, Copy)]
struct Text<'de>(&'de str);

macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(self.0.parse().map_err(Error::custom)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Error;

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_u128 visit_u128
        deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Text<'de> {
    type Error = Error;
    type Variant = UnitOnly;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, UnitOnly), Error> {
        Ok((seed.deserialize(self)?, UnitOnly))
    }
}

impl<'de> IntoDeserializer<'de> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The variant named by a header's text, which cannot carry data.
struct UnitOnly;

impl<'de> de::VariantAccess<'de> for UnitOnly {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(Error::custom("a header can only hold a unit variant"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("a header can only hold a unit variant"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(Error::custom("a header can only hold a unit variant"))
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderName;
    use serde::Deserialize;

    use super::*;

    fn read<T: DeserializeOwned>(values: &[&str]) -> Result<T, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HeaderName::from_static("x-a"), HeaderValue::from_str(value).unwrap());
        }
        super::read(&headers, "x-a").map_err(|error| error.to_string())
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Cache {
        NoStore,
        Public,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Id(u64);

    #[test]
    fn reads_text_numbers_words_and_lists() {
        assert_eq!(read(&["a, b"]), Ok("a, b".to_owned()));
        assert_eq!(read(&["7"]), Ok(7_u8));
        assert_eq!(read(&["7"]), Ok(Id(7)));
        assert_eq!(read(&["7"]), Ok(Some(Id(7))));
        assert_eq!(read(&["true"]), Ok(true));
        assert_eq!(read(&["1.5"]), Ok(1.5_f64));
        assert_eq!(read(&["no-store"]), Ok(Cache::NoStore));
        assert_eq!(read(&["no-store, public", "", "public,,"]), Ok(vec![Cache::NoStore, Cache::Public, Cache::Public]));
        assert_eq!(read(&["\"a,\\\"b\", c"]), Ok(vec!["\"a,\\\"b\"".to_owned(), "c".to_owned()]));
        assert_eq!(read::<Vec<u8>>(&[]), Ok(vec![]));
        assert_eq!(read::<Option<u8>>(&[]), Ok(None));
    }

    #[test]
    fn errors_name_the_header_but_not_its_value() {
        let missing = "cannot decode the response: header `x-a`: missing";
        assert_eq!(read::<u8>(&[]), Err(missing.to_owned()));
        let wrong = "cannot decode the response: header `x-a`: the value does not match the type";
        assert_eq!(read::<u8>(&["canary"]), Err(wrong.to_owned()));
        assert_eq!(read::<Cache>(&["canary"]), Err(wrong.to_owned()));
    }
}
