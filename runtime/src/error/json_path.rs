//! Finds the path of the JSON value at a byte offset, for decode errors.

use std::fmt::Write as _;

use crate::json_scan::{Frame, Position, Token, Tokens};

/// The longest key that is shown.
///
/// Keys of a map may be user data, so a key that is longer, has more digits, or is not a plain word is shown as `*`.
const MAX_NAME: usize = 32;
const MAX_DIGITS: usize = 3;

/// The path and the kind of the innermost value that contains `offset`. The value may also end there. A path is, for example,
/// `$.user.roles[3]`.
pub(super) fn locate(json: &[u8], offset: usize) -> (String, &'static str) {
    let mut position = Position::default();
    for (at, token) in Tokens::new(json) {
        let is_reached = at + token.len() >= offset;
        let found = match token {
            Token::OpenObject if at >= offset => Some("an object"),
            Token::OpenArray if at >= offset => Some("an array"),
            Token::CloseObject if is_reached => Some("an object"),
            Token::CloseArray if is_reached => Some("an array"),
            Token::String(_) if is_reached && position.is_before_name() => Some("an object"),
            Token::String(_) if is_reached => Some("a string"),
            Token::Word(word) if is_reached => Some(kind_of_word(word)),
            _ => None,
        };
        let Some(kind) = found else {
            position.pass(token);
            continue;
        };
        let is_of_parent = matches!(token, Token::CloseObject | Token::CloseArray) || position.is_before_name();
        let frames = position.frames();
        let kept = if is_of_parent && position.depth() == frames.len() {
            frames.len().saturating_sub(1)
        } else {
            frames.len()
        };
        return (render(&frames[..kept]), kind);
    }
    (render(position.frames()), "nothing")
}

fn kind_of_word(word: &[u8]) -> &'static str {
    match word.first() {
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(b'-' | b'0'..=b'9') => "a number",
        _ => "invalid JSON",
    }
}

fn render(frames: &[Frame<'_>]) -> String {
    let mut path = String::from("$");
    for frame in frames {
        match frame {
            Frame::Object(Some(name)) => {
                path.push('.');
                let digits = name.iter().filter(|byte| byte.is_ascii_digit()).count();
                let plain = name.len() <= MAX_NAME
                    && digits <= MAX_DIGITS
                    && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
                path.push_str(if plain { std::str::from_utf8(name).unwrap_or("*") } else { "*" });
            }
            Frame::Object(None) => {}
            Frame::Array(index) => {
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

/// Converts `serde_json`'s line and column, which start at 1, to a byte offset.
pub(super) fn offset(json: &[u8], line: usize, column: usize) -> usize {
    let before: usize = json.split(|&byte| byte == b'\n').take(line.saturating_sub(1)).map(|line| line.len() + 1).sum();
    before + column
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "the tests only look at what it rejects")]
    struct Reply {
        user: User,
        note: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "the tests only look at what it rejects")]
    struct User {
        id: u64,
        roles: Vec<String>,
    }

    #[test]
    fn finds_the_value_that_serde_rejected() {
        for (json, path, kind) in [
            (r#"{"user":{"id":"x","roles":[]}}"#, "$.user.id", "a string"),
            (r#"{"user":{"id":1,"roles":["a","b\"c,",{},"d"]}}"#, "$.user.roles[2]", "an object"),
            (r#"{"user":{"id":1,"roles":["a", true]}}"#, "$.user.roles[1]", "a boolean"),
            (r#"{"user":{"id":[1],"roles":[]}}"#, "$.user.id", "an array"),
            (r#"{"user":{"roles":[]},"note":null}"#, "$.user", "an object"),
            (r#"{"note":"a"}"#, "$", "an object"),
            (r#"{"user":{"id":null,"roles":[]}}"#, "$.user.id", "null"),
            ("{\n \"user\": {\n  \"id\": 1,\n  \"roles\": [\n   7]}}", "$.user.roles[0]", "a number"),
            ("[1]", "$[0]", "a number"),
            ("3", "$", "a number"),
        ] {
            let error = serde_json::from_str::<Reply>(json).unwrap_err();
            let found = locate(json.as_bytes(), offset(json.as_bytes(), error.line(), error.column()));
            assert_eq!(found, (path.to_owned(), kind), "{json}: {error}");
        }
    }

    #[test]
    fn never_panics_and_hides_names_that_may_be_values() {
        let json = br#"{"a b":[{"0123456789012345678901234567890123456789X":"\"#;
        for end in 0..=json.len() {
            for offset in 0..=end + 2 {
                let _ = locate(&json[..end], offset);
            }
        }
        let deep = [b"[".repeat(1_000_000), b"7".to_vec()].concat();
        assert_eq!(locate(&deep, deep.len()), ("$".to_owned() + &"[0]".repeat(128), "a number"));
        assert_eq!(locate(br#"{"a secret":[1]}"#, 13).0, "$.*[0]");
        assert_eq!(locate(br#"{"sk_live_0123":[1]}"#, 17).0, "$.*[0]");
    }
}
