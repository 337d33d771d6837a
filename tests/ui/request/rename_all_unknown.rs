use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>, rename_all = "Title Case")]
struct ListUsers {
    max_results: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { max_results: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
