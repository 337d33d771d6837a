use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUser {
    #[api(body)]
    user: Vec<String>,
    #[api(body)]
    registration: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = CreateUser { user: Vec::new(), registration: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
