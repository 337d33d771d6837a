use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Page {
    #[api(query)]
    limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(flatten, rename = "page")]
    page: Page,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { page: Page { limit: None } }.to_http(&base).unwrap();
}
