use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/user groups/{id}", response = String)]
struct GetGroup {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetGroup { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
