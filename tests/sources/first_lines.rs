//! The first line of each doc comment: one sentence of at most 15 words.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::repository;

/// The most words of a first sentence, and of the details after it in the same paragraph.
const MOST: usize = 15;

/// The packages whose documentation is checked, if the folder is there.
const PACKAGES: [&str; 4] = ["runtime", "macros", "import", "fusionauth"];

/// A doc comment that breaks the rule.
#[derive(Debug, PartialEq)]
enum Fault {
    /// The first sentence has this number of words.
    Long(usize),
    /// The first paragraph does not end its first sentence with a full stop.
    NoFullStop,
    /// The first paragraph of a public item has a second sentence.
    SecondSentence,
    /// The details of a private item or a file have this number of words.
    LongDetails(usize),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Long(words) => {
                write!(
                    f,
                    "the first sentence has {words} words, at most {MOST} are allowed; write the details after it"
                )
            }
            Self::NoFullStop => f.write_str("the first sentence does not end with a full stop"),
            Self::SecondSentence => f.write_str("write the second sentence into a paragraph of its own"),
            Self::LongDetails(words) => {
                write!(f, "the details have {words} words, at most {MOST} are allowed; write a paragraph of its own")
            }
        }
    }
}

/// The first paragraph of a doc comment.
struct FirstParagraph {
    /// The number of its first line, from 1.
    line: usize,
    text: String,
    /// Whether the comment is on an item, field or variant that users see.
    is_public: bool,
}

/// The text after `marker`, if the line is a doc comment of that kind. `////` is not one.
fn doc_line<'t>(line: &'t str, marker: &str) -> Option<&'t str> {
    line.trim_start().strip_prefix(marker).filter(|text| !text.starts_with('/')).map(str::trim)
}

/// Whether a line of Markdown begins something other than a paragraph.
fn is_block(text: &str) -> bool {
    let is_numbered = text.split_once(". ").is_some_and(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
    is_numbered || ["- ", "* ", "#", "|", "```", ">"].iter().any(|begin| text.starts_with(begin))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The first paragraph of each doc comment, in the layout of `rustfmt`.
///
/// An item is public if it is `pub` without a restriction, or in a `pub enum` or `pub trait`.
fn first_paragraphs(source: &str) -> Vec<FirstParagraph> {
    let lines: Vec<&str> = source.lines().collect();
    let (mut found, mut at, mut open) = (Vec::new(), 0, None);
    while at < lines.len() {
        let line = lines[at];
        let Some(marker) = ["///", "//!"].into_iter().find(|marker| doc_line(line, marker).is_some()) else {
            let is_end = open.is_some_and(|begin| indent(line) == begin && line.trim_start().starts_with('}'));
            let is_open = ["pub enum ", "pub trait "].iter().any(|begin| line.trim_start().starts_with(begin));
            open = if is_open && !line.ends_with('}') { Some(indent(line)) } else { open.filter(|_| !is_end) };
            at += 1;
            continue;
        };
        let comment = lines[at..].iter().map_while(|line| doc_line(line, marker));
        let paragraph: Vec<&str> = comment.clone().take_while(|text| !text.is_empty() && !is_block(text)).collect();
        let first = at;
        at += comment.count();
        let (item, begin) = if marker == "///" { item(&lines, at) } else { ("", at) };
        let is_member = open.is_some_and(|begin| indent(line) > begin);
        let is_public = marker == "///" && (is_member || item.trim_start().starts_with("pub "));
        found.push(FirstParagraph { line: first + 1, text: paragraph.join(" "), is_public });
        at = begin;
    }
    found
}

/// The line that begins the item after a doc comment, behind its attributes and the rest of the comment.
fn item<'t>(lines: &[&'t str], mut at: usize) -> (&'t str, usize) {
    let mut depth = 0_usize;
    while let Some(line) = lines.get(at) {
        let text = line.trim_start();
        let is_attribute = depth > 0 || text.starts_with("#[");
        if !is_attribute && !text.starts_with("//") {
            return (line, at);
        }
        if is_attribute {
            depth = (depth + text.matches('[').count()).saturating_sub(text.matches(']').count());
        }
        at += 1;
    }
    ("", at)
}

/// The text with `c` for each byte of a code span, which ends at as many backticks as it begins with.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find('`') {
        let (before, span) = rest.split_at(begin);
        let inside = span.trim_start_matches('`');
        let ticks = span.len() - inside.len();
        let end = inside.match_indices(&span[..ticks]).find(|(at, _)| !inside[at + ticks..].starts_with('`'));
        let length = end.map_or(span.len(), |(at, _)| at + 2 * ticks);
        plain.push_str(before);
        plain.push_str(&"c".repeat(length));
        rest = &span[length..];
    }
    plain + rest
}

/// The first sentence with its full stop, and the rest of the paragraph. A full stop in a code span is not counted.
fn split(paragraph: &str) -> (&str, &str) {
    let plain = without_code(paragraph);
    let end = plain.find(". ").map_or(paragraph.len(), |at| at + 1);
    (&paragraph[..end], paragraph[end..].trim_start())
}

/// How many words a text has: a code span is one, and the target of a link is not counted.
fn words(text: &str) -> usize {
    let mut plain = String::new();
    let (mut target, mut before) = (None, ' ');
    for character in without_code(text).chars() {
        match (target, character) {
            (Some(end), _) if character == end => target = None,
            (Some(_), _) => {}
            (None, '(') if before == ']' => target = Some(')'),
            (None, '[') if before == ']' => target = Some(']'),
            (None, _) => plain.push(character),
        }
        before = character;
    }
    plain.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn faults(source: &str) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    for FirstParagraph { line, text, is_public } in first_paragraphs(source) {
        let (sentence, details) = split(&text);
        let mut add = |fault| faults.push((line, fault));
        if words(sentence) > MOST {
            add(Fault::Long(words(sentence)));
        }
        if !sentence.ends_with('.') {
            add(Fault::NoFullStop);
        }
        if is_public && !details.is_empty() {
            add(Fault::SecondSentence);
        } else if words(details) > MOST {
            add(Fault::LongDetails(words(details)));
        }
    }
    faults
}

/// The `.rs` files below a folder. A folder that is not there has none.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn first_lines_are_short_sentences() {
    let repository = repository();
    let (mut paths, mut all) = (Vec::new(), Vec::new());
    for package in PACKAGES {
        files(&repository.join(package).join("src"), &mut paths);
    }
    assert!(paths.len() > 200, "the files of the packages are found");
    for path in paths {
        let shown = path.strip_prefix(&repository).unwrap_or(&path);
        let source = fs::read_to_string(&path).expect("the file is text");
        // Only generated code uses what is in `__private`: users see none of its documentation.
        let is_hidden = shown.starts_with("runtime/src/__private");
        let found = faults(&source).into_iter().filter(|(_, fault)| !(is_hidden && *fault == Fault::SecondSentence));
        all.extend(found.map(|(line, fault)| format!("{}:{line}: {fault}", shown.display())));
    }
    assert!(all.is_empty(), "{} first lines:\n{}", all.len(), all.join("\n"));
}

#[test]
fn finds_a_long_sentence_and_a_missing_full_stop() {
    let fifteen = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";
    assert_eq!(faults(&format!("/// {fifteen}.\nfn f() {{}}")), []);
    assert_eq!(faults(&format!("/// {fifteen} more.\nfn f() {{}}")), [(1, Fault::Long(16))]);
    assert_eq!(faults(&format!("\n//! {fifteen}\n//! more.\n")), [(2, Fault::Long(16))]);
    assert_eq!(faults("struct S {\n    /// A field\n    f: u8,\n}"), [(2, Fault::NoFullStop)]);
    assert_eq!(faults("enum E {\n    /// These:\n    ///\n    /// - one.\n    V,\n}"), [(2, Fault::NoFullStop)]);
    assert_eq!(faults("/// ```\n/// f();\n/// ```\nfn f() {}"), [(1, Fault::NoFullStop)]);
}

#[test]
fn counts_a_code_span_and_the_text_of_a_link() {
    assert_eq!(words("`a b c`, [`Type`](crate::a::Type) and [two words](https://example.com/a b) — [it][other]"), 6);
    assert_eq!(words("``GET `a` b`` in `code. that` ends"), 4);
    assert_eq!(words("one `is never closed"), 2);
    assert_eq!(split("Sets `a. b`, as in 3.1. Then more."), ("Sets `a. b`, as in 3.1.", "Then more."));
}

#[test]
fn allows_short_details_only_on_private_items() {
    let fault = [(1, Fault::SecondSentence)];
    assert_eq!(faults("/// One. Two.\npub fn f() {}"), fault);
    assert_eq!(faults("/// One. Two.\n#[doc = \"a\"]\n#[must(\n    a[1],\n    b,\n)]\npub fn f() {}"), fault);
    assert_eq!(faults("/// One.\n/// Two.\npub(crate) fn f() {}"), []);
    assert_eq!(faults(&format!("/// One. {}.\nfn f() {{}}", "two ".repeat(16))), [(1, Fault::LongDetails(16))]);
    let member = "enum E {\n    /// One. Two.\n    V,\n}";
    assert_eq!(faults(member), []);
    assert_eq!(faults(&format!("pub {member}")), [(2, Fault::SecondSentence)]);
    assert_eq!(
        faults(&format!("/// A trait.\npub trait T {{\n    /// One. Two.\n    fn f();\n}}\n{member}")),
        [(3, Fault::SecondSentence)]
    );
}

#[test]
fn reads_a_comment_that_attributes_interrupt_once() {
    let source = "/// One.\n///\n#[doc = \"```\"]\n/// let x = 1\n/// ```\npub struct S;\n/// two\nfn f() {}";
    assert_eq!(faults(source), [(7, Fault::NoFullStop)]);
}
