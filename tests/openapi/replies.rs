//! Responses in operations, and their comparison with a document.

use api_request::openapi::{Aspect, operations};
use api_request::reply::{EventStream, Text};
use api_request::{ApiRequest, ApiResponse, NoContent};
use serde_json::{Value, json};

use super::{NONE, differences, document, said};

#[derive(ApiResponse)]
#[allow(dead_code, reason = "the content of the responses is not read here")]
enum LoggedIn {
    #[api(status = 200)]
    Registered(Value),
    #[api(status = 202)]
    NotRegistered(Value),
}

#[derive(ApiResponse)]
#[allow(dead_code, reason = "the content of the responses is not read here")]
enum Refusal {
    #[api(status = 404)]
    Unknown,
    #[api(status = "5XX")]
    Broken,
    #[api(default)]
    Other(Value),
}

#[derive(ApiRequest)]
#[api(post = "/a", response = LoggedIn, error = Refusal)]
struct LogIn;

#[derive(ApiResponse)]
#[allow(dead_code, reason = "the content of the responses is not read here")]
enum Mixed {
    #[api(status = 200)]
    Got(Value),
    #[api(status = 202)]
    Pending,
    #[api(status = 203)]
    Text(Text),
}

#[derive(ApiRequest)]
#[api(get = "/a", response = Mixed)]
struct GetMixed;

#[derive(ApiRequest)]
#[api(get = "/a", response = Option<Value>, absent(404))]
struct Find;

#[derive(ApiRequest)]
#[api(get = "/a", response = EventStream<Text>)]
struct Follow;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text, header("Accept" = "text/csv"))]
struct Export;

#[derive(ApiRequest)]
#[api(get = "/a", response = NoContent)]
struct Touch;

fn responses<R: ApiRequest>() -> Value {
    operations(R::ENDPOINT, R::DOCS).remove(0).value["responses"].clone()
}

#[test]
fn an_operation_lists_the_statuses_of_its_types() {
    let json = json!({ "application/json": {} });
    let reply = |what: &str| json!({ "description": what, "content": json });
    assert_eq!(
        responses::<LogIn>(),
        json!({
            "200": reply("A success, read as `LoggedIn`."),
            "202": reply("A success, read as `LoggedIn`."),
            "404": { "description": "An error, read as `Refusal`." },
            "5XX": { "description": "An error, read as `Refusal`." },
            "default": reply("An error, read as `Refusal`."),
        })
    );
    assert_eq!(responses::<Follow>()["2XX"]["content"], json!({ "text/event-stream": {} }));
    assert_eq!(responses::<Export>()["2XX"]["content"], json!({ "text/csv": {} }));
    assert_eq!(responses::<Touch>()["2XX"].get("content"), None);
}

/// The differences of a request if the document lists these responses.
fn differences_of<R: ApiRequest>(replies: &Value) -> Vec<String> {
    let method = R::ENDPOINT.method().to_ascii_lowercase();
    said::<R>(&document(&method, "/a", json!({ "responses": replies })))
}

#[test]
fn statuses_that_only_one_side_has_are_reported() {
    let json = json!({ "content": { "application/json": {} } });
    assert_eq!(differences_of::<LogIn>(&json!({ "200": json, "202": json, "404": {}, "500": {} })), NONE);
    assert_eq!(differences_of::<LogIn>(&json!({ "2XX": json, "default": {} })), NONE);
    assert_eq!(
        differences_of::<LogIn>(&json!({ "200": json, "203": json, "404": {} })),
        [
            "the status 203 is in the document, but no type of the request decodes it",
            "the status 202 is not in the document",
            "the status 5XX is not in the document",
        ]
    );
    assert_eq!(differences_of::<Find>(&json!({ "200": json, "404": {} })), NONE);
    assert_eq!(differences_of::<Find>(&json!({ "200": json })), ["the status 404 is not in the document"]);
    // Nothing is compared if the document describes no responses.
    assert_eq!(differences_of::<LogIn>(&json!({})), NONE);
}

#[test]
fn an_error_that_no_type_decodes_is_a_narrowing() {
    #[derive(ApiResponse)]
    enum Only {
        #[api(status = 404)]
        Unknown,
    }
    #[derive(ApiRequest)]
    #[api(post = "/a", error = Only)]
    struct Post;
    let found =
        differences::<Post>(&document("post", "/a", json!({ "responses": { "200": {}, "404": {}, "409": {} } })));
    let found: Vec<_> = found.iter().map(|it| (it.aspect(), it.expected(), it.is_conflict())).collect();
    assert_eq!(found, [(Aspect::Status, "409", false)]);
    let _ = Only::Unknown;
}

#[test]
fn each_variant_has_the_media_type_of_its_content() {
    let exact = json!({
        "200": { "content": { "application/json": {} } },
        "202": { "description": "" },
        "203": { "content": { "text/plain": {} } },
    });
    assert_eq!(differences_of::<GetMixed>(&exact), NONE);
    assert_eq!(responses::<GetMixed>()["202"].get("content"), None);
    // An empty body decodes as `null`, which an `Option` accepts.
    let empty = json!({ "200": { "content": { "application/json": {} } }, "204": {}, "404": {} });
    let found = differences::<Find>(&document("get", "/a", json!({ "responses": empty })));
    assert!(found.iter().all(|difference| !difference.is_conflict()), "{found:?}");
}

#[test]
fn media_types_are_compared() {
    let of = |media_type: &str| json!({ "200": { "content": { media_type: {} } }, "404": {} });
    assert_eq!(differences_of::<Find>(&of("application/vnd.api+json")), NONE);
    assert_eq!(
        differences_of::<Find>(&of("text/csv")),
        ["200: the document responds with text/csv, but the request reads application/json"]
    );
    let nothing = json!({ "200": { "description": "" }, "404": {} });
    assert_eq!(
        differences_of::<Find>(&nothing),
        ["200: the document responds with no content, but the request reads application/json"]
    );
    assert_eq!(differences_of::<Follow>(&of("text/event-stream")), NONE);
    assert_eq!(differences_of::<Export>(&of("text/csv; charset=utf-8")), NONE);
    assert_eq!(differences_of::<Touch>(&of("application/json")), NONE);
    let broken = json!([]);
    assert_eq!(
        differences_of::<Find>(&broken),
        ["the document cannot be read: `responses` of GET /a must be an object, but is an array"]
    );
}
