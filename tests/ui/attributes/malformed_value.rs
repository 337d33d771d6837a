use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = 7, response = Vec<String>)]
struct ListUsers {
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
