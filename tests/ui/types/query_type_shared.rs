use std::sync::Arc;

use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    name: Arc<str>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { name: "Ada".into() }.to_http(&base).unwrap();
}
