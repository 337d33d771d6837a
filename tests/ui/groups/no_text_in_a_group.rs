use std::time::Duration;

use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Wait {
    #[api(header)]
    timeout: Duration,
}

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    #[api(flatten)]
    wait: Wait,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { wait: Wait { timeout: Duration::ZERO } }.to_http(&base).unwrap();
}
