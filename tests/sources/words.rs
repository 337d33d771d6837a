//! Phrases that a reader has to read twice, which no documentation, comment or message may contain.

use std::fs;
use std::path::{Path, PathBuf};

use regex_lite::Regex;

use crate::repository;

/// A phrase, and what to write instead.
const PHRASES: [(&str, &str); 11] = [
    (r"\b(is|are) none\b", "is not a …"),
    (r"\b(is|are|was|were) no [a-z]+", "is not a …"),
    (r"\bthere once\b", "one-shot"),
    (r"\b(is|are|was) got\b", "is fetched"),
    (r"\b(be|is) had\b", "is available"),
    (r"\bgoes before\b", "overrides"),
    (r"(?i)\bwhoever\b", "name who it is"),
    (r"(?i)\bwhat of (a|an|the)\b", "the part of … that"),
    (r"\bof yours\b", "your …"),
    (r"(?i)\bwhatever (it|there|they) (is|are)\b", "any …"),
    (r"\b(came|comes) about\b", "was made"),
];

/// Good English, which a phrase happens to match.
const GOOD: [&str; 4] = ["there is no ", "there are no ", "no longer", "there was no "];

/// Every file of Rust or Markdown below the folder, but for build output and other projects' data.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry is there").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !["target", "data", "node_modules", "sources"].contains(&&*name) && !name.starts_with('.') {
                files(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            found.push(path);
        }
    }
}

type Phrases = [(Regex, &'static str); PHRASES.len()];

fn phrases() -> Phrases {
    PHRASES.map(|(phrase, instead)| (Regex::new(phrase).expect("the phrase is a pattern"), instead))
}

fn faults(text: &str, phrases: &Phrases) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (phrase, instead) in phrases {
            for found in phrase.find_iter(line) {
                let around = line.get(found.start().saturating_sub(6)..).unwrap_or(line);
                if !GOOD.iter().any(|good| around.to_lowercase().starts_with(good) || found.as_str().contains(good)) {
                    faults.push(format!("{}: `{}`; write: {instead}", number + 1, found.as_str()));
                }
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
    let (phrases, mut all) = (phrases(), Vec::new());
    for path in paths {
        let text = fs::read_to_string(&path).expect("the file is text");
        let shown = path.strip_prefix(&repository).unwrap_or(&path).display();
        all.extend(faults(&text, &phrases).into_iter().map(|fault| format!("{shown}:{fault}")));
    }
    assert!(all.is_empty(), "{} phrases:\n{}", all.len(), all.join("\n"));
}

#[test]
fn finds_a_phrase_and_lets_good_english_pass() {
    let faults = |text| faults(text, &phrases());
    assert_eq!(faults("/// A name that is none."), ["1: `is none`; write: is not a …"]);
    assert_eq!(faults("a body that is there once"), ["1: `there once`; write: one-shot"]);
    assert_eq!(faults("there is no transport, so it is no longer sent"), [""; 0]);
}
