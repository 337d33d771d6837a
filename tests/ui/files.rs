//! The compile-fail tests, and the tables of keys, rules and messages.

// The tests use only a part of the tables.
#[allow(dead_code)]
#[path = "../../macros/src/tables/key_names.rs"]
mod key_names;
#[allow(dead_code)]
#[path = "../../macros/src/tables/keys.rs"]
pub(crate) mod keys;
#[allow(dead_code)]
#[path = "../../macros/src/tables/messages.rs"]
pub(crate) mod messages;
#[allow(dead_code)]
#[path = "../../macros/src/tables/rules.rs"]
pub(crate) mod rules;
#[allow(dead_code)]
#[path = "../../macros/src/tables/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use messages::{ALL, Message};

pub(crate) const TOPICS: [&str; 10] =
    ["attributes", "errors", "groups", "pages", "path", "placement", "replies", "request", "rules", "types"];

/// The tests of mistakes that rustc reports itself. The derives make sure that it reports each once, at the mistaken token.
pub(crate) const RUSTC: [&str; 94] = [
    "attributes/crate_unresolved",
    "attributes/crate_unresolved_on_reply",
    "attributes/debug_beside_debug",
    "attributes/debug_beside_secret",
    "attributes/debug_of_a_field",
    "groups/bodies_across_groups",
    "groups/body_in_get",
    "groups/debug_beside_secret_in_group",
    "groups/flattened_map_type",
    "groups/flattened_type",
    "groups/name_in_group",
    "groups/name_in_nested_group",
    "groups/name_in_two_groups",
    "pages/cursor_of_a_struct",
    "pages/cursor_through_option",
    "pages/cursor_type",
    "pages/header_cursor_type",
    "pages/item_is_a_list",
    "pages/item_type",
    "pages/items_path_unknown",
    "pages/items_type",
    "pages/limit_type",
    "pages/more_type",
    "pages/next_url_type",
    "pages/offset_through_option",
    "pages/offset_type",
    "pages/response_not_a_list",
    "pages/response_path_unknown",
    "pages/total_type",
    "pages/without_clone",
    "pages/without_clone_of_a_list",
    "pages/without_paginate",
    "path/unknown_placeholder",
    "path/unknown_placeholder_beside_body",
    "path/unknown_placeholder_in_generic",
    "replies/absent_without_content",
    "replies/absent_without_option",
    "replies/deserialize_beside_api_response",
    "replies/header_of_a_reply_type",
    "replies/variant_type",
    "replies/variant_type_of_a_list",
    "rules/ascii_on_a_list",
    "rules/check_of_another_type",
    "rules/each_on_a_text",
    "rules/email_on_a_list",
    "rules/exactly_one_of_a_required_field",
    "rules/integers_for_a_float",
    "rules/length_of_a_constant",
    "rules/length_on_a_number",
    "rules/non_empty_on_your_own_type",
    "rules/one_of_a_constant",
    "rules/one_of_on_a_list",
    "rules/one_of_texts_for_a_number",
    "rules/own_rule_on_a_foreign_type",
    "rules/own_rule_on_a_text",
    "rules/own_rule_unknown",
    "rules/own_rule_within_each",
    "rules/own_rule_without_operand",
    "rules/own_rule_without_result",
    "rules/pattern_on_a_number",
    "rules/range_below_an_unsigned",
    "rules/range_of_a_constant",
    "rules/range_of_a_literal_too_large",
    "rules/range_on_a_foreign_type",
    "rules/range_on_a_text",
    "rules/range_within_each_on_a_text",
    "rules/range_within_each_text",
    "rules/requires_a_required_field",
    "rules/requires_on_a_required_field",
    "rules/uuid_on_a_list",
    "rules/uuid_on_a_number",
    "rules/uuid_within_each_number",
    "types/body_type",
    "types/call_spawned",
    "types/error_converted",
    "types/error_type",
    "types/field_type_undeclared",
    "types/form_type",
    "types/header_type",
    "types/idempotency_key_type",
    "types/json_type",
    "types/part_in_form",
    "types/part_in_json",
    "types/part_type",
    "types/path_type",
    "types/property_type",
    "types/query_type",
    "types/query_type_shared",
    "types/response_borrows",
    "types/response_type",
    "types/response_undeclared",
    "types/serialize_with_type",
    "types/unbounded_type_parameter",
    "types/whole_form_type",
];

/// A struct with many mistakes, and a struct with a single mistake that is used in many places.
pub(crate) const MANY: &str = "errors/many";
pub(crate) const ONE: &str = "errors/one_error";

pub(crate) struct File {
    /// `path/unknown_placeholder`.
    pub(crate) name: String,
    pub(crate) source: String,
    pub(crate) stderr: String,
}

impl File {
    pub(crate) fn stem(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// The message that the test is named after. Both `path_query` and `path_query_of_constants` are named after `path_query`.
    pub(crate) fn message(&self) -> Option<&'static Message> {
        let is_about = |message: &&&Message| {
            let rest = self.stem().strip_prefix(message.name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        ALL.iter().filter(is_about).max_by_key(|message| message.name.len()).copied()
    }
}

pub(crate) fn files() -> Vec<File> {
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
