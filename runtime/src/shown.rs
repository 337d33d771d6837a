//! Text from outside that is safe to show: one line, nothing hidden or reordered.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// Whether the character breaks the line, or hides or reorders text.
///
/// It is a control character, a line or paragraph separator, or one of Unicode's `Bidi_Control`, `Default_Ignorable_Code_Point` and
/// interlinear annotations.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Appends the character, escaped if it is unsafe.
pub(crate) fn push(shown: &mut String, c: char) {
    if is_unsafe(c) {
        shown.extend(c.escape_default());
    } else {
        shown.push(c);
    }
}

/// The text with each unsafe character escaped.
pub(crate) fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| push(&mut shown, c));
    shown.into()
}

/// Text in the `Debug` output of an error: in quotes, and escaped as [`escaped`] does.
pub(crate) struct Quoted<'t>(pub(crate) &'t str);

impl fmt::Debug for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                _ if is_unsafe(c) => write!(f, "{}", c.escape_default())?,
                '"' | '\\' => write!(f, "\\{c}")?,
                _ => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_hides_or_reorders_a_line_is_escaped() {
        for c in "\r\n\u{7F}\u{85}\u{AD}\u{34F}\u{61C}\u{115F}\u{1160}\u{17B4}\u{180B}\u{180E}\u{200B}\u{200D}\u{2028}\u{2029}\u{202E}\u{2066}\
            \u{3164}\u{FE00}\u{FE0F}\u{FEFF}\u{FFA0}\u{FFF9}\u{1BCA0}\u{1D173}\u{1D17A}\u{E0001}\u{E0100}\u{E01EF}"
            .chars()
        {
            let shown = escaped(format!("a{c}b").into());
            assert_eq!(shown, format!("a{}b", c.escape_default()));
            assert_eq!(format!("{:?}", Quoted(&format!("a{c}\"b"))), format!("\"a{}\\\"b\"", c.escape_default()));
        }
        for text in ["", "plain", "é 日本語 한글 😀 \\u{202e}", "a\u{301}\u{A0}\u{3000}"] {
            assert!(matches!(escaped(text.into()), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }
}
