//! Writes requests as OpenAPI operations.

use std::collections::BTreeMap;

use api_request::body::{Form, Stream, Text};
use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::openapi::{Document, Operation, operations};
use api_request::reply::Raw;
use api_request::{ApiRequest, Secret};
use serde::Serialize;
use serde_json::{Value, json};

fn all<R: ApiRequest>() -> Vec<Operation> {
    operations(R::ENDPOINT, R::DOCS)
}

fn only<R: ApiRequest>() -> Value {
    let mut operations = all::<R>();
    assert_eq!(operations.len(), 1);
    operations.remove(0).value
}

#[derive(Debug, Serialize)]
struct Filter {
    from: u32,
}

/// Changes the members of a group.
/// It says how many there are.
///
/// Members that it does not know are left out.
#[derive(ApiRequest)]
#[api(put = "/api/{tenant}/group/{group_id}.json?kind=closed", rename_all = "camelCase", response = Option<u8>)]
#[api(absent(404), error = Vec<String>, auth = none)]
#[api(query("page" = 1), header("X-Version" = "2"), property("notify" = true))]
struct EveryPlace<'a> {
    tenant: &'a str,
    /// Its id.
    group_id: u64,
    #[api(query)]
    expand: Option<Vec<&'a str>>,
    #[api(query, explode = false)]
    sort: Vec<String>,
    #[api(query, style = deepObject)]
    filter: Option<Filter>,
    /// How many at most.
    #[api(query)]
    limit: Option<u32>,
    #[api(query, style = json)]
    view: [u8; 2],
    #[api(header)]
    tags: Vec<&'a str>,
    #[api(cookie, style = cookie)]
    session: Secret<String>,
    /// Who they are.
    member_ids: Vec<u64>,
    weight: Option<f64>,
    #[api(secret)]
    password: Option<String>,
    extra: BTreeMap<String, bool>,
}

#[test]
fn a_request_that_uses_every_place() {
    let mut operations = all::<EveryPlace<'_>>();
    let operation = operations.remove(0);
    assert!(operations.is_empty());
    assert_eq!((operation.path.as_str(), operation.method.as_str()), ("/api/{tenant}/group/{groupId}.json", "put"));
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    assert_eq!(
        operation.value,
        json!({
            "summary": "Changes the members of a group. It says how many there are.",
            "description": "Members that it does not know are left out.",
            "parameters": [
                { "name": "tenant", "in": "path", "required": true, "schema": text() },
                { "name": "groupId", "in": "path", "required": true, "description": "Its id.", "schema": { "type": "integer" } },
                { "name": "expand", "in": "query", "schema": texts() },
                { "name": "sort", "in": "query", "required": true, "explode": false, "schema": texts() },
                { "name": "filter", "in": "query", "style": "deepObject", "explode": true, "schema": {} },
                { "name": "limit", "in": "query", "description": "How many at most.", "schema": { "type": "integer" } },
                {
                    "name": "view", "in": "query", "required": true,
                    "content": { "application/json": {
                        "schema": { "type": "array", "items": { "type": "integer" } }
                    } },
                },
                { "name": "tags", "in": "header", "required": true, "schema": texts() },
                {
                    "name": "session", "in": "cookie", "required": true,
                    "schema": { "type": "string", "format": "password" },
                },
                { "name": "kind", "in": "query", "required": true, "schema": { "type": "string", "const": "closed" } },
                { "name": "page", "in": "query", "required": true, "schema": { "type": "integer", "const": 1 } },
                { "name": "X-Version", "in": "header", "required": true, "schema": { "type": "string", "const": "2" } },
            ],
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": {
                    "type": "object",
                    "required": ["memberIds", "extra", "notify"],
                    "properties": {
                        "memberIds": {
                            "type": "array", "items": { "type": "integer" }, "description": "Who they are.",
                        },
                        "weight": { "type": "number" },
                        "password": { "type": "string", "format": "password" },
                        "extra": { "type": "object" },
                        "notify": { "type": "boolean", "const": true },
                    },
                } } },
            },
            "responses": {
                "2XX": { "description": "A success, read as `Option<u8>`.", "content": { "application/json": {} } },
                "404": { "description": "No content, which counts as a success." },
                "default": { "description": "An error, read as `Vec<String>`.", "content": { "application/json": {} } },
            },
            "security": [],
        })
    );
}

#[test]
fn a_request_agrees_with_its_own_operations() {
    fn differences<R: ApiRequest>() -> Vec<String> {
        let mut document = json!({ "openapi": "3.1.1", "paths": {} });
        for operation in all::<R>() {
            document["paths"][&operation.path][&operation.method] = operation.value;
        }
        let document = Document::new(&document).unwrap();
        document.differences(R::ENDPOINT).iter().map(ToString::to_string).collect()
    }
    #[derive(ApiRequest)]
    #[api(delete = "/{files:+}/tags/{tag:?}")]
    struct Delete {
        files: String,
        tag: Option<u8>,
        #[api(body)]
        all: Option<Vec<u16>>,
    }
    assert_eq!(differences::<EveryPlace<'_>>(), [""; 0]);
    assert_eq!(differences::<Delete>(), [""; 0]);
}

#[test]
fn each_style_is_named_unless_it_is_the_default() {
    #[derive(ApiRequest)]
    #[api(get = "/{simple}/{label}/{matrix}", response = Raw)]
    struct Get {
        #[api(explode)]
        simple: BTreeMap<u8, u8>,
        #[api(style = label)]
        label: Vec<u8>,
        #[api(style = matrix, explode)]
        matrix: Vec<u8>,
        #[api(style = spaceDelimited)]
        spaces: Vec<u8>,
        #[api(style = pipeDelimited, explode)]
        pipes: Vec<u8>,
        #[api(cookie, explode = false)]
        cookie: Vec<u8>,
        #[api(header, style = simple, explode)]
        header: BTreeMap<u8, u8>,
    }
    let operation = only::<Get>();
    let styles: Vec<_> =
        operation["parameters"].as_array().unwrap().iter().map(|it| (&it["style"], &it["explode"])).collect();
    let expected = [
        (json!(null), json!(true)),
        (json!("label"), json!(null)),
        (json!("matrix"), json!(true)),
        (json!("spaceDelimited"), json!(null)),
        (json!("pipeDelimited"), json!(true)),
        (json!(null), json!(false)),
        (json!(null), json!(true)),
    ];
    let expected: Vec<_> = expected.iter().map(|(style, explode)| (style, explode)).collect();
    assert_eq!(styles, expected);
}

#[test]
fn an_optional_segment_makes_two_paths_and_a_rest_is_one_placeholder() {
    #[derive(ApiRequest)]
    #[api(get = "/files/{rest:+}/tags/{tag_id:?}", response = Raw, rename_all = "camelCase")]
    struct Tags {
        rest: Vec<String>,
        tag_id: Option<u32>,
    }
    let operations = all::<Tags>();
    let paths: Vec<&str> = operations.iter().map(|operation| operation.path.as_str()).collect();
    assert_eq!(paths, ["/files/{rest}/tags", "/files/{rest}/tags/{tagId}"]);
    let names = |at: usize| {
        let parameters = operations[at].value["parameters"].as_array().unwrap();
        parameters
            .iter()
            .map(|it| (it["name"].as_str().unwrap(), it["required"].as_bool().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(0), [("rest", true)]);
    assert_eq!(names(1), [("rest", true), ("tagId", true)]);

    #[derive(ApiRequest)]
    #[api(get = "/{id:?}", response = Raw)]
    struct Root {
        id: Option<u32>,
    }
    let paths: Vec<String> = all::<Root>().into_iter().map(|operation| operation.path).collect();
    assert_eq!(paths, ["/", "/{id}"]);
}

#[test]
fn a_whole_body_has_the_schema_of_its_type() {
    #[derive(ApiRequest)]
    #[api(post = "/")]
    struct Post<T> {
        /// All of them.
        #[api(body)]
        all: T,
    }
    #[derive(ApiRequest)]
    #[api(post = "/")]
    struct PostIds {
        #[api(body)]
        ids: Option<Vec<u16>>,
    }
    let body = |media_type: &str| {
        let content = json!({ media_type: { "schema": {} } });
        json!({ "description": "All of them.", "required": true, "content": content })
    };
    assert_eq!(only::<Post<Filter>>()["requestBody"], body("application/json"));
    assert_eq!(only::<Post<Form<Filter>>>()["requestBody"], body("application/x-www-form-urlencoded"));
    assert_eq!(only::<Post<Text>>()["requestBody"], body("text/*"));
    assert_eq!(only::<Post<Stream>>()["requestBody"], body("*/*"));
    let ids = json!({ "type": "array", "items": { "type": "integer" } });
    assert_eq!(only::<PostIds>()["requestBody"], json!({ "content": { "application/json": { "schema": ids } } }));
    let _ = (Post { all: 1 }.all, PostIds { ids: None }.ids);
}

#[test]
fn a_request_without_parameters_has_only_responses() {
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/cache")]
    struct Purge;
    let operation = all::<Purge>().remove(0);
    assert_eq!(operation.method, "PURGE");
    let responses = json!({
        "2XX": { "description": "A success, read as `NoContent`." },
        "default": { "description": "An error, read as `Raw`." },
    });
    assert_eq!(operation.value, json!({ "responses": responses }));
}

#[test]
fn hand_written_requests_and_wrappers() {
    const INNER: &Endpoint = &Endpoint::new("GET", "/{a}/{b}").params(&[Param::path("a", "a-id")]);
    struct ByHand;
    impl ApiRequest for ByHand {
        type Response = Raw;
        type Error = Raw;
        const ENDPOINT: &'static Endpoint = &Endpoint::wrap(INNER, &[Param::query("q", "q").required(false)]);
        fn encode(&self, _: &mut Encoder<'_>) {}
    }
    let operation = all::<ByHand>().remove(0);
    assert_eq!(operation.path, "/{a-id}/{b}");
    assert_eq!(
        operation.value,
        json!({
            "parameters": [
                { "name": "q", "in": "query", "schema": {} },
                { "name": "a-id", "in": "path", "required": true, "schema": {} },
            ],
            "responses": { "2XX": { "description": "A success." }, "default": { "description": "An error." } },
        })
    );
}

#[test]
fn media_types_and_reserved_characters_are_described() {
    #[derive(ApiRequest)]
    #[api(post = "/{path:+}", response = Value, content_type = "application/vnd.api+json", accept = "application/vnd.a+json, a/b")]
    struct Create {
        #[api(allow_reserved, empty_segments)]
        path: String,
        #[api(query, allow_reserved)]
        authors: Option<String>,
        name: String,
    }
    let operation = only::<Create>();
    assert_eq!(
        operation["parameters"],
        json!([
            { "name": "path", "in": "path", "required": true, "schema": { "type": "string" } },
            { "name": "authors", "in": "query", "allowReserved": true, "schema": { "type": "string" } },
        ])
    );
    let bodies = operation["requestBody"]["content"].as_object().unwrap();
    assert_eq!(bodies.keys().collect::<Vec<_>>(), ["application/vnd.api+json"]);
    let responses = operation["responses"]["2XX"]["content"].as_object().unwrap();
    assert_eq!(responses.keys().collect::<Vec<_>>(), ["a/b", "application/vnd.a+json"]);
    // The error is not what the request asked for.
    assert_eq!(operation["responses"]["default"]["content"], Value::Null);
    let _ = Create { path: String::new(), authors: None, name: String::new() }.name;
}
