use std::time::Duration;

use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/{after}", response = String)]
struct Request<T> {
    name: T,
    after: Duration,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { name: 1, after: Duration::ZERO }.to_http(&base).unwrap();
}
