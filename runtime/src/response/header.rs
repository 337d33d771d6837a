//! Deserializes a response header from its text.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::OnceLock;

use http::{HeaderMap, HeaderValue};
use serde::de::value::{Error, SeqDeserializer};
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer,
    Visitor,
};
use serde::forward_to_deserialize_any;

use crate::error::DecodeError;

use super::Incoming;
use super::header_list::{Grammar, LINKS, is_parameter};

impl Incoming {
    /// Deserializes the header `name` from its text.
    ///
    /// - Strings, numbers, booleans and unit variants are parsed from the text. Bytes that are not UTF-8 are read as Latin-1.
    /// - A list has one item for each line of `Set-Cookie` and of headers with a single value, such as `Expires`; one for each link of
    ///   `Link`; one for each challenge of `WWW-Authenticate` and `Proxy-Authenticate`. Others are split at commas (RFC 9110, section
    ///   5.6.1), but not within quoted strings and dates. Several lines form one list. A missing header is an empty list.
    /// - [`Links`](super::Links) are the parsed links of a `Link` header.
    /// - An `Option` is `None` if the header is missing or its text is not a valid value. [`headers`](Self::headers) has the text.
    ///
    /// # Errors
    ///
    /// Fails if `T` is not an `Option`, and the header is missing and `T` is not a list, or its text is not a valid `T`.
    pub fn header<'de, T: Deserialize<'de>>(&'de self, name: &str) -> Result<T, DecodeError> {
        read(self.headers(), name)
    }
}

/// Deserializes the header `name`.
pub(super) fn read<'de, T: Deserialize<'de>>(headers: &'de HeaderMap, name: &str) -> Result<T, DecodeError> {
    let is_optional = Cell::new(false);
    let header = Header { headers, name, is_optional: &is_optional };
    T::deserialize(header).or_else(|error| {
        // A response is not lost over a header that the caller does not need.
        let without = is_optional.get().then(|| T::deserialize(Header { headers: no_headers(), ..header }).ok());
        without.flatten().ok_or_else(|| {
            let reason = match headers.get(name) {
                None => "missing",
                Some(_) => "the value does not match the type",
            };
            DecodeError::new(reason).at(format!("header `{name}`")).with_detail(error.to_string())
        })
    })
}

/// Like [`read`], but an `Option` fails too if a value does not match.
pub(crate) fn read_strictly<'de, T: Deserialize<'de>>(headers: &'de HeaderMap, name: &str) -> Result<T, Error> {
    T::deserialize(Header { headers, name, is_optional: &Cell::new(false) })
}

fn no_headers() -> &'static HeaderMap {
    static NONE: OnceLock<HeaderMap> = OnceLock::new();
    NONE.get_or_init(HeaderMap::new)
}

/// A type that a response header can be decoded as.
///
/// It is implemented for every type that serde can deserialize from text.
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
    /// Set if the type is an `Option`.
    is_optional: &'n Cell<bool>,
}

impl<'de> Header<'de, '_> {
    fn text(self) -> Result<Text<'de>, Error> {
        let value = self.headers.get(self.name).ok_or_else(|| Error::custom("the header is missing"))?;
        Ok(Text(text(value)))
    }

    /// The items of all lines.
    fn items(self, grammar: Grammar) -> Vec<Text<'de>> {
        let mut items: Vec<Text<'de>> = Vec::new();
        for value in self.headers.get_all(self.name) {
            let line = text(value);
            for (index, range) in grammar.items(&line).into_iter().enumerate() {
                let item = match &line {
                    Cow::Borrowed(line) => Cow::Borrowed(&line[range]),
                    Cow::Owned(line) => Cow::Owned(line[range].to_owned()),
                };
                match items.last_mut() {
                    // The parameters of a challenge may be on lines of their own.
                    Some(Text(last)) if index == 0 && grammar == Grammar::Challenges && is_parameter(&item) => {
                        *last = format!("{last}, {item}").into();
                    }
                    _ => items.push(Text(item)),
                }
            }
        }
        items
    }
}

/// The text of a header value.
///
/// Bytes that are not UTF-8 are read as Latin-1, in which each byte is one character.
pub(crate) fn text(value: &HeaderValue) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
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
        self.is_optional.set(true);
        if self.headers.contains_key(self.name) { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if name == LINKS {
            return visitor.visit_seq(SeqDeserializer::new(self.items(Grammar::Links).into_iter()));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.items(Grammar::of(self.name)).into_iter()))
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

/// The text of a header or of a list item.
struct Text<'de>(Cow<'de, str>);

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
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
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
    fn an_invalid_value_of_an_option_is_read_as_missing() {
        assert_eq!(read::<Option<u8>>(&["canary"]), Ok(None));
        assert_eq!(read::<Option<Vec<u8>>>(&["1, canary"]), Ok(None));
        assert_eq!(read::<Option<Cache>>(&["canary"]), Ok(None));
        assert_eq!(read::<Wrapped>(&["canary"]), Ok(Wrapped(None)));
        // The type of the item, not of the header, is an `Option`.
        assert!(read::<Vec<Option<u8>>>(&["canary"]).is_err());
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Option<u8>);

    #[test]
    fn bytes_that_are_not_utf_8_are_latin_1() {
        let latin = HeaderValue::from_bytes(b"31. M\xE4rz, \"\xE9,\"").unwrap();
        let headers = HeaderMap::from_iter([(HeaderName::from_static("x-a"), latin)]);
        let whole = "31. März, \"é,\"";
        assert_eq!(super::read::<String>(&headers, "x-a").unwrap(), whole);
        assert_eq!(super::read::<Option<String>>(&headers, "x-a").unwrap().as_deref(), Some(whole));
        assert_eq!(super::read::<Vec<String>>(&headers, "X-A").unwrap(), ["31. März", "\"é,\""]);
        assert_eq!(super::read::<Option<u64>>(&headers, "x-a").unwrap(), None);
        assert_eq!(super::read::<Option<&str>>(&headers, "x-a").unwrap(), None);
        assert!(super::read::<u64>(&headers, "x-a").is_err());
    }

    #[test]
    fn parameters_on_a_line_of_their_own_belong_to_the_challenge_before() {
        let mut headers = HeaderMap::new();
        for line in ["Digest realm=\"a\"", "nonce=\"b\", Basic realm=c", "Negotiate"] {
            headers.append("www-authenticate", HeaderValue::from_static(line));
        }
        let challenges = super::read::<Vec<String>>(&headers, "WWW-Authenticate").unwrap();
        assert_eq!(challenges, ["Digest realm=\"a\", nonce=\"b\"", "Basic realm=c", "Negotiate"]);
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
