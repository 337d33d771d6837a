//! Groups, alternatives, maps and rules in operations, and their comparison with a document.

use std::collections::BTreeMap;

use api_request::openapi::operations;
use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest};
use serde_json::{Value, json};

use crate::{NONE, document, said};

/// The key that a user is found by.
#[derive(ApiParams)]
#[api(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its facts are read")]
enum Key {
    /// The user's mail.
    Email(#[api(query, validate(length(3..=64)))] String),
    LoginId {
        #[api(query)]
        login_id: String,
        #[api(query)]
        login_id_types: Vec<String>,
        /// Of the tenant.
        #[api(header = "X-Tenant")]
        tenant: u32,
    },
    UserId(#[api(query = "userId", validate(uuid))] String, #[api(header = "X-Tenant")] u32),
}

#[derive(ApiParams)]
struct Page {
    #[api(query, validate(range(1..=500)))]
    limit: u32,
}

#[derive(ApiRequest)]
#[api(get = "/user", response = Raw)]
struct Find {
    #[api(flatten)]
    key: Key,
    #[api(flatten)]
    page: Option<Page>,
    #[api(flatten)]
    always: Always,
    #[api(flatten, query)]
    more: BTreeMap<String, String>,
    #[api(flatten, header_prefix = "X-Meta-")]
    meta: BTreeMap<String, String>,
}

#[derive(ApiParams)]
struct Always {
    #[api(query, validate(each(one_of("a", "b"))))]
    kinds: Vec<String>,
}

fn described() -> Value {
    json!([
        { "name": "email", "in": "query", "description": "The user's mail.",
          "schema": { "type": "string", "minLength": 3, "maxLength": 64 } },
        { "name": "loginId", "in": "query", "schema": { "type": "string" } },
        { "name": "loginIdTypes", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
        { "name": "X-Tenant", "in": "header", "description": "Of the tenant.", "schema": { "type": "integer" } },
        { "name": "userId", "in": "query", "schema": { "type": "string", "format": "uuid" } },
        { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 500 } },
        { "name": "kinds", "in": "query", "required": true,
          "schema": { "type": "array", "items": { "type": "string", "enum": ["a", "b"] } } },
    ])
}

#[test]
fn operations_describe_the_parameters_of_groups_and_their_rules() {
    let operations = operations(Find::ENDPOINT, Find::DOCS);
    let parameters = operations[0].value["parameters"].as_array().unwrap();
    let free = json!({ "name": "more", "in": "query", "schema": { "type": "object" } });
    let (own, groups) = parameters.split_first().unwrap();
    assert_eq!(own, &free);
    assert_eq!(Value::from(groups), described());
}

#[test]
fn groups_are_compared_with_a_document() {
    let check = |parameters: Value| said::<Find>(&document("get", "/user", json!({ "parameters": parameters })));
    assert_eq!(check(described()), NONE);
    let mut changed = described();
    changed[0]["required"] = true.into();
    changed[5]["name"] = "size".into();
    changed[6]["required"] = false.into();
    assert_eq!(
        check(changed),
        [
            "query `email`: required in the document, but optional in the request",
            "query `limit`: not in the document, but the request may send it",
            "query `kinds`: optional in the document, but required in the request",
            "query `size`: optional in the document, but missing in the request",
        ]
    );
}
