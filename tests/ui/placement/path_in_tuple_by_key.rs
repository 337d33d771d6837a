use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = String)]
struct GetUser(#[api(path)] u64);

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser(7);
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
