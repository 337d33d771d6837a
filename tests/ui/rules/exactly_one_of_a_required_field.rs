use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users", exactly_one_of(name, email))]
struct DeleteUsers {
    name: String,
    email: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: "n".into(), email: None }.to_http(&base).unwrap();
}
