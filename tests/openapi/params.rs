//! Compares parameters of the path, the query, the headers and the cookies with a document.

use std::collections::BTreeMap;

use api_request::ApiRequest;
use api_request::endpoint::Place;
use api_request::openapi::Difference;
use api_request::reply::Raw;
use serde_json::{Value, json};

use super::{NONE, Search, differences, differences_of_params, document, said};

#[test]
fn a_parameter_that_one_of_them_does_not_have() {
    let all = json!([
        { "name": "q", "in": "query", "required": true, "schema": { "type": "string" } },
        { "name": "limit", "in": "query", "schema": { "type": "integer" } },
        { "name": "x-tenant", "in": "header" },
        { "name": "Authorization", "in": "header", "required": true },
        { "name": "accept", "in": "header" },
        { "name": "Content-Type", "in": "header" },
    ]);
    assert_eq!(differences_of_params::<Search>(&all), NONE);
    let others = json!([
        { "name": "offset", "in": "query", "required": true },
        { "name": "Limit", "in": "query" },
        { "name": "session", "in": "cookie" },
    ]);
    assert_eq!(
        differences_of_params::<Search>(&others),
        [
            "query `q`: not in the document, but the request always sends it",
            "query `limit`: not in the document, but the request may send it",
            "header `X-Tenant`: not in the document, but the request may send it",
            "query `offset`: required in the document, but missing in the request",
            "query `Limit`: optional in the document, but missing in the request",
            "cookie `session`: optional in the document, but missing in the request",
        ]
    );
    let document = document("get", "/a", json!({ "parameters": others }));
    let conflicts: Vec<bool> = differences::<Search>(&document).iter().map(Difference::is_conflict).collect();
    assert_eq!(conflicts, [true, true, true, true, false, false]);
}

#[test]
fn a_parameter_in_another_place_is_reported_once() {
    let moved = json!([
        { "name": "q", "in": "header", "required": true },
        { "name": "limit", "in": "cookie" },
        { "name": "X-Tenant", "in": "query" },
    ]);
    assert_eq!(
        differences_of_params::<Search>(&moved),
        [
            "query `q`: the document has it as a header",
            "query `limit`: the document has it as a cookie",
            "header `X-Tenant`: the document has it in the query",
        ]
    );
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post {
        #[api(query)]
        q: u8,
        #[api(query)]
        limit: u8,
    }
    let operation = json!({
        "parameters": [{ "name": "limit", "in": "query", "required": true }],
        "requestBody": { "content": { "application/json": { "schema": { "properties": { "q": {}, "limit": {} } } } } },
    });
    let differences = differences::<Post>(&document("post", "/a", operation));
    assert_eq!(differences[0].to_string(), "POST /a: query `q`: the document has it as a property");
    assert_eq!((differences[0].place(), differences[0].name()), (Some(Place::Query), "q"));
    assert_eq!((differences[0].expected(), differences[0].found()), ("property", "query"));
    assert_eq!(
        differences[1].to_string(),
        "POST /a: the document expects an optional body of application/json, but the request sends no body"
    );
    assert_eq!((differences[1].is_conflict(), differences.len()), (false, 2));
}

#[test]
fn required_or_not() {
    let other = json!([
        { "name": "q", "in": "query", "required": false },
        { "name": "limit", "in": "query", "required": true },
        { "name": "X-Tenant", "in": "header", "required": true },
    ]);
    let document = document("get", "/a", json!({ "parameters": other }));
    assert_eq!(
        said::<Search>(&document),
        [
            "query `q`: optional in the document, but required in the request",
            "query `limit`: required in the document, but optional in the request",
            "header `X-Tenant`: required in the document, but optional in the request",
        ]
    );
    let conflicts: Vec<bool> = differences::<Search>(&document).iter().map(Difference::is_conflict).collect();
    assert_eq!(conflicts, [false, true, true]);
}

#[derive(ApiRequest)]
#[api(get = "/a", response = Raw)]
struct Lists {
    ids: Vec<u64>,
    names: Option<Vec<String>>,
    one: Option<String>,
    any: Option<Value>,
}

#[test]
fn a_list_or_a_single_value_and_what_its_items_are() {
    let params = |types: [Value; 4]| {
        let names = ["ids", "names", "one", "any"].into_iter().zip(types);
        let params = names
            .map(|(name, schema)| json!({ "name": name, "in": "query", "required": name == "ids", "schema": schema }));
        differences_of_params::<Lists>(&params.collect())
    };
    let list = |items: &str| json!({ "type": "array", "items": { "type": items } });
    let text = || json!({ "type": "string" });
    assert_eq!(params([list("integer"), list("string"), text(), list("string")]), NONE);
    assert_eq!(params([list("string"), json!({ "type": ["array", "null"] }), json!({}), text()]), NONE);
    assert_eq!(
        params([text(), json!({ "type": "integer" }), list("string"), json!({})]),
        [
            "query `ids`: the document expects string, but the request sends array of integer",
            "query `names`: the document expects integer, but the request sends array of string",
            "query `one`: the document expects array of string, but the request sends string",
        ]
    );
    assert_eq!(
        params([list("boolean"), list("number"), json!({ "type": ["array", "string"] }), json!({})]),
        [
            "query `ids`: the document expects array of boolean, but the request sends array of integer",
            "query `names`: the document expects array of number, but the request sends array of string",
        ]
    );
}

#[test]
fn known_types_are_compared() {
    #[derive(ApiRequest)]
    #[api(post = "/a")]
    struct Post {
        #[api(query)]
        text: String,
        #[api(query)]
        number: f64,
        #[api(query)]
        whole: u8,
        #[api(property)]
        flag: bool,
        #[api(property)]
        map: BTreeMap<String, u8>,
        #[api(property = "in")]
        inner: u8,
    }
    let check = |query: [&str; 3], properties: [&str; 3]| {
        let names = ["text", "number", "whole"].into_iter().zip(query);
        let params =
            names.map(|(name, of)| json!({ "name": name, "in": "query", "required": true, "schema": { "type": of } }));
        let [flag, map, inner] = properties.map(|of| json!({ "type": of }));
        let schema = json!({
            "type": "object", "required": ["flag", "map", "in"], "properties": { "flag": flag, "map": map, "in": inner },
        });
        let body = json!({ "content": { "application/json; charset=utf-8": { "schema": schema } } });
        let operation = json!({ "parameters": params.collect::<Vec<_>>(), "requestBody": body });
        said::<Post>(&document("post", "/a", operation))
    };
    // Every query value is text, but a JSON property has a type.
    assert_eq!(check(["string", "string", "string"], ["boolean", "object", "integer"]), NONE);
    assert_eq!(check(["string", "number", "number"], ["boolean", "object", "number"]), NONE);
    assert_eq!(
        check(["integer", "integer", "boolean"], ["string", "array", "string"]),
        [
            "query `text`: the document expects integer, but the request sends string",
            "query `number`: the document expects integer, but the request sends number",
            "query `whole`: the document expects boolean, but the request sends integer",
            "property `flag`: the document expects string, but the request sends boolean",
            "property `map`: the document expects array, but the request sends object",
            "property `in`: the document expects string, but the request sends integer",
        ]
    );
}

#[test]
fn a_constant_is_one_of_the_values_that_the_document_lists() {
    #[derive(ApiRequest)]
    #[api(get = "/a?type=user", query("page" = 1), query("all" = true), response = Raw)]
    struct Get;
    let params = |of: [Value; 3]| {
        let names = ["type", "page", "all"].into_iter().zip(of);
        let params =
            names.map(|(name, schema)| json!({ "name": name, "in": "query", "required": true, "schema": schema }));
        differences_of_params::<Get>(&params.collect())
    };
    assert_eq!(
        params([json!({ "enum": ["user", "group"] }), json!({ "const": 1 }), json!({ "type": "boolean" })]),
        NONE
    );
    let either =
        json!({ "oneOf": [{ "const": "user" }, { "enum": ["group"] }], "allOf": [{ "enum": ["group", "user"] }] });
    assert_eq!(params([either, json!({ "enum": ["1"] }), json!({ "anyOf": [{ "const": true }, {}] })]), NONE);
    let neither = json!({ "enum": ["user", "group"], "allOf": [{ "enum": ["group", "role"] }] });
    assert_eq!(
        params([neither, json!({ "enum": [2, 3] }), json!({ "const": false })]),
        [
            "query `type`: the document allows group; the request always sends user",
            "query `page`: the document allows 2, 3; the request always sends 1",
            "query `all`: the document allows false; the request always sends true",
        ]
    );
}

#[test]
fn styles_differ_if_they_write_values_differently() {
    #[derive(ApiRequest)]
    #[api(get = "/a/{list}", response = Raw)]
    struct Get {
        #[api(style = matrix)]
        list: Vec<u8>,
        repeated: Vec<u8>,
        #[api(explode = false)]
        commas: Vec<u8>,
        #[api(style = deepObject)]
        deep: BTreeMap<String, u8>,
        #[api(style = json)]
        json: BTreeMap<String, u8>,
        #[api(header = "X-List")]
        header: Vec<u8>,
        single: u8,
        /// The type is unknown, so the document determines what is expected.
        unknown: Value,
    }
    let params = |of: [(&str, Value); 8]| {
        let params = of.map(|(name, more)| {
            let place = if name == "list" {
                "path"
            } else if name == "X-List" {
                "header"
            } else {
                "query"
            };
            let mut param = json!({ "name": name, "in": place, "required": true });
            param.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            param
        });
        said::<Get>(&document("get", "/a/{list}", json!({ "parameters": params })))
    };
    let array = || json!({ "type": "array" });
    let style = |style: &str, explode: bool| json!({ "style": style, "explode": explode, "schema": {} });
    let json_content = || json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    assert_eq!(
        params([
            ("list", style("matrix", false)),
            ("repeated", json!({ "schema": array() })),
            ("commas", json!({ "explode": false, "schema": array() })),
            ("deep", style("deepObject", false)),
            ("json", json_content()),
            ("X-List", json!({ "explode": true, "schema": array() })),
            ("single", style("pipeDelimited", false)),
            ("unknown", json!({ "explode": false, "schema": { "type": "string" } })),
        ]),
        NONE
    );
    assert_eq!(
        params([
            ("list", style("simple", false)),
            ("repeated", style("pipeDelimited", true)),
            ("commas", style("form", true)),
            ("deep", style("form", true)),
            ("json", json!({ "explode": false, "schema": { "type": "object" } })),
            ("X-List", json_content()),
            ("single", style("deepObject", true)),
            ("unknown", json!({ "explode": false, "schema": array() })),
        ]),
        [
            "path `list`: the document expects simple, not exploded; the request writes matrix, not exploded",
            "query `commas`: the document expects form, exploded; the request writes form, not exploded",
            "query `deep`: the document expects form, exploded; the request writes deepObject, exploded",
            "query `json`: the document expects form, not exploded; the request writes JSON text",
            "header `X-List`: the document expects object, but the request sends array of integer",
            "header `X-List`: the document expects JSON text; the request writes list, not exploded",
            "query `single`: the document expects deepObject, exploded; the request writes form, exploded",
            "query `unknown`: the document expects form, not exploded; the request writes form, exploded",
        ]
    );
}

#[test]
fn json_text_matches_a_plain_string() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get {
        #[api(style = json)]
        filter: BTreeMap<String, u8>,
    }
    let of = |more: Value| {
        let mut param = json!({ "name": "filter", "in": "query", "required": true });
        param.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        differences_of_params::<Get>(&json!([param]))
    };
    assert_eq!(of(json!({ "schema": { "type": "string" } })), NONE);
    assert_eq!(of(json!({ "content": { "application/json": {} } })), NONE);
    assert_eq!(
        of(json!({ "schema": { "type": "integer" } })),
        [
            "query `filter`: the document expects integer, but the request sends object",
            "query `filter`: the document expects form, exploded; the request writes JSON text",
        ]
    );
    let text = json!({ "content": { "application/json": { "schema": { "type": "string" } } } });
    assert_eq!(of(text), ["query `filter`: the document expects string, but the request sends object"]);
}

#[test]
fn features_that_openapi_lacks_are_not_compared() {
    #[derive(ApiRequest)]
    #[api(get = "/files/{rest:+}", response = Raw)]
    struct File {
        rest: Vec<String>,
    }
    let text =
        json!({ "parameters": [{ "name": "rest", "in": "path", "required": true, "schema": { "type": "string" } }] });
    assert_eq!(said::<File>(&document("get", "/files/{rest}", text)), NONE);
    // A placeholder without a parameter object is not a difference.
    assert_eq!(said::<File>(&document("get", "/files/{rest}", json!({}))), NONE);
}
