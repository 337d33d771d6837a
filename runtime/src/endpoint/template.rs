//! Checks path templates at compile time, and parses their placeholders.

use super::grammar::is_pchar;

/// Checks the template of a hand-written endpoint. The derive does the same checks with better messages.
pub(super) const fn assert_template(path: &[u8]) {
    assert!(!path.is_empty() && path[0] == b'/', "a path template must begin with `/`");
    let mut start = 1;
    let mut at = 1;
    while at <= path.len() {
        if at == path.len() || path[at] == b'/' {
            let len = at - start;
            assert!(len > 0 || at == path.len(), "a path template must not have an empty segment");
            let dots = (len == 1 || len == 2) && path[start] == b'.' && path[at - 1] == b'.';
            assert!(!dots, "a path template must not have a dot segment (`.` or `..`)");
            start = at + 1;
        } else if path[at] == b'{' {
            while at < path.len() && path[at] != b'}' {
                at += 1;
            }
            assert!(at < path.len(), "a placeholder of a path template must end with `}}`");
        } else if path[at] == b'%' {
            assert!(
                at + 2 < path.len() && path[at + 1].is_ascii_hexdigit() && path[at + 2].is_ascii_hexdigit(),
                "two hexadecimal digits must follow a percent sign in a path template"
            );
            let (high, low) = (path[at + 1], path[at + 2].to_ascii_lowercase());
            let hides = (high == b'2' && (low == b'e' || low == b'f')) || (high == b'5' && low == b'c');
            assert!(!hides, "a path template must not escape a dot, a slash or a backslash");
        } else {
            assert!(
                is_pchar(path[at]),
                "a path template must percent-encode characters that RFC 3986 does not allow in a path"
            );
        }
        at += 1;
    }
}

/// The length of a template up to its first placeholder.
pub(super) const fn literal_len(path: &[u8]) -> usize {
    let mut at = 0;
    while at < path.len() && path[at] != b'{' {
        at += 1;
    }
    at
}

/// Parses a placeholder after its name. Returns its modifier, such as `+`, and the template after the placeholder.
pub(crate) fn form(behind_name: &str) -> Option<(&str, &str)> {
    let (form, rest) = behind_name.split_at(behind_name.bytes().position(|byte| byte == b'}')?);
    let form = if form.is_empty() { form } else { form.strip_prefix(':')? };
    Some((form, rest.strip_prefix('}')?))
}
