//! Writes the text of an item, encoded for its place and style.

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
        if segment.is_empty() {
            return Err(Refused::new("a segment of the value is empty, which would change the path"));
        }
        percent::encode(self.out, segment.as_bytes());
        Ok(())
    }
}

pub(super) fn encode_in(place: Place, out: &mut Buffer, text: &str) {
    if place == Place::Property {
        percent::encode_form(out, text.as_bytes());
    } else {
        percent::encode(out, text.as_bytes());
    }
}
