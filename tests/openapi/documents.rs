//! Documents with references and mistakes, and the comparison with many requests at once.

use api_request::openapi::{Aspect, Document, Exception};
use api_request::{ApiRequest, NoContent};
use serde_json::{Value, json};

use super::{NONE, Search, differences_of_params, document, said};

#[test]
fn references_and_path_items_are_followed() {
    let document = json!({
        "openapi": "3.1.0",
        "paths": { "/a": { "$ref": "#/components/pathItems/search%7Eitem" } },
        "components": {
            "pathItems": { "search~item": {
                "parameters": [
                    { "$ref": "#/components/parameters/limit~1of~0all" },
                    { "name": "q", "in": "query", "required": false, "schema": { "type": "array" } },
                ],
                "get": { "parameters": [
                    { "name": "q", "in": "query", "required": true, "schema": { "$ref": "#/components/schemas/alias" } },
                    { "$ref": "#/components/parameters/tenant" },
                ] },
            } },
            "parameters": {
                "limit/of~all": { "name": "limit", "in": "query", "schema": { "type": "integer" } },
                "tenant": { "name": "x-tenant", "in": "header", "schema": { "type": "string" } },
            },
            "schemas": { "alias": { "$ref": "#/components/schemas/text" }, "text": { "type": "string" } },
        },
    });
    let document = |pointer: &str, replaced: &str| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = replaced.into();
        document
    };
    assert_eq!(said::<Search>(&document("/openapi", "3.0.3")), NONE);
    let schema = "/components/schemas/alias/$ref";
    assert_eq!(
        said::<Search>(&document(schema, "#/components/schemas/alias")),
        ["the document cannot be read: a schema contains itself or too many other schemas"]
    );
    for (pointer, reference, message) in [
        (schema, "#/nowhere", "the `$ref` \"#/nowhere\" has no target"),
        (schema, "#anchor", "the `$ref` \"#anchor\" is not a pointer into this document"),
        (schema, "other.yaml#/a", "the `$ref` \"other.yaml#/a\" is not a pointer into this document"),
        (schema, "#/%zz", "the `$ref` \"#/%zz\" is not a pointer into this document"),
        (schema, "#/%", "the `$ref` \"#/%\" is not a pointer into this document"),
        ("/paths/~1a/$ref", "#/paths/~1a", "a `$ref` refers to itself"),
    ] {
        let said = said::<Search>(&document(pointer, reference));
        assert_eq!(said, [format!("the document cannot be read: {message}")]);
    }
}

#[test]
fn mistakes_are_reported_and_the_rest_is_compared() {
    let none: [Value; 0] = [];
    for (value, message) in [
        (json!(null), "the key `openapi` is missing"),
        (json!([]), "the key `openapi` is missing"),
        (json!({ "swagger": "2.0", "paths": {} }), "the key `openapi` is missing"),
        (json!({ "openapi": 3.1, "paths": {} }), "`openapi` must be a string that begins with `3.`, but is 3.1"),
        (
            json!({ "openapi": "4.0.0", "paths": {} }),
            "`openapi` must be a string that begins with `3.`, but is \"4.0.0\"",
        ),
        (json!({ "openapi": "3.1.0", "webhooks": {} }), "the key `paths` is missing"),
        (json!({ "openapi": "3.1.0", "paths": none }), "`paths` must be an object, but is an array"),
    ] {
        let error = Document::new(&value).unwrap_err().to_string();
        assert_eq!(error, format!("not an OpenAPI 3 document: {message}"));
    }

    let search = |operation: Value| said::<Search>(&document("get", "/a", operation));
    let missing = [
        "query `q`: not in the document, but the request always sends it",
        "query `limit`: not in the document, but the request may send it",
        "header `X-Tenant`: not in the document, but the request may send it",
    ];
    assert_eq!(
        search(json!("none")),
        ["the document cannot be read: the operation must be an object, but is a string"]
    );
    for (operation, message) in [
        (json!({ "parameters": {} }), "`parameters` of GET /a must be an array, but is an object"),
        (json!({ "parameters": [7] }), "a parameter of GET /a lacks `name` or `in`"),
        (json!({ "parameters": [{ "name": "q" }] }), "a parameter of GET /a lacks `name` or `in`"),
        (
            json!({ "parameters": [{ "name": "q", "in": "body" }] }),
            "the parameter `q` of GET /a is in `body`, but must be in `path`, `query`, `header` or `cookie`",
        ),
        (json!({ "requestBody": {} }), "`requestBody` of GET /a lacks `content`"),
        (
            json!({ "parameters": [{ "name": "id", "in": "path" }] }),
            "the path has no placeholder for the parameter `id`",
        ),
    ] {
        let said = search(operation);
        let expected = format!("the document cannot be read: {message}");
        assert!(said.contains(&expected), "{said:?}");
        assert!(missing.iter().all(|missing| said.iter().any(|said| said == missing)), "{said:?}");
        assert_eq!(said.len(), 4);
    }
    let odd = json!([
        { "name": "q", "in": "query", "required": true, "style": "label", "schema": { "type": "file" } },
        { "name": "limit", "in": "query", "required": "yes", "schema": "integer" },
        { "name": "X-Tenant", "in": "header", "style": 7, "schema": { "type": [null, "string"], "anyOf": [] } },
    ]);
    assert_eq!(
        differences_of_params::<Search>(&odd),
        [
            "the document cannot be read: the parameter `q` of GET /a has the style \"label\", which is not allowed in its place",
            "the document cannot be read: \"file\" is not a JSON type",
            "the document cannot be read: a schema must be an object or a boolean, but is a string",
            "the document cannot be read: the parameter `X-Tenant` of GET /a has the style 7, which is not allowed in its place",
            "the document cannot be read: null is not a JSON type",
        ]
    );
}

#[test]
fn an_endless_schema_is_reported() {
    let doubled = json!({ "allOf": [{ "$ref": "#/components/s" }, { "$ref": "#/components/s" }] });
    let mut document = document(
        "get",
        "/a",
        json!({ "parameters": [
        { "name": "q", "in": "query", "required": true, "schema": { "$ref": "#/components/s" } },
        { "name": "limit", "in": "query", "schema": false },
        { "name": "X-Tenant", "in": "header" },
    ] }),
    );
    document["components"]["s"] = doubled;
    assert_eq!(
        said::<Search>(&document),
        [
            "the document cannot be read: a schema contains itself or too many other schemas",
            "query `limit`: the document expects nothing, but the request sends integer",
        ]
    );
}

/// Collects a JSON Pointer to every position in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let within: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        Value::Object(of) => of.iter().map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in within {
        places(value, &format!("{at}/{key}"), found);
    }
}

#[test]
fn no_value_in_a_document_causes_a_panic() {
    #[derive(ApiRequest)]
    #[api(put = "/a/{id}?type=user", property("kind" = 1))]
    struct Put {
        id: u8,
        #[api(query)]
        ids: Vec<u8>,
        names: Vec<String>,
    }
    let text = json!({ "type": "string" });
    let params = json!([
        { "name": "id", "in": "path", "required": true, "schema": text },
        { "$ref": "#/components/ids" },
    ]);
    let schema = json!({
        "required": ["names"],
        "properties": { "names": { "type": "array", "items": text }, "kind": { "enum": [1] } },
        "allOf": [{ "oneOf": [{ "properties": { "other": false } }] }],
        "additionalProperties": false,
    });
    let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    let mut whole = document("put", "/a/{id}", json!({ "parameters": params, "requestBody": body }));
    whole["paths"]["/a/{id}"]["parameters"] =
        json!([{ "name": "type", "in": "query", "content": { "text/plain": {} } }]);
    whole["components"]["ids"] =
        json!({ "name": "ids", "in": "query", "explode": true, "schema": { "type": ["array"] } });
    let sound = said::<Put>(&whole);
    assert!(sound.iter().all(|difference| difference.contains("optional in the document")), "{sound:?}");

    let mut found = Vec::new();
    places(&whole, "", &mut found);
    assert!(found.len() > 40, "{found:?}");
    for odd in
        [json!(null), json!(false), json!(-0.5), json!("{"), json!([[]]), json!({ "": {} }), json!({ "$ref": "#" })]
    {
        for place in &found {
            let mut document = whole.clone();
            *document.pointer_mut(place).unwrap() = odd.clone();
            if let Ok(document) = Document::new(&document) {
                let _ = document.operations().count();
                for difference in document.differences(Put::ENDPOINT) {
                    assert!(!difference.to_string().is_empty());
                }
            }
        }
    }
}

#[test]
fn many_requests_are_checked_at_once_with_exceptions() {
    let value = json!({ "openapi": "3.0.3", "paths": {
        "/a": {
            "get": { "parameters": [{ "name": "q", "in": "query", "schema": { "type": "integer" } }] },
            "delete": {},
        },
        "/b": { "$ref": "#/nowhere" },
    } });
    #[derive(ApiRequest)]
    #[api(delete = "/a", response = NoContent)]
    struct Delete {
        hard: bool,
    }
    let document = Document::new(&value).unwrap();
    let operations: Vec<_> = document.operations().collect();
    assert_eq!(operations, [("GET".to_owned(), "/a"), ("DELETE".to_owned(), "/a")]);

    let endpoints = [Search::ENDPOINT, Delete::ENDPOINT];
    let report = document.check(endpoints, &[]);
    assert!(!report.is_clean());
    assert_eq!(report.narrowings().count(), 1);
    assert_eq!(
        report.to_string(),
        "GET /a: query `q`: the document expects integer, but the request sends string\n\
         GET /a: query `limit`: not in the document, but the request may send it\n\
         GET /a: header `X-Tenant`: not in the document, but the request may send it\n\
         DELETE /a: query `hard`: not in the document, but the request always sends it\n"
    );

    const KNOWN: [Exception; 4] = [
        Exception::new("GET /a", Aspect::Type, "q", "issue 1"),
        Exception::new("GET /a", Aspect::Undocumented, "limit", "issue 2"),
        Exception::new("GET /a", Aspect::Undocumented, "X-Tenant", "issue 2"),
        Exception::new("DELETE /a", Aspect::Undocumented, "hard", "issue 3"),
    ];
    let report = document.check(endpoints, &KNOWN);
    assert!(report.is_clean());
    assert_eq!(report.to_string(), "no conflicts\n");
    let reasons: Vec<&str> = report.excepted().iter().map(|(_, exception)| exception.reason()).collect();
    assert_eq!(reasons, ["issue 1", "issue 2", "issue 2", "issue 3"]);

    let report = document.check([Search::ENDPOINT], &KNOWN);
    assert!(!report.is_clean());
    assert_eq!(report.unused(), &KNOWN[3..]);
    assert_eq!(report.to_string(), "unused exception: DELETE /a: Undocumented `hard`: issue 3\n");
}
