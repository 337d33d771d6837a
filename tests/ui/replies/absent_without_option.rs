use api_request::{ApiRequest, BaseUrl};
use serde::Deserialize;

#[derive(Deserialize)]
struct User {
    name: String,
}

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = User, absent(404))]
struct FindUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    FindUser { id: 7 }.to_http(&base).unwrap();
}
