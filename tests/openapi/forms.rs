//! Form bodies in operations, and their comparison with a document.

use api_request::body::{Form, Part};
use api_request::openapi::operations;
use api_request::{ApiParams, ApiRequest};
use serde_json::{Value, json};

use super::{NONE, document, said};

#[derive(ApiRequest)]
#[api(post = "/a", body = form, property("grant_type" = "password"))]
struct Token {
    scope: Vec<String>,
    #[api(style = spaceDelimited)]
    audience: Option<Vec<String>>,
    #[api(style = json)]
    claims: Option<std::collections::BTreeMap<String, u8>>,
    #[api(flatten)]
    client: Client,
}

#[derive(ApiParams)]
struct Client {
    #[api(property)]
    client_id: String,
}

#[derive(ApiRequest)]
#[api(post = "/a", body = multipart)]
struct Upload {
    title: String,
    image: Part,
    more: Option<Vec<Part>>,
}

#[derive(ApiRequest)]
#[api(post = "/a", header("Content-Type" = "application/merge-patch+json"))]
struct Merge {
    name: Option<String>,
}

fn body<R: ApiRequest>() -> Value {
    operations(R::ENDPOINT, R::DOCS).remove(0).value["requestBody"].clone()
}

#[test]
fn operations_describe_forms() {
    let schema = json!({
        "type": "object",
        "properties": {
            "scope": { "type": "array", "items": { "type": "string" } },
            "audience": { "type": "array", "items": { "type": "string" } },
            "claims": { "type": "object" },
            "grant_type": { "type": "string", "const": "password" },
            "client_id": { "type": "string" },
        },
        "required": ["scope", "grant_type", "client_id"],
    });
    let encoding = json!({
        "audience": { "style": "spaceDelimited", "explode": false },
        "claims": { "contentType": "application/json" },
    });
    let content = json!({ "application/x-www-form-urlencoded": { "schema": schema, "encoding": encoding } });
    assert_eq!(body::<Token>(), json!({ "required": true, "content": content }));
    let schema = json!({
        "type": "object",
        "properties": { "title": { "type": "string" }, "image": {}, "more": { "type": "array", "items": {} } },
        "required": ["title", "image"],
    });
    assert_eq!(
        body::<Upload>(),
        json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } })
    );
    let content = body::<Merge>()["content"].clone();
    assert_eq!(content.as_object().unwrap().keys().collect::<Vec<_>>(), ["application/merge-patch+json"]);
    assert!(operations(Merge::ENDPOINT, Merge::DOCS)[0].value.get("parameters").is_none(), "it is the body's");
}

fn of(media_type: &str, content: &Value) -> Value {
    document("post", "/a", json!({ "requestBody": { "required": true, "content": { media_type: content } } }))
}

#[test]
fn forms_are_compared_with_a_document() {
    let text = json!({ "type": "string" });
    let list = json!({ "type": "array", "items": text });
    let schema = json!({ "required": ["scope", "grant_type", "client_id"], "properties": {
        "scope": list, "audience": list, "claims": {}, "grant_type": text, "client_id": text,
    } });
    let form =
        |encoding: Value| of("application/x-www-form-urlencoded", &json!({ "schema": schema, "encoding": encoding }));
    assert_eq!(
        said::<Token>(&form(
            json!({ "audience": { "style": "spaceDelimited" }, "claims": { "contentType": "application/json" } })
        )),
        NONE
    );
    assert_eq!(
        said::<Token>(&form(json!({ "scope": { "explode": false } }))),
        [
            "property `scope`: the document expects form, not exploded; the request writes form, exploded",
            "property `audience`: the document expects form, exploded; the request writes spaceDelimited, not exploded",
        ]
    );
    let other = of(
        "application/x-www-form-urlencoded",
        &json!({ "schema": {
        "additionalProperties": false, "properties": { "scope": text, "code": text }, "required": ["code"],
    } }),
    );
    assert_eq!(
        said::<Token>(&other),
        [
            "property `scope`: optional in the document, but required in the request",
            "property `scope`: the document expects string, but the request sends array of string",
            "property `audience`: not in the document, but the request may send it",
            "property `claims`: not in the document, but the request may send it",
            "property `grant_type`: not in the document, but the request always sends it",
            "property `client_id`: not in the document, but the request always sends it",
            "property `code`: required in the document, but missing in the request",
        ]
    );
    let parts = of(
        "multipart/form-data",
        &json!({ "schema": { "required": ["title", "image"], "properties": {
        "title": text, "image": { "type": "string", "format": "binary" }, "more": list,
    } } }),
    );
    assert_eq!(said::<Upload>(&parts), NONE);
    assert_eq!(said::<Token>(&parts), ["the document expects multipart/form-data, but the request sends a form"]);
    assert_eq!(
        said::<Upload>(&other),
        ["the document expects application/x-www-form-urlencoded, but the request sends a multipart body"]
    );
    let merge = of("application/json", &json!({ "schema": { "properties": { "name": text } } }));
    assert_eq!(said::<Merge>(&merge), NONE);

    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Whole {
        #[api(body)]
        grant: Form<Value>,
    }
    assert_eq!(said::<Whole>(&other), NONE);
    assert_eq!(
        said::<Whole>(&parts),
        ["the document expects multipart/form-data, but the request sends application/x-www-form-urlencoded"]
    );
}
