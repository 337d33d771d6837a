use std::time::SystemTime;

use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    since: Option<SystemTime>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { since: None }.to_http(&base).unwrap();
}
