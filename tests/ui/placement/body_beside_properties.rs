use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUser {
    #[api(body)]
    user: Vec<String>,
    send_mail: Option<bool>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = CreateUser { user: Vec::new(), send_mail: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
