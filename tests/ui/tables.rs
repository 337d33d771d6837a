//! Holds the tables of keys and messages, the compile-fail files, the editors' constants and the README against each other.

// The tests read less of the tables than the derives do.
#[allow(dead_code)]
#[path = "../../macros/src/keys.rs"]
mod keys;
#[allow(dead_code)]
#[path = "../../macros/src/messages.rs"]
mod messages;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use keys::{KEYS, On};
use messages::{ALL, Message, pieces};

const TOPICS: [&str; 9] =
    ["attributes", "errors", "groups", "path", "placement", "replies", "request", "rules", "types"];

/// The files about mistakes that rustc reports itself: the derives see to it that it does so once, and at the wrong token.
const RUSTC: [&str; 47] = [
    "rules/check_of_another_type",
    "rules/exactly_one_of_a_required_field",
    "groups/body_in_get",
    "groups/debug_beside_secret_in_group",
    "groups/flattened_map_type",
    "groups/flattened_type",
    "groups/name_in_group",
    "groups/name_in_nested_group",
    "groups/name_in_two_groups",
    "groups/bodies_across_groups",
    "replies/absent_without_option",
    "replies/header_of_a_reply_type",
    "attributes/crate_unresolved",
    "attributes/crate_unresolved_on_reply",
    "attributes/debug_beside_debug",
    "attributes/debug_beside_secret",
    "path/brace_unclosed",
    "path/brace_unopened",
    "path/unknown_placeholder",
    "path/unknown_placeholder_beside_body",
    "path/unknown_placeholder_in_generic",
    "replies/deserialize_beside_api_response",
    "replies/variant_type",
    "replies/variant_type_of_a_list",
    "rules/non_empty_on_your_own_type",
    "rules/own_rule_on_a_foreign_type",
    "rules/own_rule_on_a_text",
    "rules/own_rule_unknown",
    "rules/own_rule_without_operand",
    "rules/own_rule_without_result",
    "rules/requires_a_required_field",
    "rules/requires_on_a_required_field",
    "rules/uuid_on_a_list",
    "rules/uuid_on_a_number",
    "types/body_type",
    "types/error_type",
    "types/field_type_undeclared",
    "types/header_type",
    "types/idempotency_key_type",
    "types/json_type",
    "types/path_type",
    "types/property_type",
    "types/query_type",
    "types/response_borrows",
    "types/response_type",
    "types/response_undeclared",
    "types/serialize_with_type",
];

/// A struct with many mistakes, and one with a single mistake whose type is used all over.
const MANY: &str = "errors/many";
const ONE: &str = "errors/one_error";

struct File {
    /// `path/unknown_placeholder`.
    name: String,
    source: String,
    stderr: String,
}

impl File {
    fn stem(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The message that the file is named after: `path_query`, or `path_query_of_constants`, is about `path_query`.
    fn message(&self) -> Option<&'static Message> {
        let is_about = |message: &&&Message| {
            let rest = self.stem().strip_prefix(message.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        ALL.iter().filter(is_about).max_by_key(|message| message.name.len()).copied()
    }
}

fn files() -> Vec<File> {
    let mut files = Vec::new();
    for topic in TOPICS {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(topic)).expect("the topic is a folder");
        for entry in entries {
            let path = entry.expect("the folder can be read").path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("names are UTF-8");
            let name = format!("{topic}/{stem}");
            let (source, stderr) = (path.with_extension("rs"), path.with_extension("stderr"));
            assert!(source.exists(), "{name}.stderr has no .rs");
            assert!(stderr.exists(), "{name}.rs has no .stderr: write it by `TRYBUILD=overwrite`");
            if path == source {
                let read = |path| fs::read_to_string(path).expect("the file can be read");
                files.push(File { name, source: read(source), stderr: read(stderr) });
            }
        }
    }
    files
}

/// rustc indents and wraps, so only words are compared.
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
            None => assert!(is_rustc, "{}.rs is named after no message", file.name),
        }
    }
}

#[test]
fn names_no_file_that_is_gone() {
    let files = files();
    let gone: Vec<&str> = RUSTC.into_iter().filter(|name| !files.iter().any(|file| file.name == *name)).collect();
    assert!(gone.is_empty(), "no file is named {gone:?}");
}

#[test]
fn one_mistake_is_one_error_without_noise() {
    for file in files() {
        let count = file.stderr.lines().filter(|line| line.starts_with("error")).count();
        // What is no stable Rust has an error of rustc's own besides.
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
            assert!(!text.ends_with('.'), "a full stop ends: {text}");
            assert!(!text.starts_with(|c: char| c.is_ascii_uppercase()), "a capital begins: {text}");
        }
    }
}

#[test]
fn every_key_is_in_a_file() {
    let written: BTreeSet<(&str, String)> = files().iter().flat_map(|file| attributes(&file.source)).collect();
    for key in KEYS {
        assert!(
            written.contains(&(key.on.word(), key.name.to_owned())),
            "no file has `{}` on a {}",
            key.name,
            key.on.word()
        );
    }
}

/// The words in each `#[api(..)]` of a file, with what carries the attribute.
fn attributes(source: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("#[api(") {
        let (inside, behind) = after.split_once(")]").expect("the attribute ends");
        // On an item the attribute begins its line; else the item is the last that began.
        let item =
            &source[source[..source.len() - rest.len() + before.len()].rfind("\n#[derive(").map_or(0, |at| at + 1)..];
        let head = item.split_once('{').map_or(item, |(head, _)| head);
        let derive = head.lines().next().unwrap_or_default();
        let (is_reply, is_group) = (derive.contains("ApiResponse"), derive.contains("ApiParams"));
        // A variant's attribute has a line of its own, as far to the right as the variants are.
        let is_on_variant = before.ends_with("\n    ") && head.contains("enum ");
        let on = match before.ends_with('\n') {
            true if is_reply => On::Reply,
            true if is_group => On::Group,
            true => On::Request,
            false if is_reply && head.contains("enum ") => On::Variant,
            false if is_reply => On::Part,
            false if is_group && is_on_variant => On::Alternative,
            false => On::Field,
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words = inside.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        found.extend(words.map(|word| (on.word(), word.to_owned())));
        rest = behind;
    }
    found
}

#[test]
fn every_key_has_its_constant_for_editors() {
    let source = include_str!("../../runtime/src/__private/key.rs");
    let mut count = 0;
    for on in On::ALL {
        let (_, module) = source.split_once(&format!("pub mod {} {{\n", on.word())).expect("each place has a module");
        let (module, _) = module.split_once("\n}").expect("the module ends");
        for key in KEYS.iter().filter(|key| key.on == on) {
            let name = if key.name == "crate" { "crate_" } else { key.name };
            let (before, _) = module
                .split_once(&format!("\n    pub const {name}: () = ();"))
                .unwrap_or_else(|| panic!("`{}` of a {} has no constant", key.name, on.word()));
            let doc = before.lines().last().unwrap_or_default();
            assert_eq!(doc.trim(), format!("/// `{}`: {}.", key.syntax, key.doc));
            count += 1;
        }
    }
    assert_eq!(source.matches("pub const").count(), count, "a constant is no key");
}

#[test]
fn the_pages_show_what_rustc_says() {
    let pages =
        [("README.md", include_str!("../../runtime/README.md")), ("PEERS.md", include_str!("../../runtime/PEERS.md"))];
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
