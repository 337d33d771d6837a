use api_request::{ApiRequest, BaseUrl};

struct Address {
    street: String,
}

#[derive(ApiRequest)]
#[api(patch = "/api/users/{id}")]
struct UpdateUser {
    id: u64,
    name: Option<String>,
    addresses: Vec<Address>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = UpdateUser { id: 7, name: None, addresses: vec![Address { street: "Main Street".to_owned() }] };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
