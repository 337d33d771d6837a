use api_request::{ApiRequest, BaseUrl};
use serde::Deserialize;

#[derive(Deserialize)]
struct Users {
    names: Vec<String>,
}

#[derive(ApiRequest)]
#[api(get = "/users", response = Users)]
struct Request<T> {
    name: T,
}

fn build<T>(request: &Request<T>, base: &BaseUrl) -> bool {
    request.to_http(base).is_ok()
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let users = Users { names: Vec::new() };
    assert!(build(&Request { name: 1 }, &base) && users.names.is_empty());
}
