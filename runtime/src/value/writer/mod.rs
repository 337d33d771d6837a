//! Writes one value as text: as its style demands, escaped as its place demands.

mod fast_path;
mod open;
mod put;
mod serialize;

use std::borrow::Cow;
use std::fmt;

use crate::endpoint::{Param, Place, Style};
use crate::message::{BodyError, Parts};
use crate::refused::Refused;
use crate::secret;
use crate::secret::REDACTED;
use crate::value::ErasedProperty;
use crate::value::buffer::Buffer;
use crate::value::names::{EntryKey, UsedNames, shown_key};

use fast_path::FastPath;
use open::bracket;
use serialize::{Compound, OuterDeep};

/// Writes the items of one parameter.
///
/// A scalar has one item, a list or an object any number.
pub struct Writer<'w> {
    out: &'w mut Buffer,
    param: &'static Param,
    /// The name of an entry of a map, which replaces the name of the parameter.
    entry: Option<&'w str>,
    pairs: &'w mut Pairs,
    /// The names that a key of the value must not have.
    used: &'w UsedNames<'w>,
    masked: bool,
    /// Receives each text as a part, if the body is multipart.
    parts: Option<&'w mut Parts>,
    /// Set if texts can be written without checking the place and the style.
    fast_path: Option<FastPath>,
    /// Receives a copy of every text of a secret. The copies are used to remove it from messages of the server.
    secrets: Option<&'w mut Vec<Box<str>>>,
    shape: Shape,
    /// The key of the next item of an object.
    key: ItemKey,
    /// The bracketed keys of the objects that contain the current one.
    outer_keys: Vec<u8>,
    /// What the current list contains so far, in the style `deepObject`.
    list: ListItems,
    items: usize,
}

/// What the query, a form or the `Cookie` header contains so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pairs {
    pub(crate) is_begun: bool,
    /// Whether keys of a value were written as names.
    pub(crate) have_keys: bool,
}

impl Pairs {
    /// The pairs of a form with this content.
    pub(crate) fn of(form: &Buffer) -> Self {
        Self { is_begun: !form.is_empty(), have_keys: false }
    }
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer(..)")
    }
}

/// The shape of the value, as far as it has been serialised.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Scalar,
    List,
    Object,
    /// A key of an object is being serialised.
    Key,
}

/// The items of a list in the style `deepObject`. Objects have an index each, and texts repeat the key of the list.
#[derive(Clone, Copy, Default)]
struct ListItems {
    objects: u32,
    texts: u32,
    /// Whether the list is the value of a key.
    has_key: bool,
}

#[derive(Clone)]
struct ItemKey {
    text: Cow<'static, str>,
    /// Whether the key is data, as in a map, and not a field's name.
    is_value: bool,
    is_secret: bool,
}

const NESTED: &str = "the value is nested deeper than its style allows; send it as JSON with `style = json`";
const OBJECT_IN_FORM: &str = "the value is an object, but a form allows only scalars and lists of scalars";
const NESTED_IN_FORM: &str = "the value is nested, but a form allows only scalars and lists of scalars";
const OBJECT_AS_PROPERTY: &str = "the value is an object, but a form allows only scalars and lists of scalars; \
    write `style = json` or `style = deepObject`";
const OBJECT_AS_PART: &str = "the value is an object, but a part is text; write `style = json`, or use a `body::Part`";
const MIXED_LIST: &str = "the list contains both objects and texts, which `style = deepObject` cannot tell apart";
const SEPARATOR: &str = "an item contains the character that separates items in this style";

impl<'w> Writer<'w> {
    #[inline]
    pub(crate) fn new(
        out: &'w mut Buffer,
        param: &'static Param,
        pairs: &'w mut Pairs,
        used: &'w UsedNames<'w>,
        masked: bool,
        secrets: Option<&'w mut Vec<Box<str>>>,
    ) -> Self {
        let key = ItemKey { text: Cow::Borrowed(""), is_value: false, is_secret: false };
        let outer_keys = Vec::new();
        let fast_path = if masked || secrets.is_some() { None } else { FastPath::of(param) };
        Self {
            out,
            param,
            entry: None,
            pairs,
            used,
            masked,
            parts: None,
            fast_path,
            secrets,
            shape: Shape::Scalar,
            key,
            outer_keys,
            list: ListItems::default(),
            items: 0,
        }
    }

    /// Sets the name of the entry that is written.
    pub(crate) fn named(self, name: Option<&'w str>) -> Self {
        match name {
            Some(_) => Self { entry: name, fast_path: None, ..self },
            None => self,
        }
    }

    /// Writes each text as a part of a multipart body.
    pub(crate) fn in_parts(self, parts: Option<&'w mut Parts>) -> Self {
        Self { parts, ..self }
    }

    /// Returns the text of a key, and whether the key is a secret.
    pub(crate) fn key_text(
        write: &dyn Fn(&mut Writer<'_>) -> Result<(), Refused>,
    ) -> Result<(Cow<'static, str>, bool), Refused> {
        const KEY: &Param = &Param::query("", "");
        let (mut out, mut pairs) = (Buffer::new(), Pairs::default());
        let mut writer = Writer::new(&mut out, KEY, &mut pairs, UsedNames::NONE, false, None);
        writer.shape = Shape::Key;
        let secrets_before = secret::seen();
        write(&mut writer)?;
        Ok((writer.key.text, secret::seen() != secrets_before))
    }

    fn style(&self) -> Style {
        match (self.param.place(), self.param.style()) {
            // A property has this style by default, for a JSON body. In a form its default is `form`.
            (Place::Property, Style::Json) => Style::Form,
            (_, style) => style,
        }
    }

    fn is_exploded(&self) -> bool {
        self.param.is_exploded() || (self.param.place(), self.param.style()) == (Place::Property, Style::Json)
    }

    /// Returns the number of items that were written.
    pub(crate) fn items(&self) -> usize {
        self.items
    }

    /// Writes a value as JSON text.
    pub(crate) fn json(&mut self, value: ErasedProperty<'_>) -> Result<(), Refused> {
        let mut json = Buffer::new();
        if !value.write(&mut json)? {
            return Ok(());
        }
        if let Some(secrets) = self.secrets.as_deref_mut() {
            value.add_texts(json.as_slice(), secrets);
        }
        let json = String::from_utf8_lossy(json.as_slice());
        if self.parts.is_some() {
            return self.part(&json, Some("application/json"));
        }
        self.open(false)?;
        self.put(&json, !self.masked)
    }

    /// Writes a part of a multipart body.
    fn part(&mut self, text: &str, content_type: Option<&'static str>) -> Result<(), Refused> {
        self.items += 1;
        let shown = if self.masked { REDACTED } else { text };
        let name = self.entry.unwrap_or(self.param.name());
        let Some(parts) = self.parts.as_deref_mut() else {
            return Ok(());
        };
        parts.push_text(name, shown, content_type).map_err(|BodyError(refused)| refused)
    }

    fn text_by_style(&mut self, text: &str) -> Result<(), Refused> {
        if self.shape == Shape::Key {
            if let Some(secrets) = self.secrets.as_deref_mut() {
                secrets.push(text.into());
            }
            self.key = ItemKey { text: text.to_owned().into(), is_value: true, is_secret: false };
            return Ok(());
        }
        if let Some(secrets) = self.secrets.as_deref_mut() {
            secrets.push(text.into());
        }
        if self.parts.is_some() {
            return self.part(text, None);
        }
        self.open(text.is_empty())?;
        self.put(text, !self.masked)
    }

    fn integer(&mut self, integer: impl itoa::Integer) -> Result<(), Refused> {
        self.text(itoa::Buffer::new().format(integer))
    }

    /// Enters a list or an object, until [`Compound::leave`].
    fn enter(&mut self, shape: Shape) -> Result<Compound<'_, 'w>, Refused> {
        let (outer, outer_len) = (self.shape, self.outer_keys.len());
        let mut outer_deep = None;
        let is_spread = self.style() != Style::DeepObject && self.is_exploded() || self.parts.is_some();
        if shape == Shape::Object && outer == Shape::Scalar && is_spread && self.param.place() == Place::Property {
            return Err(Refused::new(match (&self.parts, self.entry) {
                (Some(_), _) => OBJECT_AS_PART,
                (None, Some(_)) => OBJECT_IN_FORM,
                (None, None) => OBJECT_AS_PROPERTY,
            }));
        }
        match (outer, self.style()) {
            (Shape::Object, Style::DeepObject) if shape == Shape::Object => self.enter_key()?,
            (Shape::List, Style::DeepObject) if shape == Shape::Object => {
                let key = self.key.clone();
                self.enter_item()?;
                outer_deep = Some(Box::new(OuterDeep { list: self.list, key: Some(key) }));
            }
            (Shape::Scalar | Shape::Object, Style::DeepObject) if shape == Shape::List => {
                outer_deep = Some(Box::new(OuterDeep { list: self.list, key: None }));
                self.list = ListItems { has_key: outer == Shape::Object, ..ListItems::default() };
            }
            (Shape::Scalar, _) => {}
            _ if self.param.place() == Place::Property && self.entry.is_some() => {
                return Err(Refused::new(NESTED_IN_FORM));
            }
            _ => return Err(Refused::new(NESTED)),
        }
        if shape == Shape::Object && self.style() == Style::Segments {
            return Err(Refused::new("the value is an object, but path segments must be text or a list"));
        }
        self.shape = shape;
        Ok(Compound { writer: self, outer, outer_len, outer_deep, textless: None })
    }

    /// The key of the current item of an object, for an error.
    pub(super) fn object_key(&self) -> Option<String> {
        let key = EntryKey { text: &self.key.text, is_secret: self.key.is_secret };
        (!key.text.is_empty()).then(|| shown_key(self.param, key))
    }

    /// Adds the key of the current item to those that contain the next one.
    fn enter_key(&mut self) -> Result<(), Refused> {
        let ItemKey { text, is_value, .. } = self.key.clone();
        let mut bracketed = Buffer::new();
        bracket(self.param.place(), &mut bracketed, if self.masked && is_value { REDACTED } else { &text })?;
        self.outer_keys.extend_from_slice(bracketed.as_slice());
        Ok(())
    }

    /// Adds the list's key and the index of its next object: `[items][0]`. The list is the current one.
    fn enter_item(&mut self) -> Result<(), Refused> {
        if self.list.texts > 0 {
            return Err(Refused::new(MIXED_LIST));
        }
        if self.list.has_key {
            self.enter_key()?;
        }
        self.outer_keys.extend_from_slice(b"%5B");
        self.outer_keys.extend_from_slice(itoa::Buffer::new().format(self.list.objects).as_bytes());
        self.outer_keys.extend_from_slice(b"%5D");
        self.list.objects += 1;
        Ok(())
    }

    fn enter_variant(&mut self, variant: &'static str) -> Result<Compound<'_, 'w>, Refused> {
        let object = self.enter(Shape::Object)?;
        object.writer.key = ItemKey { text: variant.into(), is_value: false, is_secret: false };
        Ok(object)
    }
}
