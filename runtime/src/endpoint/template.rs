//! The path template: that of hand-written endpoints, checked when it compiles, and its placeholders.

use super::grammar::is_pchar;

/// Holds hand-written templates to what the derive checks with better messages.
pub(super) const fn assert_template(path: &[u8]) {
    assert!(!path.is_empty() && path[0] == b'/', "a path template begins with `/`");
    let mut start = 1;
    let mut at = 1;
    while at <= path.len() {
        if at == path.len() || path[at] == b'/' {
            let len = at - start;
            assert!(len > 0 || at == path.len(), "a path template has no empty segment");
            let dots = (len == 1 || len == 2) && path[start] == b'.' && path[at - 1] == b'.';
            assert!(!dots, "a path template has no dot segment");
            start = at + 1;
        } else if path[at] == b'{' {
            while at < path.len() && path[at] != b'}' {
                at += 1;
            }
            assert!(at < path.len(), "a placeholder of a path template ends with `}}`");
        } else if path[at] == b'%' {
            assert!(
                at + 2 < path.len() && path[at + 1].is_ascii_hexdigit() && path[at + 2].is_ascii_hexdigit(),
                "a percent sign in a path template begins an escape"
            );
            let (high, low) = (path[at + 1], path[at + 2].to_ascii_lowercase());
            let hides = (high == b'2' && (low == b'e' || low == b'f')) || (high == b'5' && low == b'c');
            assert!(!hides, "a path template does not escape a dot or a slash");
        } else {
            assert!(is_pchar(path[at]), "a path template holds only what RFC 3986 allows in a path");
        }
        at += 1;
    }
}

/// What a placeholder says behind its name, such as `+`, and what stands behind it in the template.
pub(crate) fn form(behind_name: &str) -> Option<(&str, &str)> {
    let (form, rest) = behind_name.split_at(behind_name.bytes().position(|byte| byte == b'}')?);
    let form = if form.is_empty() { form } else { form.strip_prefix(':')? };
    Some((form, rest.strip_prefix('}')?))
}
