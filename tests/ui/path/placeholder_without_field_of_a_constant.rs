use api_request::{ApiRequest, BaseUrl};

#[allow(non_upper_case_globals)]
const uid: &str = "v1";

#[derive(ApiRequest)]
#[api(get = "/api/{uid}/users/{id}", response = String)]
struct GetUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
