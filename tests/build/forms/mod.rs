//! Bodies that are forms: pairs, read back by parsers that are not the crate's, and what is refused.

mod multipart;
mod pairs;

use api_request::{ApiRequest, BaseUrl};

fn base() -> BaseUrl {
    "https://h.example".parse().unwrap()
}

/// The content type, empty where there is none, and the bytes.
fn built(request: &impl ApiRequest) -> (String, Vec<u8>) {
    let request = request.to_http(&base()).unwrap();
    let kind = request.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
    (kind, request.body().as_bytes().unwrap().to_vec())
}

fn text(request: &impl ApiRequest) -> String {
    String::from_utf8(built(request).1).unwrap()
}

fn refusal(request: &impl ApiRequest) -> String {
    request.to_http(&base()).unwrap_err().to_string()
}
