//! Compares bodies and their properties with a document.

use api_request::ApiRequest;
use serde_json::{Value, json};

use super::{NONE, differences, document, said};

/// The differences of a POST request to `/a` if its JSON body has this schema in the document.
fn differences_of_body<R: ApiRequest>(schema: &Value) -> Vec<String> {
    let body = json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } });
    said::<R>(&document("post", "/a", body))
}

#[derive(ApiRequest)]
#[api(post = "/a", rename_all = "camelCase")]
struct LogIn {
    login_id: String,
    password: Option<String>,
    types: Vec<String>,
}

#[test]
fn properties_are_compared_in_composed_schemas() {
    let text = || json!({ "type": "string" });
    let list = || json!({ "type": "array", "items": { "type": "string" } });
    let plain = json!({ "required": ["loginId", "types"], "properties": {
        "loginId": text(), "password": { "type": ["string", "null"] }, "types": list(),
    } });
    assert_eq!(differences_of_body::<LogIn>(&plain), NONE);
    let composed = json!({
        "allOf": [
            { "properties": { "loginId": text() } },
            { "required": ["loginId"], "oneOf": [
                { "required": ["types"], "properties": { "types": list(), "password": text() } },
                { "required": ["types", "password"], "properties": { "types": list(), "password": text() } },
            ] },
        ],
    });
    assert_eq!(differences_of_body::<LogIn>(&composed), NONE);
    for open in [json!({}), json!(true), json!({ "type": "object" }), json!({ "additionalProperties": text() })] {
        assert_eq!(differences_of_body::<LogIn>(&open), NONE, "{open}");
    }
    let open = json!({ "required": ["password", "loginId", "types"], "properties": { "password": text() }, "patternProperties": {} });
    assert_eq!(
        differences_of_body::<LogIn>(&open),
        ["property `password`: required in the document, but optional in the request"]
    );
    let other = json!({ "required": ["loginId", "code"], "additionalProperties": false, "properties": {
        "loginId": text(), "types": text(), "code": text(), "noJWT": { "type": "boolean", "nullable": true },
    } });
    assert_eq!(
        differences_of_body::<LogIn>(&other),
        [
            "property `password`: not in the document, but the request may send it",
            "property `types`: optional in the document, but required in the request",
            "property `types`: the document expects string, but the request sends array of string",
            "property `code`: required in the document, but missing in the request",
            "property `noJWT`: optional in the document, but missing in the request",
        ]
    );
}

#[test]
fn different_and_missing_bodies_are_reported() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Empty;
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Whole {
        #[api(body)]
        all: Vec<u16>,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct MayBeWhole {
        #[api(body)]
        all: Option<Value>,
    }
    let of = |media_type: &str, schema: Value| {
        document(
            "post",
            "/a",
            json!({ "requestBody": { "required": true, "content": { media_type: { "schema": schema } } } }),
        )
    };
    let none = document("post", "/a", json!({}));
    let form = of("application/x-www-form-urlencoded", json!({ "properties": { "loginId": {} } }));
    let list = of("application/vnd.api+json", json!({ "type": "array", "items": { "type": "integer" } }));

    assert_eq!(said::<Empty>(&none), NONE);
    assert_eq!(
        said::<Empty>(&form),
        ["the document expects a required body of application/x-www-form-urlencoded, but the request sends no body"]
    );
    assert!(differences::<Empty>(&form)[0].is_conflict());
    assert_eq!(said::<LogIn>(&none), ["the document expects no body, but the request sends a JSON object"]);
    assert_eq!(
        said::<LogIn>(&form),
        ["the document expects application/x-www-form-urlencoded, but the request sends a JSON object"]
    );
    assert_eq!(said::<LogIn>(&list), ["the document expects array of integer, but the request sends a JSON object"]);
    assert_eq!(said::<Whole>(&none), ["the document expects no body, but the request sends a body"]);
    assert_eq!(
        said::<Whole>(&form),
        ["the document expects application/x-www-form-urlencoded, but the request sends application/json"]
    );
    assert_eq!(said::<Whole>(&list), NONE);
    let objects = of("*/*", json!({ "type": "array", "items": { "type": "object" } }));
    assert_eq!(
        said::<Whole>(&objects),
        ["body: the document expects array of object, but the request sends array of integer"]
    );
    assert_eq!(
        said::<Whole>(&of("*/*", json!({ "properties": {} }))),
        ["body: the document expects object, but the request sends array of integer"]
    );
    assert_eq!(said::<MayBeWhole>(&list), ["body: required in the document, but optional in the request"]);
    let differences = differences_of_body::<Whole>(&json!({}));
    assert_eq!(differences, ["body: optional in the document, but required in the request"]);
}
