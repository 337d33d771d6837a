//! Compares paths, their placeholder names and methods with a document.

use api_request::ApiRequest;
use api_request::openapi::Aspect;
use api_request::reply::Raw;
use serde_json::{Value, json};

use super::{NONE, differences, document, said};

#[derive(ApiRequest)]
#[api(get = "/api/user/{user_id}/log.{kind}", response = Raw, rename_all = "camelCase")]
struct Log {
    user_id: u64,
    kind: String,
}

fn log_params(names: [&str; 2]) -> Value {
    let parameters = names.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": {} }));
    json!({ "parameters": parameters })
}

#[test]
fn paths_are_compared_by_shape_and_by_the_names_on_the_wire() {
    let params = || log_params(["userId", "kind"]);
    assert_eq!(said::<Log>(&document("get", "/api/user/{userId}/log.{kind}", params())), NONE);
    for other in ["/api/user/{userId}/log-{kind}", "/api/user/{userId}/log.{kind}/", "/user/{userId}/log.{kind}", "/"] {
        let differences = differences::<Log>(&document("get", other, params()));
        let [difference] = &differences[..] else { panic!("{differences:?}") };
        assert_eq!(difference.aspect(), Aspect::Path);
        assert_eq!(difference.to_string(), "GET /api/user/{userId}/log.{kind}: the document does not have this path");
    }
    let renamed = document("get", "/api/user/{id}/log.{kind}", log_params(["id", "kind"]));
    assert_eq!(said::<Log>(&renamed), ["path `userId`: the document names it `id`"]);
    let swapped = document("get", "/api/user/{kind}/log.{userId}", log_params(["userId", "kind"]));
    assert_eq!(
        said::<Log>(&swapped),
        ["path `userId`: the document names it `kind`", "path `kind`: the document names it `userId`"]
    );
}

#[test]
fn the_method_decides_between_paths_of_one_shape_then_the_names() {
    let operation = |name: &str| json!({ "parameters": [{ "name": name, "in": "query", "required": true }] });
    let document = json!({
        "openapi": "3.0.3",
        "paths": {
            "/a/{accessId}": { "get": operation("of-another"), "put": {} },
            "/a/{id}": { "get": operation("here"), "delete": {} },
        },
    });
    #[derive(ApiRequest)]
    #[api(get = "/a/{id}", response = Raw)]
    struct Get {
        id: u8,
        here: u8,
    }
    #[derive(ApiRequest)]
    #[api(put = "/a/{id}")]
    struct Put {
        id: u8,
    }
    #[derive(ApiRequest)]
    #[api(patch = "/a/{id}")]
    struct Patch {
        id: u8,
    }
    assert_eq!(said::<Get>(&document), NONE);
    assert_eq!(said::<Put>(&document), ["path `id`: the document names it `accessId`"]);
    let differences = differences::<Patch>(&document);
    assert_eq!(differences[0].aspect(), Aspect::Method);
    assert_eq!(
        differences[0].to_string(),
        "PATCH /a/{id}: the document has GET, DELETE, GET, PUT for this path, but not PATCH"
    );
}

#[test]
fn methods_without_a_key_are_additional_operations() {
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/a")]
    struct Purge;
    let document = |item: Value| json!({ "openapi": "3.2.0", "paths": { "/a": item } });
    assert_eq!(said::<Purge>(&document(json!({ "additionalOperations": { "PURGE": {} } }))), NONE);
    let other = document(json!({ "trace": {}, "purge": {}, "additionalOperations": { "LINK": {} } }));
    assert_eq!(said::<Purge>(&other), ["the document has TRACE, LINK for this path, but not PURGE"]);
}

#[test]
fn an_optional_segment_is_compared_with_both_paths() {
    #[derive(ApiRequest)]
    #[api(delete = "/api/jwt/refresh/{token_id:?}", rename_all = "camelCase")]
    struct Revoke {
        token_id: Option<String>,
        user_id: Option<String>,
        trace: Option<String>,
    }
    let query = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required });
    let document = |short: Value, long: Value| {
        json!({ "openapi": "3.0.0", "paths": {
            "/api/jwt/refresh": { "delete": { "parameters": short } },
            "/api/jwt/refresh/{tokenId}": { "delete": { "parameters": long } },
        } })
    };
    let token = || json!({ "name": "tokenId", "in": "path", "required": true });
    let differences =
        |document: Value| -> Vec<String> { differences::<Revoke>(&document).iter().map(ToString::to_string).collect() };
    let both = document(json!([query("userId", true), query("trace", false)]), json!([token(), query("trace", false)]));
    assert_eq!(differences(both), NONE);
    let other = document(json!([query("userId", true)]), json!([token(), query("userId", true)]));
    assert_eq!(
        differences(other),
        [
            "DELETE /api/jwt/refresh: query `userId`: required in the document, but optional in the request",
            "DELETE /api/jwt/refresh: query `trace`: not in the document, but the request may send it",
            "DELETE /api/jwt/refresh/{tokenId}: query `userId`: required in the document, but optional in the request",
            "DELETE /api/jwt/refresh/{tokenId}: query `trace`: not in the document, but the request may send it",
        ]
    );
    let short = json!({ "openapi": "3.0.0", "paths": { "/api/jwt/refresh": { "delete": {} } } });
    assert_eq!(differences(short)[0], "DELETE /api/jwt/refresh/{tokenId}: the document does not have this path");
}
