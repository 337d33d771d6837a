//! Generates the chapter that lists every message from the compile-fail tests.

use std::fs;

use super::files::messages::ALL;
use super::files::{File, RUSTC, TOPICS, files};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../runtime/src/guide/messages.md");

const HEAD: &str = r#"# Every compile error

This chapter lists every error of the derives with an example, as rustc prints it. If the error comes from rustc itself and does not say
how to fix the mistake, the fix follows it. The chapter is generated from the tests in `tests/ui`, and a test keeps it up to date.

Most examples are a struct like this one, which compiles, with one mistake in it:

```rust
use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = String)]
struct GetUser {
    id: u64,
    #[api(query, validate(non_empty))]
    view: Option<String>,
}

let request = GetUser { id: 7, view: None }.to_http(&"https://api.example.com".parse()?)?;
assert_eq!(request.uri(), "https://api.example.com/api/users/7");
# Ok::<(), Box<dyn std::error::Error>>(())
```
"#;

/// How to fix a mistake whose error from rustc does not say so.
const FIXES: [(&str, &str); 19] = [
    (
        "attributes/crate_unresolved",
        "Write the name of `api-request` in `Cargo.toml`, as `crate = ::name`, or the path where it is re-exported.",
    ),
    (
        "attributes/crate_unresolved_on_reply",
        "Write the path where `api-request` is re-exported, as in `crate = crate::path`.",
    ),
    ("attributes/debug_beside_debug", "Remove `Debug` from the derives: the key `debug` implements it."),
    (
        "attributes/debug_beside_secret",
        "Remove `Debug` from the derives: for a struct with a `secret` field, `ApiRequest` implements it and masks the field. If you \
         implement it by hand, write `debug = false`.",
    ),
    (
        "groups/debug_beside_secret_in_group",
        "Remove `Debug` from the derives: `ApiParams` implements it and masks the field.",
    ),
    (
        "replies/deserialize_beside_api_response",
        "Remove one of the two derives: `Deserialize` decodes a type from JSON, and `ApiResponse` decodes it from the parts of the response \
         or by the status.",
    ),
    (
        "rules/check_of_another_type",
        "A check of the whole value must take a reference to the struct: `fn(&DeleteUsers)`.",
    ),
    (
        "replies/absent_without_content",
        "Write `response = api_request::reply::Maybe<NoContent>`, or derive `ApiResponse` on an enum with a variant for `status = 204` and \
         one for `status = 404`.",
    ),
    ("rules/length_of_a_constant", "Declare the constant as a `usize`."),
    ("rules/one_of_a_constant", "Declare the constant with the field's own type, without its `Option`."),
    ("rules/one_of_texts_for_a_number", "Write values of the field's type: numbers for a number."),
    ("rules/range_of_a_constant", "Declare the constant with the field's own type, without its `Option`."),
    (
        "rules/own_rule_on_a_foreign_type",
        "The function must take a reference to the field's type, without its `Option`.",
    ),
    (
        "rules/own_rule_on_a_text",
        "The function takes the value inside the `Option`: `fn(&str)` for text, `fn(&[T])` for lists, `fn(&T)` otherwise.",
    ),
    ("rules/own_rule_without_operand", "Call the function that returns the rule: `self::at_most(3)`."),
    ("types/response_borrows", "Use a type that owns its data, such as `String` instead of `&str`."),
    ("types/response_undeclared", "Declare the type, or import it."),
    ("types/field_type_undeclared", "Declare the type, or import it."),
    (
        "types/serialize_with_type",
        "The function must take a reference to the field's type, including its `Option`, and a `serde::Serializer`.",
    ),
];

fn entry(file: &File) -> String {
    let fix = FIXES.iter().find(|(name, _)| *name == file.name);
    let fix = fix.map_or_else(String::new, |(_, text)| format!("\n{text}\n"));
    format!("\n### `{}`\n\n```text\n{}```\n{fix}", file.stem(), file.stderr)
}

/// The chapter: the test of each message, and every test of an error that comes from rustc itself.
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
        "runtime/src/guide/messages.md is outdated: UPDATE_DOCS=1 cargo test -p api-request-ui --test tables updates it"
    );
    for message in ALL {
        assert!(page.contains(&format!("### `{}`\n", message.name)), "{} is not on the page", message.name);
    }
}

#[test]
fn each_mistake_has_a_fix() {
    for file in files().iter().filter(|file| RUSTC.contains(&&*file.name)) {
        let says = ["help:", "= note:"].iter().any(|word| file.stderr.contains(word));
        let has_fix = FIXES.iter().any(|(name, _)| *name == file.name);
        assert!(says || has_fix, "{} does not say how to fix the mistake", file.name);
    }
    for (name, _) in FIXES {
        assert!(RUSTC.contains(&name), "no file is named {name}");
    }
}
