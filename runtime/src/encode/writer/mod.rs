//! A parameter's value in its place and style, straight into the request.

mod serialize;
mod usual;

use std::borrow::Cow;
use std::fmt;

use super::buffer::Buffer;
use super::entries::{self, Taken};
use super::json::ErasedProperty;
use super::value::{REDACTED, Refused};
use super::{EMPTY_KEY, cookie, header, percent};
use crate::body::{BodyError, Parts};
use crate::endpoint::{Param, Place, Style};
use crate::secret;

use serialize::Compound;
use usual::Usual;

/// Writes the items of one parameter's value: one for a scalar, any number for a list or an object.
pub struct Writer<'w> {
    out: &'w mut Buffer,
    param: &'static Param,
    /// The name of an entry of a map, in place of the parameter's.
    entry: Option<&'w str>,
    /// Whether the query, or the `Cookie` header, has a pair already.
    has_pair: &'w mut bool,
    /// The names that no key of a value may take.
    taken: &'w Taken<'w>,
    masked: bool,
    /// Takes each text as a part, if the body has parts.
    parts: Option<&'w mut Parts>,
    /// What spares each text a look at place and style.
    usual: Option<Usual>,
    /// Takes a copy of every text, if it is a secret that the server's words must be cleaned of.
    heard: Option<&'w mut Vec<Box<str>>>,
    shape: Shape,
    /// What the next item of an object is called.
    key: Key,
    /// Of an object in an object, the keys that lead to it, in their brackets.
    outer_keys: Vec<u8>,
    items: usize,
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writer(..)")
    }
}

/// What the value is, as far as it has been seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Scalar,
    List,
    Object,
    /// A key of an object is being read.
    Key,
}

#[derive(Clone)]
struct Key {
    text: Cow<'static, str>,
    /// Whether it is a value too, as the keys of a map are.
    is_value: bool,
    is_secret: bool,
}

const NESTED: &str = "what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
const OBJECT_IN_FORM: &str = "it is an object, and a form has single values and lists of them";
const NESTED_IN_FORM: &str = "what is in it is nested, and a form has single values and lists of them";
const OBJECT_AS_PROPERTY: &str = "it is an object, and a form has single values and lists of them: write `style = json`, or for pairs `style = deepObject`";
const OBJECT_AS_PART: &str = "it is an object, and a part is text: write `style = json`, or make it a `Part`";
const SEPARATOR: &str = "an item has the character in it that separates items in this style";

impl<'w> Writer<'w> {
    #[inline]
    pub(super) fn new(
        out: &'w mut Buffer,
        param: &'static Param,
        has_pair: &'w mut bool,
        taken: &'w Taken<'w>,
        masked: bool,
        heard: Option<&'w mut Vec<Box<str>>>,
    ) -> Self {
        let key = Key { text: Cow::Borrowed(""), is_value: false, is_secret: false };
        let outer_keys = Vec::new();
        let usual = if masked || heard.is_some() { None } else { Usual::of(param) };
        Self {
            out,
            param,
            entry: None,
            has_pair,
            taken,
            masked,
            parts: None,
            usual,
            heard,
            shape: Shape::Scalar,
            key,
            outer_keys,
            items: 0,
        }
    }

    /// Writes the value of an entry that has this name.
    pub(super) fn named(self, name: Option<&'w str>) -> Self {
        match name {
            Some(_) => Self { entry: name, usual: None, ..self },
            None => self,
        }
    }

    /// Writes each text as a part.
    pub(super) fn in_parts(self, parts: Option<&'w mut Parts>) -> Self {
        Self { parts, ..self }
    }

    /// The text of a key, and whether it is a secret.
    pub(super) fn key_text(
        write: &dyn Fn(&mut Writer<'_>) -> Result<(), Refused>,
    ) -> Result<(Cow<'static, str>, bool), Refused> {
        const KEY: &Param = &Param::query("", "");
        let (mut out, mut has_pair) = (Buffer::new(), false);
        let mut writer = Writer::new(&mut out, KEY, &mut has_pair, Taken::NOTHING, false, None);
        writer.shape = Shape::Key;
        let secrets_before = secret::seen();
        write(&mut writer)?;
        Ok((writer.key.text, secret::seen() != secrets_before))
    }

    fn style(&self) -> Style {
        match (self.param.place(), self.param.style()) {
            // That of a JSON body, which is not written here.
            (Place::Property, Style::Json) => Style::Form,
            (_, style) => style,
        }
    }

    fn is_exploded(&self) -> bool {
        self.param.is_exploded() || (self.param.place(), self.param.style()) == (Place::Property, Style::Json)
    }

    /// How many items were written.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// A value that is JSON text.
    pub(super) fn json(&mut self, value: ErasedProperty<'_>) -> Result<(), Refused> {
        let mut json = Buffer::new();
        if !value.write(&mut json)? {
            return Ok(());
        }
        if let Some(heard) = self.heard.as_deref_mut() {
            secret::add_texts(json.as_slice(), heard);
        }
        let json = String::from_utf8_lossy(json.as_slice());
        if self.parts.is_some() {
            return self.part(&json, Some("application/json"));
        }
        self.open(false)?;
        self.put(&json, !self.masked)
    }

    /// A part of its own.
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
            if let Some(heard) = self.heard.as_deref_mut() {
                heard.push(text.into());
            }
            self.key = Key { text: text.to_owned().into(), is_value: true, is_secret: false };
            return Ok(());
        }
        if let Some(heard) = self.heard.as_deref_mut() {
            heard.push(text.into());
        }
        if self.parts.is_some() {
            return self.part(text, None);
        }
        self.open(text.is_empty())?;
        self.put(text, !self.masked)
    }

    /// Writes what stands before an item.
    #[inline]
    fn open(&mut self, is_empty: bool) -> Result<(), Refused> {
        let style = self.style();
        let stands_alone = self.is_exploded();
        let is_first = self.items == 0;
        self.items += 1;
        if self.shape == Shape::Object && style != Style::DeepObject {
            return self.open_property(style, stands_alone, is_first, is_empty);
        }
        match style {
            Style::DeepObject => return self.open_deep(),
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::Cookie if is_first || stands_alone => {
                self.begin_pair(is_first);
                self.name();
                self.out.push(b'=');
            }
            Style::Json if matches!(self.param.place(), Place::Query | Place::Cookie) => {
                self.begin_pair(is_first);
                self.name();
                self.out.push(b'=');
            }
            Style::Label if is_first || stands_alone => self.out.push(b'.'),
            Style::Matrix if is_first || stands_alone => {
                self.out.push(b';');
                self.name();
                // RFC 6570, section 3.2.7.
                if !is_empty || (self.shape == Shape::List && !stands_alone) {
                    self.out.push(b'=');
                }
            }
            _ if !is_first => self.out.extend(separator(style)),
            _ => {}
        }
        Ok(())
    }

    fn open_property(
        &mut self,
        style: Style,
        stands_alone: bool,
        is_first: bool,
        is_empty: bool,
    ) -> Result<(), Refused> {
        let key = std::mem::replace(&mut self.key, Key { text: Cow::Borrowed(""), is_value: false, is_secret: false });
        let is_pair = matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::Cookie);
        if stands_alone {
            match style {
                Style::Label => self.out.push(b'.'),
                Style::Matrix => self.out.push(b';'),
                _ if is_pair => {
                    entries::refuse_taken(self.taken, self.param, &key.text, key.is_secret)?;
                    self.begin_pair(is_first);
                }
                _ if !is_first => self.out.push(b','),
                _ => {}
            }
        } else {
            match style {
                _ if !is_first => self.out.extend(separator(if style == Style::List { Style::Simple } else { style })),
                Style::Label => self.out.push(b'.'),
                Style::Matrix => {
                    self.out.push(b';');
                    self.name();
                    self.out.push(b'=');
                }
                _ if is_pair => {
                    self.begin_pair(true);
                    self.name();
                    self.out.push(b'=');
                }
                _ => {}
            }
        }
        if key.text.is_empty() {
            return Err(Refused::new(EMPTY_KEY));
        }
        if self.param.place() == Place::Header && key.text.contains('=') {
            return Err(Refused::new(SEPARATOR));
        }
        if self.param.place() == Place::Cookie && stands_alone && !is_cookie_name(&key.text) {
            return Err(Refused::new("a key in it is no name of a cookie"));
        }
        self.put(&key.text, !(self.masked && key.is_value))?;
        if !stands_alone {
            self.out.extend(separator(if style == Style::List { Style::Simple } else { style }));
        } else if style != Style::Matrix || !is_empty {
            self.out.push(b'=');
        }
        Ok(())
    }

    fn open_deep(&mut self) -> Result<(), Refused> {
        if self.shape == Shape::Scalar || self.shape == Shape::List && self.key.text.is_empty() {
            return Err(Refused::new("`deepObject` is for maps and structs, and this is none"));
        }
        self.begin_pair(self.items == 1);
        let begin = self.out.len();
        self.name();
        self.out.extend(&self.outer_keys);
        let Key { text, is_value, .. } = &self.key;
        bracket(self.param.place(), self.out, if self.masked && *is_value { REDACTED } else { text })?;
        self.refuse_declared_deep(begin)?;
        self.out.push(b'=');
        Ok(())
    }

    /// Begins a pair of the query or of the `Cookie` header.
    #[inline]
    fn begin_pair(&mut self, is_first: bool) {
        let has_pair = std::mem::replace(self.has_pair, true);
        match self.param.place() {
            Place::Query => self.out.push(if has_pair { b'&' } else { b'?' }),
            Place::Property if has_pair => self.out.push(b'&'),
            Place::Property => {}
            _ if !is_first && self.style() == Style::Form => self.out.push(b'&'),
            _ if has_pair => self.out.extend(b"; "),
            _ => {}
        }
    }

    /// The parameter's name.
    #[inline]
    fn name(&mut self) {
        if let Some(name) = self.entry {
            return self.encode(name);
        }
        let name = self.param.name().as_bytes();
        if self.param.place() == Place::Property {
            percent::encode_form(self.out, name);
        } else if self.param.is_plain() || self.param.place() == Place::Cookie {
            self.out.extend(name);
        } else {
            percent::encode(self.out, name);
        }
    }

    /// Escapes what has a meaning in the place.
    #[inline]
    fn encode(&mut self, text: &str) {
        encode_in(self.param.place(), self.out, text);
    }

    /// Nor does a name in brackets, which has been written from `begin` on.
    fn refuse_declared_deep(&self, begin: usize) -> Result<(), Refused> {
        let name = self.out.as_slice().get(begin..).unwrap_or_default();
        let is_taken = |param: &Param| {
            // One of this name is the parameter itself, and a name without brackets is none of these.
            if param.place() != self.param.place()
                || param.is_map()
                || param.name() == self.param.name()
                || param.is_plain()
            {
                return false;
            }
            let mut declared = Buffer::new();
            encode_in(param.place(), &mut declared, param.name());
            let rest = name.strip_prefix(declared.as_slice());
            rest.is_some_and(|rest| rest.is_empty() || param.style() == Style::DeepObject && rest.starts_with(b"%5B"))
        };
        if self.taken.endpoint.param_list().iter().any(is_taken) {
            let key = entries::Key { text: &self.key.text, is_secret: self.key.is_secret };
            let reason = match self.param.place() {
                Place::Property => "makes the name of a property that the request declares",
                _ => "makes the name of a query parameter that the request declares",
            };
            return Err(entries::refused_key(self.param, key, reason));
        }
        Ok(())
    }

    /// Writes a text as its place and its style have it.
    #[inline]
    fn put(&mut self, text: &str, is_shown: bool) -> Result<(), Refused> {
        let shown = if is_shown { text } else { REDACTED };
        let is_item = self.shape != Shape::Scalar;
        let is_separated = is_item && !self.is_exploded();
        match (self.param.place(), self.style()) {
            (_, Style::SpaceDelimited) if is_separated && text.contains(' ') => return Err(Refused::new(SEPARATOR)),
            (_, Style::PipeDelimited) if is_separated && text.contains('|') => return Err(Refused::new(SEPARATOR)),
            (Place::Path, Style::Label) => percent::encode_and(self.out, shown.as_bytes(), b'.'),
            (Place::Path, Style::Segments) if !is_item => {
                for (index, segment) in shown.split('/').enumerate() {
                    if index > 0 {
                        self.out.push(b'/');
                    }
                    self.segment(segment)?;
                }
            }
            (Place::Path, Style::Segments) => self.segment(shown)?,
            (Place::Header, style) => {
                header::check(text, is_item)?;
                if style == Style::List && self.shape == Shape::List {
                    header::write_list_item(self.out, shown);
                } else if is_item && text.contains(',') {
                    return Err(Refused::new(SEPARATOR));
                } else if text.starts_with(' ') || text.ends_with(' ') {
                    return Err(Refused::new("an item begins or ends with a space, which receivers strip"));
                } else {
                    self.out.extend(shown.as_bytes());
                }
            }
            (Place::Cookie, Style::Cookie) => {
                if !text.bytes().all(cookie::is_octet) {
                    return Err(Refused::new("it has a character that no cookie can carry as it is"));
                }
                self.out.extend(shown.as_bytes());
            }
            (Place::Cookie, _) => cookie::encode(self.out, shown, is_item),
            (Place::Property, _) => percent::encode_form(self.out, shown.as_bytes()),
            _ => percent::encode(self.out, shown.as_bytes()),
        }
        Ok(())
    }

    /// One of the segments of a path's rest.
    fn segment(&mut self, segment: &str) -> Result<(), Refused> {
        if segment.is_empty() {
            return Err(Refused::new("a segment in it is empty, which would make another path"));
        }
        percent::encode(self.out, segment.as_bytes());
        Ok(())
    }

    fn integer(&mut self, integer: impl itoa::Integer) -> Result<(), Refused> {
        self.text(itoa::Buffer::new().format(integer))
    }

    /// Goes into a list or an object; [`Compound::leave`] goes out again.
    fn enter(&mut self, shape: Shape) -> Result<Compound<'_, 'w>, Refused> {
        let (outer, outer_len) = (self.shape, self.outer_keys.len());
        let is_spread = self.style() != Style::DeepObject && self.is_exploded() || self.parts.is_some();
        if shape == Shape::Object && outer == Shape::Scalar && is_spread && self.param.place() == Place::Property {
            return Err(Refused::new(match (&self.parts, self.entry) {
                (Some(_), _) => OBJECT_AS_PART,
                (None, Some(_)) => OBJECT_IN_FORM,
                (None, None) => OBJECT_AS_PROPERTY,
            }));
        }
        match (outer, self.style()) {
            (Shape::Object, Style::DeepObject) if shape == Shape::Object => {
                let Key { text, is_value, .. } = self.key.clone();
                let mut bracketed = Buffer::new();
                bracket(self.param.place(), &mut bracketed, if self.masked && is_value { REDACTED } else { &text })?;
                self.outer_keys.extend_from_slice(bracketed.as_slice());
            }
            (Shape::Scalar, _) | (Shape::Object, Style::DeepObject) => {}
            _ if self.param.place() == Place::Property && self.entry.is_some() => {
                return Err(Refused::new(NESTED_IN_FORM));
            }
            _ => return Err(Refused::new(NESTED)),
        }
        if shape == Shape::Object && self.style() == Style::Segments {
            return Err(Refused::new("segments of a path are text or a list"));
        }
        self.shape = shape;
        Ok(Compound { writer: self, outer, outer_len })
    }

    fn enter_variant(&mut self, variant: &'static str) -> Result<Compound<'_, 'w>, Refused> {
        let object = self.enter(Shape::Object)?;
        object.writer.key = Key { text: variant.into(), is_value: false, is_secret: false };
        Ok(object)
    }
}

fn separator(style: Style) -> &'static [u8] {
    match style {
        Style::List => b", ",
        Style::SpaceDelimited => b"%20",
        Style::PipeDelimited => b"%7C",
        Style::Segments => b"/",
        _ => b",",
    }
}

fn encode_in(place: Place, out: &mut Buffer, text: &str) {
    if place == Place::Property {
        percent::encode_form(out, text.as_bytes());
    } else {
        percent::encode(out, text.as_bytes());
    }
}

fn bracket(place: Place, out: &mut Buffer, key: &str) -> Result<(), Refused> {
    if key.is_empty() {
        return Err(Refused::new(EMPTY_KEY));
    }
    if key.contains(['[', ']']) {
        return Err(Refused::new("a key in it has a bracket, which `deepObject` cannot tell from its own"));
    }
    out.extend(b"%5B");
    encode_in(place, out, key);
    out.extend(b"%5D");
    Ok(())
}

/// RFC 6265, section 4.1.1: a token.
fn is_cookie_name(name: &str) -> bool {
    name.bytes().all(header::is_tchar)
}
