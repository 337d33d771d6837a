use bytes::Bytes;
use http_request_derive::{Error, HttpRequest};
use serde as _;

struct User {
    name: String,
}

#[derive(HttpRequest)]
#[http_request(method = "GET", response = User, path = "/api/users/{id}")]
struct GetUser {
    id: u64,
}

fn name(reply: http::Response<Bytes>) -> Result<String, Error> {
    let user = GetUser::read_response(reply)?;
    Ok(user.name)
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    GetUser { id: 7 }.to_http_request(&base).unwrap();
}
