//! The page of the docs that lists every message, made from the compile-fail files.

use std::fs;

use super::files::messages::ALL;
use super::files::{File, RUSTC, TOPICS, files};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../runtime/src/guide/messages.md");

const HEAD: &str = "\
# Mistakes, and what the compiler says

Each message of the derives, as rustc prints it for a mistake that it is about: the text, the place, and what to write. Where the words
are rustc's own, the way out stands below them. The page is made from the files in `tests/ui`, and a test holds it to them.
";

/// What to do where rustc does not say so.
const WAYS_OUT: [(&str, &str); 20] = [
    (
        "attributes/crate_unresolved",
        "Write the name under which `Cargo.toml` has `api-request`, as `crate = ::name`, or the path where it is re-exported.",
    ),
    (
        "attributes/crate_unresolved_on_reply",
        "Write the path where `api-request` is re-exported, as `crate = crate::path`.",
    ),
    ("attributes/debug_beside_debug", "Leave out `Debug` in the derive: the key `debug` implements it."),
    (
        "attributes/debug_beside_secret",
        "Leave out `Debug` in the derive: a struct with a `secret` field has it from `ApiRequest`, masked. Who implements it by hand \
         writes `debug = false`.",
    ),
    ("groups/debug_beside_secret_in_group", "Leave out `Debug` in the derive: `ApiParams` implements it, masked."),
    ("path/brace_unclosed", "Close the brace behind the name of the field. A brace that is text is written `%7B`."),
    (
        "path/brace_unopened",
        "Leave out the brace, or open one before the name of a field. A brace that is text is written `%7D`.",
    ),
    (
        "replies/deserialize_beside_api_response",
        "Leave out `Deserialize`: a type is read as JSON, which `Deserialize` says, or by its parts or its status, which `ApiResponse` \
         says.",
    ),
    (
        "rules/check_of_another_type",
        "A check of the whole value takes a reference to the struct itself: `fn(&DeleteUsers)`.",
    ),
    ("rules/length_of_a_constant", "A length is a `usize`: declare the constant as one."),
    ("rules/one_of_a_constant", "Declare the constant with the field's own type, without its `Option`."),
    ("rules/one_of_texts_for_a_number", "Write the values as the field has them: numbers for a number."),
    ("rules/range_of_a_constant", "Declare the constant with the field's own type, without its `Option`."),
    ("rules/own_rule_on_a_foreign_type", "Take a reference to the field's type, without its `Option`."),
    (
        "rules/own_rule_on_a_text",
        "A rule over text takes `&str`, over a list `&[T]`, over anything else a reference to the field's type.",
    ),
    ("rules/own_rule_without_operand", "Call the function that makes the rule: `self::at_most(3)`."),
    ("types/response_borrows", "Read into a type that owns its data: `String` for `&str`."),
    ("types/response_undeclared", "Declare the type, or import it."),
    ("types/field_type_undeclared", "Declare the type, or import it."),
    (
        "types/serialize_with_type",
        "The function takes a reference to the field's type, `Option` included, and a `serde::Serializer`.",
    ),
];

fn entry(file: &File) -> String {
    let way_out = WAYS_OUT.iter().find(|(name, _)| *name == file.name);
    let way_out = way_out.map_or_else(String::new, |(_, text)| format!("\n{text}\n"));
    format!("\n### `{}`\n\n```text\n{}```\n{way_out}", file.stem(), file.stderr)
}

/// One file for each message, and each that is about words of rustc's own.
fn page() -> String {
    let mut files = files();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let is_shown = |file: &&File| RUSTC.contains(&&*file.name) || ALL.iter().any(|message| message.name == file.stem());
    let mut page = HEAD.to_owned();
    for topic in TOPICS {
        let of_topic = files.iter().filter(|file| file.name.starts_with(&format!("{topic}/"))).filter(is_shown);
        let entries: String = of_topic.map(entry).collect();
        if !entries.is_empty() {
            page.push_str(&format!("\n## {}{}\n{entries}", topic[..1].to_uppercase(), &topic[1..]));
        }
    }
    page
}

#[test]
fn the_page_lists_every_message() {
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &page).expect("the page can be written");
    }
    let shown = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        shown == page,
        "runtime/src/guide/messages.md is off: UPDATE_DOCS=1 cargo test -p api-request-ui --test tables writes it"
    );
    for message in ALL {
        assert!(page.contains(&format!("### `{}`\n", message.name)), "{} is not on the page", message.name);
    }
}

#[test]
fn each_mistake_has_a_way_out() {
    for file in files().iter().filter(|file| RUSTC.contains(&&*file.name)) {
        let says = ["help:", "= note:"].iter().any(|word| file.stderr.contains(word));
        let has_way_out = WAYS_OUT.iter().any(|(name, _)| *name == file.name);
        assert!(says || has_way_out, "{} says nowhere what to write", file.name);
    }
    for (name, _) in WAYS_OUT {
        assert!(RUSTC.contains(&name), "no file is named {name}");
    }
}
