use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
#[api(serde_ignored, serde_ignored)]
struct Page {
    #[serde(default)]
    limit: u32,
}

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    #[api(flatten)]
    page: Page,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { page: Page { limit: 1 } }.to_http(&base).unwrap();
}
