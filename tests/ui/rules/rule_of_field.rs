use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users", validate(non_empty))]
struct DeleteUsers {
    name: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: None }.to_http(&base).unwrap();
}
