//! Pieces of Markdown: code, tables, and the first sentence of a doc comment.

/// Text as code.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    if !text.contains(|c: char| c == '`' || c.is_control()) {
        return format!("`{text}`");
    }
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest_run + 1);
    let space = if longest_run > 0 { " " } else { "" };
    let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    let text: String = text.chars().map(visible).collect();
    format!("{fence}{space}{text}{space}{fence}")
}

/// Texts as code, with commas between them.
pub(super) fn codes(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let codes: Vec<String> = texts.into_iter().map(|text| code(text.as_ref())).collect();
    codes.join(", ")
}

/// A table without the columns that have no text; empty if it has no rows.
pub(super) fn table<const N: usize>(columns: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let used: Vec<usize> = (0..N).filter(|&column| rows.iter().any(|row| !row[column].is_empty())).collect();
    let line = |cells: &dyn Fn(usize) -> String| {
        let cells: String = used.iter().map(|&column| format!(" {} |", cells(column))).collect();
        format!("|{cells}\n")
    };
    let head = line(&|column| columns[column].to_owned());
    let rows: String = rows.iter().map(|row| line(&|column| row[column].replace('|', "\\|"))).collect();
    format!("{head}|{}\n{rows}", "---|".repeat(used.len()))
}

/// The characters that are markup, or that may end a sentence.
const SPECIAL: [char; 11] = ['`', '\\', '!', '[', ']', '<', '.', '?', '。', '！', '？'];

/// The first sentence, in one line.
///
/// Links become their text, because what they refer to may be further down. Nothing in it is HTML.
pub(super) fn first_sentence(docs: &str) -> String {
    without_markup(&first_paragraph(docs), true)
}

fn without_markup(text: &str, is_cut: bool) -> String {
    let mut sentence = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(SPECIAL) {
        sentence.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(c) = rest.chars().next() else {
            break;
        };
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                if let Some(end) = end_of_code(rest, run) {
                    sentence.push_str(&rest[..end]);
                    &rest[end..]
                } else {
                    sentence.push_str(&"\\`".repeat(run));
                    &rest[run..]
                }
            }
            '\\' => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                sentence.push_str(&rest[..=escaped]);
                &after[escaped..]
            }
            // An image.
            '!' if after.starts_with('[') => after,
            '[' => {
                if let Some((text, end)) = link(rest) {
                    sentence.push_str(&without_markup(text, false));
                    &rest[end..]
                } else {
                    sentence.push_str("\\[");
                    after
                }
            }
            ']' => {
                sentence.push_str("\\]");
                after
            }
            '<' => {
                sentence.push_str(if after.starts_with("http") { "<" } else { "\\<" });
                after
            }
            _ => {
                sentence.push(c);
                if is_cut && ends_sentence(&sentence, c, after) {
                    return sentence;
                }
                after
            }
        };
    }
    sentence.push_str(rest);
    sentence
}

/// The lines of the first paragraph, in one line. Empty if the text begins with something else, such as a list.
fn first_paragraph(docs: &str) -> String {
    let is_text = |line: &&str| {
        let begins_block = ["#", "- ", "* ", "+ ", "> ", "|", "```", "~~~"].iter().any(|mark| line.starts_with(mark));
        !line.is_empty() && !begins_block
    };
    let lines = docs.lines().map(str::trim).skip_while(|line| line.is_empty()).take_while(is_text);
    let lines: Vec<&str> = lines.map(|line| line.trim_end_matches('\\')).collect();
    lines.join(" ")
}

/// Where the code ends that begins with this number of backticks.
fn end_of_code(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let length = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// The text of a link and where the link ends. A link is `[text](target)`, `[text][name]`, or `[name]` of an item.
fn link(text: &str) -> Option<(&str, usize)> {
    let end = closing(text, '[', ']')?;
    let label = &text[1..end];
    let after = &text[end + 1..];
    let target = match after.chars().next() {
        Some('(') => closing(after, '(', ')'),
        Some('[') => closing(after, '[', ']'),
        _ => None,
    };
    if let Some(target) = target {
        return Some((label, end + 1 + target + 1));
    }
    let is_path = |label: &str| {
        label.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && label.chars().all(|c| c.is_alphanumeric() || "_:!()@<>#".contains(c))
    };
    (is_path(label) || label.starts_with('`') && label.ends_with('`')).then_some((label, end + 1))
}

/// Where the bracket is closed with which the text begins.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Whether the text, whose last character is `last`, ends there.
fn ends_sentence(text: &str, last: char, after: &str) -> bool {
    let is_abbreviation = || ["e.g.", "i.e.", "etc.", "cf.", "vs."].iter().any(|word| text.ends_with(word));
    match last {
        '。' | '！' | '？' => true,
        '.' | '!' | '?' if after.starts_with(char::is_whitespace) => {
            !after.trim_start().starts_with(char::is_lowercase) && !is_abbreviation()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_code_that_has_backticks_and_line_breaks() {
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(code("a`b``"), "``` a`b`` ```");
        assert_eq!(code("a\nb"), "`a\\nb`");
        assert_eq!(code(""), "`\"\"`");
    }

    #[test]
    fn leaves_out_columns_without_text() {
        let rows = [[code("a|b"), String::new(), "c".to_owned()], [String::new(), String::new(), String::new()]];
        assert_eq!(table(["one", "two", "three"], &rows), "| one | three |\n|---|---|\n| `a\\|b` | c |\n|  |  |\n");
        assert_eq!(table(["one"], &[]), "");
    }

    #[test]
    fn takes_the_first_sentence() {
        for (docs, sentence) in [
            ("Its name. Of 1.5 kinds.", "Its name."),
            ("Its name, e.g. Ada. More.", "Its name, e.g. Ada."),
            ("\nIts\nname.\n\nMore.", "Its name."),
            ("Like `a. B`. More.", "Like `a. B`."),
            ("- a list", ""),
            ("Text\n- a list", "Text"),
            ("```\ncode\n```", ""),
            ("名前。もっと。", "名前。"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(docs), sentence, "{docs}");
        }
    }

    #[test]
    fn keeps_the_text_of_links_and_nothing_that_is_markup() {
        for (docs, sentence) in [
            ("A [`User`], a [User], a [crate::User::id]", "A `User`, a User, a crate::User::id"),
            ("[the `User`](https://example.com/a_(b)) and [it. All][there]", "the `User` and it. All"),
            ("![a picture](a.png)", "a picture"),
            ("items[0], [a, b] and [open", "items\\[0\\], \\[a, b\\] and \\[open"),
            ("a \\[b\\]", "a \\[b\\]"),
            ("Vec<u8> of <https://example.com>", "Vec\\<u8> of <https://example.com>"),
            ("a ` b, ``c d``", "a \\` b, ``c d``"),
            ("ends in \\", "ends in "),
        ] {
            assert_eq!(first_sentence(docs), sentence, "{docs}");
        }
    }
}
