use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users", all_or_none(name, emial))]
struct DeleteUsers {
    name: Option<String>,
    email: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: None, email: None }.to_http(&base).unwrap();
}
