use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>)]
struct ListUsers {
    #[api(header = "X-Größe")]
    tenant: Option<u64>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { tenant: Some(1) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
