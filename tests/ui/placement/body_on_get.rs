use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>)]
struct SearchUsers {
    #[api(body)]
    filter: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = SearchUsers { filter: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
