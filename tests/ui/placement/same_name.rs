use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>, rename_all = "camelCase")]
struct ListUsers {
    max_results: Option<u32>,
    #[api(query = "maxResults")]
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { max_results: Some(10), limit: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
