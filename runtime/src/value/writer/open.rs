//! Writes what precedes an item of a value: separators, the name and the key.

use std::borrow::Cow;

use crate::endpoint::grammar::is_tchar;
use crate::endpoint::{Param, Place, Style};
use crate::refused::Refused;
use crate::secret::REDACTED;
use crate::value::buffer::Buffer;
use crate::value::limits::EMPTY_KEY;
use crate::value::names::{EntryKey, refuse_used, refused_key};
use crate::value::percent;

use super::put::encode_in;
use super::{ItemKey, MIXED_LIST, SEPARATOR, Shape, Writer};

impl Writer<'_> {
    /// Writes what precedes an item.
    #[inline]
    pub(super) fn open(&mut self, is_empty: bool) -> Result<(), Refused> {
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
                // RFC 6570, section 3.2.7: an empty value has no `=`.
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
        let key =
            std::mem::replace(&mut self.key, ItemKey { text: Cow::Borrowed(""), is_value: false, is_secret: false });
        let is_pair = matches!(style, Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::Cookie);
        if stands_alone {
            match style {
                Style::Label => self.out.push(b'.'),
                Style::Matrix => self.out.push(b';'),
                _ if is_pair => {
                    refuse_used(self.used, self.param, &key.text, key.is_secret)?;
                    self.pairs.have_keys = true;
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
            return Err(Refused::new("a key of the value is not a valid cookie name"));
        }
        self.put_encoded(&key.text, !(self.masked && key.is_value))?;
        if !stands_alone {
            self.out.extend(separator(if style == Style::List { Style::Simple } else { style }));
        } else if style != Style::Matrix || !is_empty {
            self.out.push(b'=');
        }
        Ok(())
    }

    fn open_deep(&mut self) -> Result<(), Refused> {
        if self.shape == Shape::Scalar || self.shape == Shape::List && !self.list.has_key {
            return Err(Refused::new("`style = deepObject` requires a map, a struct, or a list of these"));
        }
        if self.shape == Shape::List {
            if self.list.objects > 0 {
                return Err(Refused::new(MIXED_LIST));
            }
            self.list.texts += 1;
        }
        self.begin_pair(self.items == 1);
        let begin = self.out.len();
        self.name();
        self.out.extend(&self.outer_keys);
        let ItemKey { text, is_value, .. } = &self.key;
        bracket(self.param.place(), self.out, if self.masked && *is_value { REDACTED } else { text })?;
        self.refuse_declared_deep(begin)?;
        self.out.push(b'=');
        Ok(())
    }

    /// Begins a pair of the query, of a form or of the `Cookie` header.
    #[inline]
    fn begin_pair(&mut self, is_first: bool) {
        let has_pair = std::mem::replace(&mut self.pairs.is_begun, true);
        match self.param.place() {
            Place::Query => self.out.push(if has_pair { b'&' } else { b'?' }),
            Place::Property if has_pair => self.out.push(b'&'),
            Place::Property => {}
            _ if !is_first && self.style() == Style::Form => self.out.push(b'&'),
            _ if has_pair => self.out.extend(b"; "),
            _ => {}
        }
    }

    /// Writes the name of the parameter or of the entry.
    #[inline]
    fn name(&mut self) {
        if let Some(name) = self.entry {
            return encode_in(self.param.place(), self.out, name);
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

    /// Rejects a bracketed name, which starts at `begin`, if the request declares it.
    fn refuse_declared_deep(&self, begin: usize) -> Result<(), Refused> {
        let name = self.out.as_slice().get(begin..).unwrap_or_default();
        let is_used = |param: &Param| {
            // A parameter of the same name is this one, and a plain name contains no brackets.
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
        if self.used.endpoint.param_list().iter().any(is_used) {
            let key = EntryKey { text: &self.key.text, is_secret: self.key.is_secret };
            let reason = match self.param.place() {
                Place::Property => "forms the name of a property that the request declares",
                _ => "forms the name of a query parameter that the request declares",
            };
            return Err(refused_key(self.param, key, reason));
        }
        Ok(())
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

pub(super) fn bracket(place: Place, out: &mut Buffer, key: &str) -> Result<(), Refused> {
    if key.is_empty() {
        return Err(Refused::new(EMPTY_KEY));
    }
    if key.contains(['[', ']']) {
        return Err(Refused::new("a key of the value contains a bracket, which `style = deepObject` reserves"));
    }
    out.extend(b"%5B");
    encode_in(place, out, key);
    out.extend(b"%5D");
    Ok(())
}

/// Whether the name is a token (RFC 6265, section 4.1.1).
fn is_cookie_name(name: &str) -> bool {
    name.bytes().all(is_tchar)
}
