//! Encodes JSON: single properties, and values that are the whole body.

use std::fmt;

use serde::ser::{self, Serialize};

use crate::endpoint::Param;
use crate::refused::Refused;
use crate::secret;

use super::buffer::Buffer;
use super::forward::forward_scalars;

/// A value of a property of a JSON body: any type that implements [`serde::Serialize`].
///
/// | value | is sent as |
/// |---|---|
/// | `None` | nothing: the property is left out |
/// | `Some(None)` | `null` |
/// | an empty list | `[]` |
/// | `NaN` or an infinity | fails with [`EncodeError`](crate::error::EncodeError); nested in a value it is `null`, as in `serde_json` |
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as JSON",
    label = "this type is not `serde::Serialize`",
    note = "every type in it needs `serde::Serialize`: derive it, enable the feature `rc` of `serde` for `Arc` and `Rc`, or write `#[api(skip)]` if the field is not sent; \
        a `Part` needs `#[api(body = multipart)]` on the request"
)]
pub trait Property {
    /// Erases the type of the value.
    ///
    /// The code that encodes it is then compiled once per type, not once per field.
    fn erase(&self) -> ErasedProperty<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Property for T {
    #[inline]
    fn erase(&self) -> ErasedProperty<'_> {
        ErasedProperty(Source::Json(self))
    }
}

/// A borrowed [`Property`] value with its type erased.
///
/// Any reference to one converts into it.
#[derive(Clone, Copy)]
pub struct ErasedProperty<'a>(Source<'a>);

#[derive(Clone, Copy)]
enum Source<'a> {
    Json(&'a dyn Json),
    By(&'a dyn Fn(Top<'_, '_>) -> serde_json::Result<()>),
}

impl fmt::Debug for ErasedProperty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErasedProperty(..)")
    }
}

impl<'a, T: Serialize> From<&'a T> for ErasedProperty<'a> {
    fn from(value: &'a T) -> Self {
        Self(Source::Json(value))
    }
}

impl<'a> ErasedProperty<'a> {
    /// Creates a value that is written by the function that the user specified in `serialize_with`.
    pub(crate) fn by(write: &'a dyn Fn(Top<'_, '_>) -> serde_json::Result<()>) -> Self {
        Self(Source::By(write))
    }

    /// Returns the value as JSON text, if it can be written and is not `None`.
    pub(crate) fn to_json(self) -> Option<String> {
        let mut json = Buffer::new();
        let is_written = self.write(&mut json).unwrap_or(false);
        is_written.then(|| str::from_utf8(json.as_slice()).ok().map(str::to_owned))?
    }

    /// Adds every text in the value to `secrets`: strings, numbers and keys of maps. `json` is the JSON of the value.
    pub(crate) fn add_texts(self, json: &[u8], secrets: &mut Vec<Box<str>>) {
        secret::add_texts(json, secrets);
        match self.0 {
            Source::Json(value) => value.map_keys(&mut |key| secret::add_texts(key, secrets)),
            Source::By(_) => secret::add_names(json, secrets),
        }
    }

    /// Appends the value, unless it is `None`. Returns whether it was appended.
    pub(crate) fn write(self, out: &mut Buffer) -> Result<bool, Refused> {
        match self.0 {
            Source::Json(value) => value.write(out),
            Source::By(write) => write_by(out, write),
        }
    }
}

/// Writes what precedes a value: a brace or a comma, the name and a colon.
#[inline]
pub(crate) fn begin_property(out: &mut Buffer, param: &Param) {
    let is_first = out.is_empty();
    if param.is_plain() {
        out.extend(if is_first { b"{\"" } else { b",\"" });
        out.extend(param.name().as_bytes());
        out.extend(b"\":");
    } else {
        out.push(if is_first { b'{' } else { b',' });
        let name = serde_json::to_writer(&mut *out, param.name());
        debug_assert!(name.is_ok(), "a name can be written as JSON, and writing to the buffer never fails");
        out.push(b':');
    }
}

trait Json {
    fn write(&self, out: &mut Buffer) -> Result<bool, Refused>;
    fn map_keys(&self, to: &mut dyn FnMut(&[u8]));
}

impl<T: Serialize> Json for T {
    fn write(&self, out: &mut Buffer) -> Result<bool, Refused> {
        write_unless_none(self, out)
    }

    fn map_keys(&self, to: &mut dyn FnMut(&[u8])) {
        secret::map_keys(self, to);
    }
}

/// Appends the value as JSON, unless it is `None`. Returns whether it was appended.
pub(crate) fn write_unless_none<T: Serialize + ?Sized>(value: &T, out: &mut Buffer) -> Result<bool, Refused> {
    write_by(out, |top| value.serialize(top))
}

#[inline]
fn write_by(out: &mut Buffer, write: impl FnOnce(Top<'_, '_>) -> serde_json::Result<()>) -> Result<bool, Refused> {
    let mut omitted = false;
    let mut json = serde_json::Serializer::new(out);
    match write(Top { json: &mut json, omitted: Some(&mut omitted) }) {
        Ok(()) => Ok(!omitted),
        Err(error) => Err(Refused::with_detail("the value cannot be written as JSON", &error)),
    }
}

/// The serializer of `serde_json`, with two changes at the top level of the value.
///
/// It detects `None`, and it rejects `NaN` and infinities.
pub struct Top<'a, 'w> {
    json: &'a mut serde_json::Serializer<&'w mut Buffer>,
    /// Set to `true` if the value is `None`. It is absent inside `Some`, where `None` is `null`.
    omitted: Option<&'a mut bool>,
}

impl fmt::Debug for Top<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Top(..)")
    }
}

type Compound<'a, 'w> = serde_json::ser::Compound<'a, &'w mut Buffer, serde_json::ser::CompactFormatter>;

macro_rules! pass {
    ($($method:ident($($argument:ident: $type:ty),*) -> $ok:ty;)*) => {$(
        #[inline]
        fn $method(self, $($argument: $type),*) -> Result<$ok, serde_json::Error> {
            self.json.$method($($argument),*)
        }
    )*};
}

impl<'a, 'w> ser::Serializer for Top<'a, 'w> {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Compound<'a, 'w>;
    type SerializeTuple = Compound<'a, 'w>;
    type SerializeTupleStruct = Compound<'a, 'w>;
    type SerializeTupleVariant = Compound<'a, 'w>;
    type SerializeMap = Compound<'a, 'w>;
    type SerializeStruct = Compound<'a, 'w>;
    type SerializeStructVariant = Compound<'a, 'w>;

    forward_scalars!(pass);

    pass! {
        serialize_unit() -> Self::Ok;
        serialize_unit_struct(name: &'static str) -> Self::Ok;
        serialize_map(len: Option<usize>) -> Self::SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> Self::SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize) -> Self::SerializeStructVariant;
    }

    fn serialize_f32(self, value: f32) -> Result<(), serde_json::Error> {
        finite(value.is_finite())?;
        self.json.serialize_f32(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), serde_json::Error> {
        finite(value.is_finite())?;
        self.json.serialize_f64(value)
    }

    fn serialize_none(self) -> Result<(), serde_json::Error> {
        match self.omitted {
            Some(omitted) => {
                *omitted = true;
                Ok(())
            }
            None => self.json.serialize_none(),
        }
    }

    /// Writes `Some(None)` as `null`.
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), serde_json::Error> {
        value.serialize(Self { json: self.json, omitted: None })
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), serde_json::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), serde_json::Error> {
        self.json.serialize_newtype_variant(name, index, variant, value)
    }

    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Result<(), serde_json::Error> {
        self.json.collect_str(value)
    }
}

fn finite(is_finite: bool) -> Result<(), serde_json::Error> {
    if is_finite { Ok(()) } else { Err(ser::Error::custom("the value is not a finite number")) }
}
