//! Phrases that a reader has to read twice. No documentation, comment or message may contain one.

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::{Captures, Regex};

use crate::repository;

/// A phrase that is not good English.
struct Phrase {
    /// A word of the phrase in lower case. Only the lines that contain it are matched with the pattern.
    word: &'static str,
    /// A regular expression for the phrase in lower case.
    pattern: &'static str,
    /// What to write instead.
    instead: &'static str,
}

const fn phrase(word: &'static str, pattern: &'static str, instead: &'static str) -> Phrase {
    Phrase { word, pattern, instead }
}

const PHRASES: [Phrase; 38] = [
    // Negations.
    phrase(" none", r"\b(is|are|was|were) none\b", "is not a …"),
    phrase(" no ", r"\b(is|are|was|were) no [a-z]+", "is not a …"),
    phrase(" but ", r"\b(nothing|everything|anything|something|all|none) but (for|what|that)\b", "except …"),
    phrase("but for", r"\bbut for\b", "except …"),
    phrase("means nothing", r"\bmeans nothing\b", "has no effect"),
    phrase(" say", r"\bsays? (no|nothing|none)\b", "does not specify …"),
    // Words that have another meaning in the field, or are out of use.
    phrase("there once", r"\bthere once\b", "one-shot"),
    phrase(" got", r"\b(is|are|was|were|be) got\b|, got (once|by)\b", "is fetched"),
    phrase(" had", r"\b(be|is|are) had\b", "is available"),
    phrase("before", r"\b(goes|go|went) before\b", "overrides"),
    phrase(" said", r"\b(is|are|was|were) said\b|\bsaid (already|of|on)\b", "is specified"),
    phrase(" speak", r"\bspeaks? of\b", "mentions …"),
    phrase(
        " stand",
        r"\b(stand|stands|stood) (in (a|the|its|one)|on|here|there|below|above|beside|behind)\b",
        "is in …",
    ),
    phrase("about", r"\b(came|come|comes|bring|brings) about\b", "is made"),
    phrase(" usual", r"\b(the|its|their|a) usual\b", "the default …"),
    phrase(" again", r"\b(try|tries|tried|trying) (it |them )?again\b", "retries"),
    phrase("once more", r"\bonce more\b", "again"),
    phrase("own accord", r"\bown accord\b", "automatically"),
    phrase(" to it", r"\b(see|sees|saw) to it\b", "makes sure"),
    phrase(" held to", r"\bheld to\b", "is checked against …"),
    phrase(" back", r"\b(give|gives|gave|given|gets|got) back\b", "returns"),
    phrase(" for a", r"\btakes? (it|them) for an?\b", "treats it as a …"),
    phrase(" without", r"\b(do|does|did|done) without\b", "does not need …"),
    phrase(" out", r"\bways? out\b", "a fix"),
    phrase("one's", r"\bone's own\b", "your own …"),
    phrase("of yours", r"\bof yours\b", "your …"),
    phrase(" many", r"\bso many\b", "this number of …"),
    phrase("however", r"\bhowever (many|much|long|often)\b", "any number of …"),
    phrase("another", r"\banother [a-z]+ than\b", "a different … from"),
    phrase(" else", r"\belse than\b", "other than"),
    phrase(" has it", r"\bas [a-z0-9.' ]{1,30} has it\b", "as in …"),
    // Clauses without a noun.
    phrase("whoever", r"\bwhoever\b", "the name of who it is"),
    phrase("whatever", r"\bwhatever\b", "any …"),
    phrase("what of", r"\bwhat of (a|an|the)\b", "the part of … that"),
    phrase("what is", r"\bwhat is (no|none)\b", "an invalid …"),
    phrase("who ", r"(^|[.;:|] |//[/!]? )who [a-z]+s\b", "if you …"),
    // Words of older English.
    phrase("there", r"\b(thereof|therein|thereby|thereupon)\b", "of it, in it, by it"),
    phrase("where", r"\b(wherein|whereof|whereupon|whereby)\b", "in which, of which, by which"),
];

/// Whether a match is good English: "there is no transport", "it is no longer sent".
fn is_good(before: &str, found: &str) -> bool {
    before.ends_with("there ") || found.ends_with("no longer")
}

/// The extensions of files that we write.
const EXTENSIONS: [&str; 5] = ["md", "rs", "sh", "toml", "yml"];
/// Hidden folders with files that we write.
const HIDDEN: [&str; 3] = [".cargo", ".ci", ".github"];

/// Every file that we write below the folder: except build output, data of other projects, and this file.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let is_ours = !name.starts_with('.') || HIDDEN.contains(&&*name);
            if !["target", "data", "node_modules"].contains(&&*name) && is_ours {
                files(&path, found);
            }
        } else if is_text(&path) && !path.ends_with("sources/words.rs") {
            found.push(path);
        }
    }
}

fn is_text(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    // The commands of CI have no extension.
    extension.map_or(path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".ci"), |one| {
        EXTENSIONS.contains(&one)
    })
}

/// A text in which the names of functions are words: `a_body_is_sent` reads `a body is sent`.
///
/// Only names of five words or more are sentences. `is_none` is a name of the standard library.
fn with_names_as_words(text: &str) -> String {
    let name = Regex::new(r"\bfn [a-z0-9]+(_[a-z0-9]+){4,}").expect("the pattern is valid");
    name.replace_all(text, |found: &Captures<'_>| found[0].replace('_', " ")).into_owned()
}

fn patterns() -> Vec<(&'static Phrase, Regex)> {
    PHRASES.iter().map(|phrase| (phrase, Regex::new(phrase.pattern).expect("the pattern is valid"))).collect()
}

/// The phrases in a text, in the order of [`PHRASES`].
fn faults(text: &str, patterns: &[(&Phrase, Regex)]) -> Vec<String> {
    let text = with_names_as_words(text).to_ascii_lowercase();
    let mut faults = Vec::new();
    for (phrase, pattern) in patterns {
        let mut end_of_last = 0;
        for (at, _) in text.match_indices(phrase.word) {
            if at < end_of_last {
                continue;
            }
            let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            end_of_last = end;
            let line = &text[begin..end];
            for found in pattern.find_iter(line).filter(|found| !is_good(&line[..found.start()], found.as_str())) {
                let number = text[..begin].matches('\n').count() + 1;
                faults.push(format!("{number}: `{}`; write: {}", found.as_str().trim(), phrase.instead));
            }
        }
    }
    faults
}

#[test]
fn no_sentence_has_to_be_read_twice() {
    let repository = repository();
    let mut paths = Vec::new();
    files(&repository, &mut paths);
    assert!(paths.len() > 200, "the files of the project are found");
    let (patterns, mut all) = (patterns(), Vec::new());
    for path in paths {
        let text = fs::read_to_string(&path).expect("the file is text");
        let shown = path.strip_prefix(&repository).unwrap_or(&path).display();
        all.extend(faults(&text, &patterns).into_iter().map(|fault| format!("{shown}:{fault}")));
    }
    assert!(all.is_empty(), "{} phrases:\n{}", all.len(), all.join("\n"));
}

#[test]
fn finds_a_phrase_and_lets_good_english_pass() {
    let faults = |text| faults(text, &patterns());
    assert_eq!(faults("/// A name that is none."), ["1: `is none`; write: is not a …"]);
    assert_eq!(faults("fn a_name_that_is_none() {}"), ["1: `is none`; write: is not a …"]);
    assert!(faults("fn is_none() {}").is_empty());
    assert_eq!(faults("\na body that is there once\n"), ["2: `there once`; write: one-shot"]);
    assert_eq!(faults("//! Bodies that are no JSON"), ["1: `are no json`; write: is not a …"]);
    assert_eq!(faults("/// Who implements it by hand"), ["1: `/// who implements`; write: if you …"]);
    assert_eq!(faults("there is no transport, so it is no longer sent"), [""; 0]);
    assert_eq!(faults("There are none. A client, who reads it, stands in for another."), [""; 0]);
}
