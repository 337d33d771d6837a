//! A path of the document as a template of the derive.

/// A path, with its placeholders.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// Literal text and placeholders, in turn.
    pub(super) pieces: Vec<Piece>,
    /// Constant parameters that the path has after `?`.
    pub(super) constants: Vec<(String, Option<String>)>,
    /// The wire name and placeholder of each parameter that the path has after `?`.
    pub(super) queries: Vec<(String, String)>,
    /// Whether a fragment was removed.
    pub(super) had_fragment: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text that is valid in a URL path.
    Text(String),
    /// The name in braces.
    Placeholder(String),
}

/// Splits a path of the document.
///
/// # Errors
///
/// Fails with the reason if no request can have the path.
pub(super) fn split(path: &str) -> Result<Path, &'static str> {
    let (path, fragment) = cut(path.trim(), '#');
    let (path, query) = cut(path, '?');
    // `{?query}` and `{&query}` of RFC 6570: the parameters themselves say where they go.
    let query = query.unwrap_or_default();
    let mut pieces = pieces(path)?;
    if !matches!(pieces.first(), Some(Piece::Text(text)) if text.starts_with('/')) {
        pieces.insert(0, Piece::Text("/".to_owned()));
    }
    check(&pieces)?;
    let (mut constants, mut queries) = (Vec::new(), Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value)));
        match value.and_then(|value| value.strip_prefix('{')).and_then(|value| value.strip_suffix('}')) {
            Some(placeholder) => queries.push((name.to_owned(), placeholder.to_owned())),
            None if pair.contains(['{', '}']) => return Err("the query of the path has a placeholder inside a value"),
            None => constants.push((encoded(name), value.map(encoded))),
        }
    }
    Ok(Path { pieces, constants, queries, had_fragment: fragment.is_some() })
}

/// Cuts at a character that is not inside braces.
fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    let mut depth = 0_u32;
    for (index, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if c == at && depth == 0 => return (&text[..index], Some(&text[index + 1..])),
            _ => {}
        }
    }
    (text, None)
}

fn pieces(path: &str) -> Result<Vec<Piece>, &'static str> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((text, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').ok_or("a brace of the path is not closed")?;
        // `{?a,b}` has names of query parameters, which the document lists.
        if !name.starts_with(['?', '&']) {
            if !text.is_empty() {
                pieces.push(Piece::Text(encoded(text)));
            }
            let name = name.trim_start_matches(['+', '.', ';', '/']).trim_end_matches('*');
            if name.is_empty() || name.contains('{') {
                return Err("a placeholder of the path has no name");
            }
            pieces.push(Piece::Placeholder(name.to_owned()));
        } else if !text.is_empty() {
            pieces.push(Piece::Text(encoded(text)));
        }
        rest = behind;
    }
    if rest.contains('}') {
        return Err("a brace of the path is not opened");
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(encoded(rest)));
    }
    Ok(pieces)
}

/// Refuses what the derive refuses: empty segments, dot segments, and one placeholder twice.
fn check(pieces: &[Piece]) -> Result<(), &'static str> {
    let mut shape = String::new();
    let mut names = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => shape.push_str(text),
            Piece::Placeholder(name) if names.contains(&name) => return Err("the path has one placeholder twice"),
            Piece::Placeholder(name) => {
                names.push(name);
                shape.push('x');
            }
        }
    }
    if shape.contains("//") {
        return Err("the path has an empty segment");
    }
    if shape.split('/').any(|segment| segment == "." || segment == "..") {
        return Err("the path has a dot segment, which URL parsers remove");
    }
    let hidden = shape.to_ascii_lowercase();
    if ["%2e", "%2f", "%5c"].iter().any(|hidden_byte| hidden.contains(hidden_byte)) {
        return Err("the path hides a dot or a slash in an escape");
    }
    Ok(())
}

/// Text with everything percent-encoded that RFC 3986 does not allow in a path.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_escape = *byte == b'%'
            && bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit)
            && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(byte) || is_escape {
            encoded.push(char::from(*byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Piece, split};

    #[test]
    fn a_path_is_split() {
        let path = split("users/{user-id}.json?type=a&key={key}&flag#create").unwrap();
        let texts = ["/", "users/"].map(|text| Piece::Text(text.to_owned()));
        assert_eq!(path.pieces[..2], texts);
        assert_eq!(path.pieces[2..], [Piece::Placeholder("user-id".into()), Piece::Text(".json".into())]);
        assert_eq!(path.constants, [("type".to_owned(), Some("a".to_owned())), ("flag".to_owned(), None)]);
        assert_eq!(path.queries, [("key".to_owned(), "key".to_owned())]);
        assert!(path.had_fragment);
        assert_eq!(split("/a b/{x}").unwrap().pieces[0], Piece::Text("/a%20b/".into()));
    }

    #[test]
    fn a_path_that_no_request_can_have_is_refused() {
        for path in ["/a//b", "/a/../b", "/a/{b", "/a/b}", "/{a}/{a}", "/{}", "/a%2fb"] {
            assert!(split(path).is_err(), "{path}");
        }
    }
}
