use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(conflicts_with(email, name))]
    name: Option<String>,
    email: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: None, email: None }.to_http(&base).unwrap();
}
