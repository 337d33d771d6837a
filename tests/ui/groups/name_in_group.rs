use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Page {
    #[api(query = "size")]
    limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    size: Option<u32>,
    #[api(flatten)]
    page: Page,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { size: None, page: Page { limit: None } }.to_http(&base).unwrap();
}
