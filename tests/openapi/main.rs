//! Writes requests as OpenAPI operations, and compares them with documents.

mod bodies;
mod documents;
mod forms;
mod groups;
mod json_types;
mod operations;
mod pages;
mod params;
mod paths;
mod replies;

use api_request::ApiRequest;
use api_request::openapi::{Difference, Document};
use api_request::reply::Raw;
use serde_json::{Value, json};

/// A document with one operation.
fn document(method: &str, path: &str, operation: Value) -> Value {
    let mut document = json!({ "openapi": "3.1.0", "paths": {} });
    document["paths"][path][method] = operation;
    document
}

fn differences<R: ApiRequest>(document: &Value) -> Vec<Difference> {
    Document::new(document).unwrap().differences(R::ENDPOINT)
}

/// The messages of the differences, without the method and the path.
fn said<R: ApiRequest>(document: &Value) -> Vec<String> {
    let sentence = |difference: &Difference| {
        let text = difference.to_string();
        text.strip_prefix(&format!("{}: ", difference.operation())).unwrap().to_owned()
    };
    differences::<R>(document).iter().map(sentence).collect()
}

/// The differences of a GET request to `/a` if the document lists these parameters.
fn differences_of_params<R: ApiRequest>(parameters: &Value) -> Vec<String> {
    said::<R>(&document("get", "/a", json!({ "parameters": parameters })))
}

const NONE: [&str; 0] = [];

#[derive(ApiRequest)]
#[api(get = "/a", response = Raw)]
struct Search {
    q: String,
    limit: Option<u32>,
    #[api(header = "X-Tenant")]
    tenant: Option<String>,
}
