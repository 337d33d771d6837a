//! The character classes of HTTP and URLs.

/// Whether it is an unreserved character (RFC 3986, section 2.3).
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a path segment may contain it (RFC 3986, section 3.3). Excludes the percent sign of an escape.
pub(super) const fn is_pchar(byte: u8) -> bool {
    is_unreserved(byte)
        || matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@')
}

/// The bytes of a token, such as a header name, cookie name or media type. RFC 9110, section 5.6.2. It is a table because calls are slow
/// at compile time.
const TCHAR: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
            );
        byte += 1;
    }
    table
};

/// Whether a token may contain it.
pub(crate) const fn is_tchar(byte: u8) -> bool {
    TCHAR[byte as usize]
}

/// Whether it is a token (RFC 9110, section 5.6.2).
pub(super) const fn is_token(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        if !TCHAR[name[at] as usize] {
            return false;
        }
        at += 1;
    }
    !name.is_empty()
}

/// Whether it begins with a type and a subtype, and fits into a header.
///
/// RFC 9110, section 8.3.1, defines the type. All characters must be ones that a header can carry.
pub(super) const fn is_media_type(text: &[u8]) -> bool {
    let mut at = 0;
    let mut slash = 0;
    while at < text.len() && !matches!(text[at], b';' | b' ' | b',') {
        match text[at] {
            b'/' if at > 0 && slash == 0 => slash = at,
            byte if TCHAR[byte as usize] => {}
            _ => return false,
        }
        at += 1;
    }
    let has_subtype = slash > 0 && at > slash + 1;
    while at < text.len() {
        if !matches!(text[at], b' '..=b'~') {
            return false;
        }
        at += 1;
    }
    has_subtype
}

/// Whether `HeaderName::from_static` accepts the name (RFC 9110, section 5.6.2).
pub(super) const fn is_lower_case_token(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        match name[at] {
            b'A'..=b'Z' => return false,
            byte if TCHAR[byte as usize] => at += 1,
            _ => return false,
        }
    }
    !name.is_empty()
}

/// Whether every byte is unreserved (RFC 3986, section 2.3).
///
/// It calls no function, because the compiler evaluates it for each parameter and calls are slow at compile time.
pub(super) const fn is_plain(name: &[u8]) -> bool {
    let mut at = 0;
    while at < name.len() {
        match name[at] {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'~' => at += 1,
            _ => return false,
        }
    }
    true
}

/// Whether both texts are equal.
pub(super) const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// `eq_ignore_ascii_case` of slices, which is `const` only since Rust 1.89.
pub(super) const fn is_same_in_any_case(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at].eq_ignore_ascii_case(&b[at]) {
        at += 1;
    }
    at == a.len() && at == b.len()
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;

    #[test]
    fn media_types_have_a_type_and_a_subtype() {
        for text in ["application/vnd.api+json", "a/b; charset=utf-8", "a/b, c/d;q=0.5", "*/*", "text/*"] {
            assert!(is_media_type(text.as_bytes()), "{text}");
        }
        for text in ["", "json", "/json", "a/", "a/;b", "a /b", "a/b/c", "a/b;\u{7}", "a/b;\u{e9}", "a\n/b"] {
            assert!(!is_media_type(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn header_names_are_compared_as_std_does() {
        for (a, b) in [
            ("Accept", "accept"),
            ("accept", "accep"),
            ("acc", "accept"),
            ("", ""),
            ("a@", "a`"),
            ("É", "é"),
            ("a", "b"),
        ] {
            assert_eq!(is_same_in_any_case(a.as_bytes(), b.as_bytes()), a.eq_ignore_ascii_case(b), "{a} {b}");
        }
    }

    #[test]
    fn header_names_are_tokens_that_http_accepts() {
        for byte in 0..=0xff {
            let name = [b'a', byte];
            let is_tchar = byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            assert_eq!(is_lower_case_token(&name), is_tchar && !byte.is_ascii_uppercase(), "{byte}");
            assert!(!is_lower_case_token(&name) || HeaderName::from_lowercase(&name).is_ok(), "{byte}");
            assert_eq!(is_plain(&name), is_unreserved(byte), "{byte}");
        }
        assert!(!is_lower_case_token(b""));
    }
}
