use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(path = "/api/users/{id}", response = String)]
struct GetUser {
    #[api(path)]
    id: u64,
    #[api(query)]
    fields: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7, fields: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
