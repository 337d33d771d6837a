//! Writes the text of an item, encoded for its place and style.

use crate::endpoint::grammar::is_unreserved;
use crate::endpoint::{Place, Style};
use crate::refused::Refused;
use crate::secret::REDACTED;
use crate::value::buffer::Buffer;
use crate::value::{cookie, header, percent};

use super::{SEPARATOR, Shape, Writer};

impl Writer<'_> {
    /// Writes a text, encoded for its place and style.
    #[inline]
    pub(super) fn put(&mut self, text: &str, is_shown: bool) -> Result<(), Refused> {
        if self.param.allows_reserved() && self.style() != Style::Segments {
            return if is_shown { self.put_reserved(text) } else { self.put_reserved(REDACTED) };
        }
        self.put_encoded(text, is_shown)
    }

    /// Writes a text without its reserved characters.
    pub(super) fn put_encoded(&mut self, text: &str, is_shown: bool) -> Result<(), Refused> {
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
                    return Err(Refused::new("an item begins or ends with a space, which receivers remove"));
                } else {
                    self.out.extend(shown.as_bytes());
                }
            }
            (Place::Cookie, Style::Cookie) => {
                if !text.bytes().all(cookie::is_octet) {
                    return Err(Refused::new(
                        "the value contains a character that is not allowed in a cookie; `style = form` encodes it",
                    ));
                }
                self.out.extend(shown.as_bytes());
            }
            (Place::Cookie, _) => cookie::encode(self.out, shown, is_item),
            (Place::Property, _) => percent::encode_form(self.out, shown.as_bytes()),
            _ => percent::encode(self.out, shown.as_bytes()),
        }
        Ok(())
    }

    /// Writes one segment of a `{rest:+}`.
    fn segment(&mut self, segment: &str) -> Result<(), Refused> {
        if segment.is_empty() && !self.param.allows_empty_segments() {
            return Err(Refused::new("a segment of the value is empty, which would change the path"));
        }
        if self.param.allows_reserved() {
            return self.put_reserved(segment);
        }
        percent::encode(self.out, segment.as_bytes());
        Ok(())
    }

    /// Writes a text with its reserved characters and its escapes.
    ///
    /// Characters that would change the shape of the URL, and those that separate items in this style, are encoded.
    fn put_reserved(&mut self, text: &str) -> Result<(), Refused> {
        let (place, style) = (self.param.place(), self.style());
        if place == Place::Path && percent::escaped_bytes(text.as_bytes()).any(is_hidden_in_path) {
            return Err(Refused::new(
                "the value contains an escaped dot, slash, backslash or control character, which could change the path",
            ));
        }
        let is_item = self.shape != Shape::Scalar;
        let is_separated = match place {
            Place::Path => is_item && style != Style::Segments,
            _ => is_item && !self.is_exploded(),
        };
        let separates = |byte: u8| match byte {
            b',' => is_separated,
            b'.' => style == Style::Label,
            b';' => style == Style::Matrix,
            _ => false,
        };
        let is_kept = |byte: u8| is_unreserved(byte) || is_kept_if_reserved(place, byte);
        percent::encode_but_escapes(self.out, text.as_bytes(), |byte| is_kept(byte) && !separates(byte));
        Ok(())
    }
}

/// Whether a byte is reserved and still cannot change the URL's shape in that place. RFC 3986, section 2.2, lists the reserved bytes.
const fn is_kept_if_reserved(place: Place, byte: u8) -> bool {
    match byte {
        b'!' | b'$' | b'(' | b')' | b'*' | b',' | b':' | b';' | b'@' => true,
        b'/' | b'?' => matches!(place, Place::Query),
        // URL parsers escape it in a query (WHATWG URL, "special-query percent-encode set").
        b'\'' => matches!(place, Place::Path),
        _ => false,
    }
}

/// Whether some servers read the escaped byte as part of the path's structure.
const fn is_hidden_in_path(byte: u8) -> bool {
    matches!(byte, b'.' | b'/' | b'\\') || byte.is_ascii_control()
}

pub(super) fn encode_in(place: Place, out: &mut Buffer, text: &str) {
    if place == Place::Property {
        percent::encode_form(out, text.as_bytes());
    } else {
        percent::encode(out, text.as_bytes());
    }
}
