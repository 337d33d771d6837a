//! Pages in operations, and the comparison of their field paths with a document.

use api_request::ApiRequest;
use api_request::openapi::{Aspect, Document, Exception, operations};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{NONE, differences, document, said};

#[derive(Deserialize)]
#[allow(dead_code, reason = "nothing is sent here")]
struct Found {
    user_list: Vec<u8>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "nothing is sent here")]
struct Meta {
    next_cursor: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(
    get = "/a",
    response = Found,
    paginate(cursor = start_after, next = meta.next_cursor, items = user_list, item = u8)
)]
struct Search {
    #[api(query = "startAfter")]
    start_after: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/a", response = Vec<u8>, paginate(cursor = page, next = header("X-Next")))]
struct ByHeader {
    page: Option<u8>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/a", response = Vec<u8>, paginate(offset = skip, limit = take))]
struct ByOffset {
    skip: u8,
    take: u8,
}

fn extension<R: ApiRequest>() -> Value {
    operations(R::ENDPOINT, R::DOCS).remove(0).value["x-pages"].take()
}

#[test]
fn an_operation_tells_how_the_next_page_is_found() {
    let expected =
        json!({ "form": "cursor", "parameter": "startAfter", "next": "meta.next_cursor", "items": "user_list" });
    assert_eq!(extension::<Search>(), expected);
    let expected = json!({ "form": "cursor", "parameter": "page", "nextHeader": "X-Next" });
    assert_eq!(extension::<ByHeader>(), expected);
    let expected = json!({ "form": "offset", "parameter": "skip", "limit": "take" });
    assert_eq!(extension::<ByOffset>(), expected);
    assert_eq!(extension::<super::Search>(), Value::Null);
}

/// A document whose success has this schema.
fn responding(schema: Value) -> Value {
    let mut document = document(
        "get",
        "/a",
        json!({
            "parameters": [{ "name": "startAfter", "in": "query", "schema": { "type": "string" } }],
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Found" } } } } },
        }),
    );
    document["components"]["schemas"]["Found"] = schema;
    document
}

#[test]
fn a_path_that_the_response_does_not_have_is_a_conflict() {
    let meta = json!({ "type": "object", "properties": { "nextCursor": { "type": "string" } } });
    for (schema, missing) in [
        (json!({ "properties": { "userList": { "type": "array" }, "meta": meta } }), &[][..]),
        (json!({ "properties": { "users": { "type": "array" }, "meta": meta } }), &["user_list"]),
        (json!({ "properties": { "user_list": {}, "meta": { "properties": { "next": {} } } } }), &["meta.next_cursor"]),
        (json!({ "properties": { "a": {} } }), &["meta.next_cursor", "user_list"]),
        // What names no properties, or allows others, may have them.
        (json!({ "properties": { "a": {} }, "additionalProperties": true }), &[]),
        (json!({ "properties": { "userList": {}, "meta": { "type": "object" } } }), &[]),
        (json!({ "type": "object" }), &[]),
        (json!(true), &[]),
        // The paths of a type that takes the body beside headers begin with its field.
        (json!({ "properties": { "user_list": {}, "next_cursor": {} } }), &[]),
    ] {
        let document = responding(schema.clone());
        let text = |path| format!("the response in the document does not have `{path}`, which `paginate` reads");
        let missing: Vec<String> = missing.iter().map(text).collect();
        assert_eq!(said::<Search>(&document), missing, "{schema}");
    }
}

#[test]
fn an_exception_accepts_a_field_with_another_name() {
    let document = responding(json!({ "properties": { "users": {}, "meta": {} } }));
    let difference = differences::<Search>(&document).remove(0);
    assert_eq!((difference.aspect(), difference.name(), difference.is_conflict()), (Aspect::Pages, "user_list", true));
    let known = [Exception::new("GET /a", Aspect::Pages, "user_list", "serde renames it to `users`")];
    let report = Document::new(&document).unwrap().check([Search::ENDPOINT], &known);
    assert!(report.is_clean(), "{report}");
}

#[test]
fn what_the_document_does_not_describe_is_not_compared() {
    let parameters = json!([{ "name": "startAfter", "in": "query", "schema": { "type": "string" } }]);
    assert_eq!(said::<Search>(&document("get", "/a", json!({ "parameters": parameters }))), NONE);
}
