//! Tests that the tables of keys, rules and messages, the compile-fail tests, the editors' constants and the pages agree.

mod files;
mod page;

use std::collections::BTreeSet;

use files::keys::{KEYS, Target};
use files::messages::{ALL, pieces};
use files::rules::RULES;
use files::{MANY, ONE, RUSTC, files};

/// The text with single spaces, because rustc indents and wraps it.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(stderr: &str, text: &str) -> bool {
    let stderr = words(stderr);
    pieces(text).iter().all(|(piece, _)| stderr.contains(&words(piece)))
}

#[test]
fn every_message_has_a_file_of_its_name() {
    let files = files();
    let missing: Vec<&str> =
        ALL.iter().map(|message| message.name).filter(|name| !files.iter().any(|file| file.stem() == *name)).collect();
    assert!(missing.is_empty(), "no file is named {missing:?}");
}

#[test]
fn every_file_shows_the_message_of_its_name() {
    for file in files() {
        let is_rustc = RUSTC.iter().chain(&[MANY, ONE]).any(|name| *name == file.name);
        match file.message() {
            Some(message) => {
                assert!(!is_rustc, "{} is named after a message", file.name);
                assert!(says(&file.stderr, message.fact), "{}.stderr does not say: {}", file.name, message.fact);
                assert!(says(&file.stderr, message.help), "{}.stderr does not say: {}", file.name, message.help);
            }
            None => assert!(is_rustc, "{}.rs is not named after a message", file.name),
        }
    }
}

#[test]
fn every_listed_file_exists() {
    let files = files();
    let gone: Vec<&str> = RUSTC.into_iter().filter(|name| !files.iter().any(|file| file.name == *name)).collect();
    assert!(gone.is_empty(), "no file is named {gone:?}");
}

#[test]
fn one_mistake_is_one_error_without_noise() {
    for file in files() {
        let count = file.stderr.lines().filter(|line| line.starts_with("error")).count();
        // For unstable syntax, rustc reports an additional error.
        let of_rustc = file.stderr.matches("error[E0658]").count();
        assert!(count == 1 + of_rustc || file.name == MANY, "{}.stderr has {count} errors", file.name);
        for noise in ["originates in the derive macro", "following other types implement", "warning:"] {
            assert!(!file.stderr.contains(noise), "{}.stderr says `{noise}`", file.name);
        }
    }
}

#[test]
fn messages_are_written_alike() {
    let mut names = BTreeSet::new();
    for message in ALL {
        assert!(names.insert(message.name), "two messages are named {}", message.name);
        for text in [message.fact, message.help] {
            assert!(!text.ends_with('.'), "a message ends with a full stop: {text}");
            assert!(
                !text.starts_with(|c: char| c.is_ascii_uppercase()),
                "a message begins with a capital letter: {text}"
            );
        }
    }
}

#[test]
fn every_key_is_in_a_file() {
    let written: BTreeSet<(&str, String)> = files().iter().flat_map(|file| attributes(&file.source)).collect();
    for key in KEYS {
        assert!(
            written.contains(&(key.on.word(), key.name.to_string())),
            "no file has `{}` on a {}",
            key.name,
            key.on.word()
        );
    }
}

/// The words in each `#[api(..)]` of a file, with the target of the attribute.
fn attributes(source: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("#[api(") {
        let (inside, behind) = after.split_once(")]").expect("the attribute ends");
        // The attribute of an item begins a line. Any other attribute belongs to the last item before it.
        let item =
            &source[source[..source.len() - rest.len() + before.len()].rfind("\n#[derive(").map_or(0, |at| at + 1)..];
        let head = item.split_once('{').map_or(item, |(head, _)| head);
        let derive = head.lines().next().unwrap_or_default();
        let (is_reply, is_group) = (derive.contains("ApiResponse"), derive.contains("ApiParams"));
        // A variant's attribute is on a separate line with the indent of a variant.
        let is_on_variant = before.ends_with("\n    ") && head.contains("enum ");
        let on = match before.ends_with('\n') {
            true if is_reply => Target::Reply,
            true if is_group => Target::Group,
            true => Target::Request,
            false if is_reply && head.contains("enum ") => Target::Variant,
            false if is_reply => Target::ReplyField,
            false if is_group && is_on_variant => Target::Alternative,
            false => Target::Field,
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words = inside.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        found.extend(words.map(|word| (on.word(), word.to_owned())));
        rest = behind;
    }
    found
}

#[test]
fn every_rule_is_in_a_file() {
    let sources: Vec<String> = files().into_iter().map(|file| file.source).collect();
    for rule in RULES {
        let written = format!("validate({}", rule.name);
        assert!(sources.iter().any(|source| source.contains(&written)), "no file has the rule `{}`", rule.name);
    }
}

#[test]
fn every_key_has_its_constant_for_editors() {
    let source = include_str!("../../runtime/src/__private/key.rs");
    let mut count = 0;
    for on in Target::ALL {
        let (_, module) = source.split_once(&format!("pub mod {} {{\n", on.word())).expect("each place has a module");
        let (module, _) = module.split_once("\n}").expect("the module ends");
        for key in KEYS.iter().filter(|key| key.on == on) {
            let name = if key.name.as_str() == "crate" { "crate_" } else { key.name.as_str() };
            let (before, _) = module
                .split_once(&format!("\n    pub const {name}: () = ();"))
                .unwrap_or_else(|| panic!("`{}` of a {} has no constant", key.name, on.word()));
            let doc = before.lines().last().unwrap_or_default();
            assert_eq!(doc.trim(), format!("/// `{}`: {}.", key.usage, key.doc));
            count += 1;
        }
    }
    assert_eq!(source.matches("pub const").count(), count, "a constant is not a key");
}

#[test]
fn the_pages_show_what_rustc_says() {
    let pages = [
        ("guide/mistakes.md", include_str!("../../runtime/src/guide/mistakes.md")),
        ("PEERS.md", include_str!("../../benches/mistakes/PEERS.md")),
    ];
    let files = files();
    for (page, text) in pages {
        for shown in text.split("<!-- stderr: ").skip(1) {
            let (name, rest) = shown.split_once(" -->").expect("the comment ends");
            let file = files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{page} shows {name}"));
            let block = format!("\n\n```text\n{}```\n", file.stderr);
            assert!(rest.starts_with(&block), "write this into {page}, at {name}:{block}");
        }
    }
}
