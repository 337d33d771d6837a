//! A fast path for the most common places and styles.

use crate::endpoint::{Param, Place, Style};
use crate::refused::Refused;
use crate::value::{header, percent};

use super::{Shape, Writer};

/// A place and style whose texts are written without checking them again.
#[derive(Clone, Copy)]
pub(super) enum FastPath {
    /// In the query: `name=value`, repeated for each item of a list.
    Pair,
    /// In the path: a scalar.
    Segment,
    /// In a header: a scalar.
    Header,
}

impl FastPath {
    #[inline]
    pub(super) fn of(param: &Param) -> Option<Self> {
        if param.allows_reserved() {
            return None;
        }
        match (param.place(), param.style()) {
            (Place::Query, Style::Form) if param.is_exploded() && param.is_plain() => Some(Self::Pair),
            (Place::Path, Style::Simple) => Some(Self::Segment),
            (Place::Header, Style::List | Style::Simple) => Some(Self::Header),
            _ => None,
        }
    }
}

impl Writer<'_> {
    #[inline]
    pub(super) fn text(&mut self, text: &str) -> Result<(), Refused> {
        match (self.fast_path, self.shape) {
            (Some(FastPath::Pair), Shape::Scalar | Shape::List) => {
                let separator = if std::mem::replace(&mut self.pairs.is_begun, true) { b'&' } else { b'?' };
                self.out.extend_between(separator, self.param.name().as_bytes(), b'=');
                percent::encode(self.out, text.as_bytes());
            }
            (Some(FastPath::Segment), Shape::Scalar) => percent::encode(self.out, text.as_bytes()),
            (Some(FastPath::Header), Shape::Scalar) => {
                header::check(text, false)?;
                self.out.extend(text.as_bytes());
            }
            _ => return self.text_by_style(text),
        }
        self.items += 1;
        Ok(())
    }
}
