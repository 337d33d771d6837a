use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
enum By {
    #[serde(rename = "mail")]
    Email(#[api(query = "email")] String),
}

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    #[api(flatten)]
    by: By,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Request { by: By::Email("ada@example.com".to_owned()) };
    request.to_http(&base).unwrap();
}
