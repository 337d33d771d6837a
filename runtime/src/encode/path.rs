//! Encodes the path, and rejects values that would change its shape.

use crate::endpoint::{Place, Style, template};
use crate::refused::Refused;
use crate::value::Erased;

use super::Encoder;
use super::pairs::Target;

const EMPTY_PATH: &str = "the value is empty, which would change the path";

impl Encoder<'_> {
    pub(super) fn write_segment(&mut self, param: usize, value: Erased<'_>) {
        let Some(declared) = self.declared(param, Place::Path) else {
            return;
        };
        if self.given.is_some() {
            return;
        }
        let Some(placeholder) = self.template.strip_prefix('{') else {
            return self.fail_request("`encode` writes more path values than the template has placeholders");
        };
        let field = declared.field();
        let Some((form, rest)) =
            placeholder.strip_prefix(field.strip_prefix("r#").unwrap_or(field)).and_then(template::form)
        else {
            return self.fail_request("`encode` must write path values in the order of the template's placeholders");
        };
        if (form == "+") != (declared.style() == Style::Segments) {
            return self.fail_request(
                "a parameter must have the style `Segments` if its placeholder ends with `:+`, and only then",
            );
        }
        let begin = self.target.len();
        match self.write(declared, None, value, Target::Url) {
            Ok(0) if form == "?" => {
                // The slash before the placeholder is removed too, unless it is the only character of the path.
                self.target.truncate(begin.saturating_sub(1).max(1));
                self.template = rest;
                return;
            }
            Ok(_) if self.target.len() > begin => {}
            Ok(_) => return self.fail(declared, Refused::new(EMPTY_PATH)),
            Err(refused) => return self.fail(declared, refused),
        }
        self.segment_param = Some(declared);
        if form == "+" {
            self.end_inner_segments(begin);
        }
        self.template = rest;
        self.literal();
        self.check_length(declared);
    }

    /// Copies the template up to its next placeholder.
    #[inline]
    pub(super) fn literal(&mut self) {
        let end = self.template.bytes().position(|byte| byte == b'{').unwrap_or(self.template.len());
        let (literal, rest) = self.template.split_at(end);
        let begin = self.target.len();
        self.target.extend(literal.as_bytes());
        self.template = rest;
        if self.segment_param.is_some()
            && let Some(slash) = literal.bytes().position(|byte| byte == b'/')
        {
            self.end_segment(begin + slash);
        }
    }

    /// Rejects a segment that a URL parser would read as `.` or `..`.
    #[inline]
    fn end_segment(&mut self, end: usize) {
        if let Some(declared) = self.segment_param.take()
            && let Some(path) = self.target.as_slice().get(..end)
            // Most segments end with another byte, and need no further check.
            && matches!(path.last(), Some(b'.' | b'E'))
            // The last slash comes from the template or separates the segments of a `{rest:+}`: slashes inside values are escaped.
            && let Some(segment) = path.rsplit(|&byte| byte == b'/').next()
            && is_dots(segment)
        {
            self.fail(declared, Refused::new("the segment would be `.` or `..`, which would change the path"));
        }
    }

    /// Checks each segment of a `{rest:+}` except the last one, which the template may continue.
    fn end_inner_segments(&mut self, begin: usize) {
        let declared = self.segment_param;
        let written = self.target.as_slice().get(begin..).unwrap_or_default();
        let slashes: Vec<usize> =
            written.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at).collect();
        for slash in slashes {
            self.segment_param = declared;
            self.end_segment(begin + slash);
        }
        self.segment_param = declared;
    }

    #[inline]
    pub(super) fn end_path(&mut self) {
        if !self.template.is_empty() {
            return self.fail_request("`encode` wrote no value for a placeholder of the template");
        }
        self.end_segment(self.target.len());
    }
}

/// Whether a URL parser reads the segment as `.` or `..`.
///
/// See "double-dot URL path segment" in the WHATWG URL standard.
fn is_dots(segment: &[u8]) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(after) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b"%2E")) {
        rest = after;
        dots += 1;
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}
