//! Path templates: whether a path matches one, and the value of each placeholder.

use std::borrow::Cow;

use crate::endpoint::{Endpoint, Param, Place, Style};

/// A path template, split at its placeholders.
#[derive(Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    /// The kind of each segment. Templates are compared by them.
    kinds: Vec<Kind>,
}

#[derive(Debug)]
enum Piece {
    Text(&'static str),
    /// A whole segment or a part of one.
    Segment(&'static str),
    /// One or more segments: `{rest:+}`.
    Rest(&'static str),
    /// A last segment that may be missing together with its slash: `{id:?}`.
    Optional(&'static str),
}

/// How specific a segment is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Rest,
    Placeholder,
    Mixed,
    Literal,
}

/// The field of a placeholder, and the part of the path that fills it. The part is still percent-encoded.
pub(super) type Capture<'p> = (&'static str, Option<&'p str>);

impl Template {
    pub(super) fn new(path: &'static str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = path;
        while let Some((text, placeholder)) = rest.split_once('{') {
            let (inside, after) = placeholder.split_once('}').unwrap_or((placeholder, ""));
            let (field, form) = inside.split_once(':').unwrap_or((inside, ""));
            let text = if form == "?" { text.strip_suffix('/').unwrap_or(text) } else { text };
            pieces.push(Piece::Text(text));
            pieces.push(match form {
                "+" => Piece::Rest(field),
                "?" => Piece::Optional(field),
                _ => Piece::Segment(field),
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest));
        Self { pieces, kinds: path.split('/').map(kind).collect() }
    }

    /// How specific the template is: a literal segment precedes a placeholder.
    pub(super) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The field of each placeholder.
    pub(super) fn fields(&self) -> Vec<&'static str> {
        let field = |piece: &Piece| match piece {
            Piece::Text(_) => None,
            Piece::Segment(field) | Piece::Rest(field) | Piece::Optional(field) => Some(*field),
        };
        self.pieces.iter().filter_map(field).collect()
    }

    /// The value of each placeholder, or `None` if the path does not match.
    pub(super) fn captures<'p>(&self, path: &'p str) -> Option<Vec<Capture<'p>>> {
        let mut found = Vec::new();
        fill(&self.pieces, path, &mut found).then_some(found)
    }

    /// The path that these values fill, each as `show` writes it.
    pub(super) fn filled(&self, captures: &[Capture<'_>], show: impl Fn(&str, &str) -> String) -> String {
        let mut values = captures.iter();
        let mut path = String::new();
        for piece in &self.pieces {
            if let Piece::Text(text) = piece {
                path.push_str(text);
            } else if let Some((field, Some(value))) = values.next() {
                if matches!(piece, Piece::Optional(_)) {
                    path.push('/');
                }
                path.push_str(&show(field, value));
            }
        }
        if path.is_empty() { "/".to_owned() } else { path }
    }
}

fn kind(segment: &str) -> Kind {
    match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(inside) if inside.ends_with(":+") => Kind::Rest,
        Some(inside) if !inside.contains('{') => Kind::Placeholder,
        _ if segment.contains('{') => Kind::Mixed,
        _ => Kind::Literal,
    }
}

fn fill<'p>(pieces: &[Piece], path: &'p str, found: &mut Vec<Capture<'p>>) -> bool {
    let Some((first, pieces)) = pieces.split_first() else {
        return path.is_empty();
    };
    let (field, longest) = match first {
        Piece::Text(text) => return path.strip_prefix(text).is_some_and(|rest| fill(pieces, rest, found)),
        Piece::Optional(field) => {
            // The path is `/` if the template is nothing else.
            let value = path.strip_prefix('/').filter(|value| !value.is_empty());
            found.push((field, value));
            return path.is_empty() || path == "/" || value.is_some_and(|value| !value.contains('/'));
        }
        Piece::Segment(field) => (field, path.find('/').unwrap_or(path.len())),
        Piece::Rest(field) => (field, path.len()),
    };
    let count = found.len();
    for end in (1..=longest).rev() {
        if let Some((value, rest)) = path.split_at_checked(end) {
            found.push((field, Some(value)));
            if fill(pieces, rest, found) {
                return true;
            }
            found.truncate(count);
        }
    }
    false
}

/// The parameter of a placeholder.
pub(super) fn param_of(endpoint: &Endpoint, field: &str) -> Option<&'static Param> {
    endpoint.param_list().iter().find(|param| param.place() == Place::Path && plain(param.field()) == field)
}

/// The decoded value of a placeholder, without what its style writes before it.
pub(super) fn value_of(param: Option<&Param>, raw: &str) -> String {
    let name = param.map_or("", |param| param.name());
    let value = match param.map(Param::style) {
        Some(Style::Label) => raw.strip_prefix('.'),
        Some(Style::Matrix) => raw
            .strip_prefix(';')
            .map(|rest| rest.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')).unwrap_or(rest)),
        _ => None,
    };
    decoded(value.unwrap_or(raw)).into_owned()
}

/// A field's name without `r#`.
pub(super) fn plain(field: &str) -> &str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// The byte that two hexadecimal digits write.
fn from_hex(digits: &[u8]) -> Option<u8> {
    digits.iter().try_fold(0, |byte, &digit| Some(byte * 16 + u8::try_from(char::from(digit).to_digit(16)?).ok()?))
}

/// The text with its percent-encoding removed. Bytes that are not UTF-8 are replaced.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        match after.get(..2).filter(|_| byte == b'%').and_then(from_hex) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn captured(template: &'static str, path: &str) -> Option<Vec<(&'static str, Option<String>)>> {
        let found = Template::new(template).captures(path)?;
        Some(found.into_iter().map(|(field, value)| (field, value.map(str::to_owned))).collect())
    }

    #[test]
    fn captures_each_kind_of_placeholder() {
        let some = |text: &str| Some(text.to_owned());
        for (template, path, expected) in [
            ("/users", "/users", vec![]),
            ("/users/{id}", "/users/7", vec![("id", some("7"))]),
            ("/files/{name}.json", "/files/a.json.json", vec![("name", some("a.json"))]),
            ("/{a}-{b}", "/1-2-3", vec![("a", some("1-2")), ("b", some("3"))]),
            ("/{rest:+}/raw", "/a/b//raw/raw", vec![("rest", some("a/b//raw"))]),
            ("/users/{id:?}", "/users", vec![("id", None)]),
            ("/users/{id:?}", "/users/7", vec![("id", some("7"))]),
            ("/{id:?}", "/", vec![("id", None)]),
            ("/{id:?}", "/7", vec![("id", some("7"))]),
        ] {
            assert_eq!(captured(template, path), Some(expected), "{template} {path}");
        }
        for (template, path) in [
            ("/users", "/users/"),
            ("/users/{id}", "/users/"),
            ("/users/{id}", "/users/7/8"),
            ("/files/{name}.json", "/files/.json"),
            ("/users/{id:?}", "/users/7/8"),
            ("/users/{id:?}", "/usersx"),
            ("/{rest:+}", "/"),
        ] {
            assert_eq!(captured(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn literal_segments_are_the_most_specific() {
        let ordered = ["/{rest:+}", "/{id}", "/{id}/x", "/v{n}/x", "/users/{rest:+}", "/users/{id}", "/users/me"];
        for pair in ordered.windows(2) {
            assert!(Template::new(pair[0]).kinds() < Template::new(pair[1]).kinds(), "{pair:?}");
        }
    }

    #[test]
    fn decodes_escapes() {
        assert_eq!(decoded("a%20b%2fc%C3%A9"), "a b/cé");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
        assert_eq!(decoded("%+1"), "%+1");
    }
}
