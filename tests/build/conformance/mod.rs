//! Published tables of how parameters are written, held against derived structs.

mod speakeasy;
mod styles;

use api_request::{ApiRequest, BaseUrl};
use http::Request;

fn http(request: &impl ApiRequest) -> Result<Request<api_request::body::Body>, api_request::error::BuildError> {
    let base: BaseUrl = "https://h.example".parse().unwrap();
    request.to_http(&base)
}

/// What the docs say of the tables.
#[test]
fn the_docs_tell_what_passed() {
    let page = include_str!("../../../runtime/src/guide/values.md");
    for row in [styles::row(), speakeasy::row()] {
        assert!(page.contains(&row), "write this into runtime/src/guide/values.md:\n{row}");
    }
}
