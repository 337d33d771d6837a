use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUsers {
    #[api(body, rename = "users")]
    names: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = CreateUsers { names: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
