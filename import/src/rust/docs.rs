//! Descriptions of a document as doc comments that rustdoc accepts, and that run no code.

use crate::api::Docs;

/// The longest line of a doc comment.
const WIDTH: usize = 110;
/// The most lines of one description. The rest is in the document.
const MAX_LINES: usize = 24;
/// The longest text that is looked at.
const MAX_TEXT: usize = 20_000;

/// The lines of a doc comment, without `///`. At least one.
pub(super) fn lines(docs: &Docs) -> Vec<String> {
    let summary = docs.summary.as_deref().map(clean).unwrap_or_default();
    let description = docs.description.as_deref().map(clean).unwrap_or_default();
    let mut lines = summary;
    // Many documents repeat the summary at the beginning of the description.
    let text = |lines: &[String]| lines.join(" ").trim_end_matches('.').to_ascii_lowercase();
    if lines.is_empty() || text(&description).starts_with(&text(&lines)) {
        lines = description;
    } else if !description.is_empty() {
        finish(&mut lines);
        lines.push(String::new());
        lines.extend(description);
    }
    if lines.is_empty() {
        let fallback = line(&docs.fallback);
        let is_sentence = fallback.starts_with('`') || fallback.is_empty();
        lines = vec![if is_sentence { fallback } else { format!("The {fallback}.") }];
        if lines[0].is_empty() {
            "A value of the API.".clone_into(&mut lines[0]);
        }
    }
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        close_fence(&mut lines);
        lines.push("…".to_owned());
    }
    finish(&mut lines);
    if docs.deprecated {
        lines.extend([String::new(), "Deprecated.".to_owned()]);
    }
    lines
}

/// A short text as a single line.
pub(super) fn line(text: &str) -> String {
    clean(text).join(" ")
}

/// Text for a cell of a table, inside code or not.
pub(super) fn cell(text: &str) -> String {
    let visible = text.chars().filter(|c| is_visible(*c));
    visible.collect::<String>().replace('|', "\\|").replace('\n', " ")
}

/// Ends the first sentence with a full stop, if it has one line.
fn finish(lines: &mut [String]) {
    if let Some(first) = lines.first_mut()
        && first.ends_with(|c: char| c.is_alphanumeric())
    {
        first.push('.');
    }
}

/// Whether a character may be in source text. rustc refuses those that change its direction.
fn is_visible(c: char) -> bool {
    let is_direction =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    let is_separator = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    !is_direction && !is_separator && (!c.is_control() || c == '\n')
}

/// Makes Markdown safe: no tests in code blocks, no intra-doc links, no HTML.
fn clean(text: &str) -> Vec<String> {
    let cut: String = text.chars().take(MAX_TEXT).map(|c| if c == '\t' { ' ' } else { c }).collect();
    let text = cut.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|c| is_visible(*c)).collect();
    let mut lines: Vec<String> = Vec::new();
    let mut in_fence = false;
    for raw in text.lines() {
        let trimmed = raw.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            let closes_itself = trimmed.len() > 3 && trimmed[3..].contains("```");
            if !closes_itself {
                lines.push(if in_fence { "```" } else { "```text" }.to_owned());
                in_fence = !in_fence;
                continue;
            }
        }
        if in_fence {
            // Inside the block, a line must not end it.
            lines.push(raw.trim_end().replace("```", "'''").replace("~~~", "'''"));
            continue;
        }
        // Without indentation, no line begins a block of code. Runs of spaces could begin one inside a list.
        let words: Vec<&str> = trimmed.split(' ').filter(|word| !word.is_empty()).collect();
        let line = inline(&words.join(" ").replace("```", "`").replace("~~~", "~"));
        let repeats_blank = line.is_empty() && lines.last().is_none_or(String::is_empty);
        if !repeats_blank {
            wrap(&line, &mut lines);
        }
    }
    close_fence(&mut lines);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Closes a block of code that is open at the end.
fn close_fence(lines: &mut Vec<String>) {
    if lines.iter().filter(|line| line.starts_with("```")).count() % 2 == 1 {
        lines.push("```".to_owned());
    }
}

/// Breaks a line at spaces. Rows of tables and headings stay whole.
fn wrap(line: &str, lines: &mut Vec<String>) {
    if line.starts_with(['|', '#']) || line.chars().count() <= WIDTH {
        lines.push(line.to_owned());
        return;
    }
    let mut current = String::new();
    let mut is_code = false;
    for word in line.split(' ') {
        let is_full = current.chars().count() + word.chars().count() + 1 > WIDTH;
        // A word that begins a line must not become a list, a heading, a table or a quote.
        let is_marker = word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~', '`', ':'])
            || word.starts_with(|c: char| c.is_ascii_digit());
        if !current.is_empty() && is_full && !is_code && !is_marker {
            lines.push(std::mem::take(&mut current));
        } else if !current.is_empty() {
            current.push(' ');
        }
        if word.matches('`').count() % 2 == 1 {
            is_code = !is_code;
        }
        current.push_str(word);
    }
    lines.push(current);
}

/// Makes a line outside of code blocks safe.
///
/// HTML is removed, brackets are escaped unless they are a link, and URLs get angle brackets.
fn inline(line: &str) -> String {
    let mut out = String::new();
    // A backtick without its partner is text.
    let has_pairs = line.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let mut length = c.len_utf8();
        match c {
            '`' if has_pairs => {
                in_code = !in_code;
                out.push(c);
            }
            '`' => out.push_str("\\`"),
            _ if in_code => out.push(c),
            '<' => match tag(rest) {
                Some(tag) => length = tag,
                None => out.push_str("&lt;"),
            },
            '\\' => {
                // An escape of the document stays one.
                match rest[1..].chars().next().filter(char::is_ascii_punctuation) {
                    Some(next) if !matches!(next, '[' | ']' | '<' | '`' | '\\') => {
                        out.push_str(&rest[..2]);
                        length = 2;
                    }
                    _ => out.push_str("\\\\"),
                }
            }
            '[' => match link(rest) {
                Some((kept, end)) => {
                    out.push_str(&kept);
                    length = end;
                }
                None => out.push_str("\\["),
            },
            ']' => out.push_str("\\]"),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                let end = rest.find(|c: char| c.is_whitespace() || "<>()[]`\"'|,;*".contains(c)).unwrap_or(rest.len());
                let url = rest[..end].trim_end_matches(['.', ':', '!', '?']);
                out.push_str(&format!("<{url}>"));
                length = url.len();
            }
            c => out.push(c),
        }
        at += length;
    }
    out
}

/// The length of an HTML tag or comment at the beginning.
fn tag(text: &str) -> Option<usize> {
    let name = text[1..].trim_start_matches('/');
    let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!');
    let end = text.find('>')?;
    (is_tag && !text[1..end].contains('<') && !name.starts_with("http")).then_some(end + 1)
}

/// A link `[text](https://…)` at the beginning, cleaned, and its length. Others would be looked for in the crate.
fn link(text: &str) -> Option<(String, usize)> {
    let (label, rest) = text[1..].split_once("](")?;
    let (url, _) = rest.split_once(')')?;
    let is_plain = |text: &str| !text.contains(['[', ']', '`', '<', '>', '(', ')', '\\']);
    let is_url = url.starts_with("https://") || url.starts_with("http://");
    if !is_url || url.contains(char::is_whitespace) || !is_plain(label) || !is_plain(url) || label.contains("://") {
        return None;
    }
    Some((format!("[{label}]({url})"), 1 + label.len() + 2 + url.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::{clean, lines};
    use crate::api::Docs;

    #[test]
    fn no_text_becomes_a_test_or_a_link() {
        for (text, expected) in [
            ("```rust\npanic!();\n```", "```text\npanic!();\n```"),
            ("```\nopen", "```text\nopen\n```"),
            ("- ```rust", "- \\`rust"),
            ("    fn main() {}", "fn main() {}"),
            ("-      code", "- code"),
            ("see [Vec] and [a](b)", "see \\[Vec\\] and \\[a\\](b)"),
            ("[docs](https://a.example/x)", "[docs](https://a.example/x)"),
            ("at https://a.example/x.", "at <https://a.example/x>."),
            ("<p>Hi</p><script>x", "Hix"),
            ("a < b", "a &lt; b"),
            ("`Vec<T>`", "`Vec<T>`"),
            ("a\u{202e}b\r\nc", "ab\nc"),
            ("*/ fn main() {}", "*/ fn main() {}"),
        ] {
            assert_eq!(clean(text).join("\n"), expected, "{text}");
        }
    }

    #[test]
    fn a_doc_comment_has_a_first_line() {
        let docs = |summary: Option<&str>, description: Option<&str>| Docs {
            summary: summary.map(str::to_owned),
            description: description.map(str::to_owned),
            fallback: "user id".to_owned(),
            deprecated: false,
        };
        assert_eq!(lines(&docs(None, None)), ["The user id."]);
        assert_eq!(lines(&docs(Some("Gets a user"), None)), ["Gets a user."]);
        assert_eq!(lines(&docs(Some("Gets a user"), Some("Gets a user. All of it."))), ["Gets a user. All of it."]);
        assert_eq!(lines(&docs(Some("Gets a user"), Some("By id"))), ["Gets a user.", "", "By id"]);
        assert_eq!(lines(&docs(Some(" "), Some("<br>"))), ["The user id."]);
    }
}
