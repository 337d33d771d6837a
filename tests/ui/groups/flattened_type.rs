use api_request::{ApiRequest, BaseUrl};

#[derive(serde::Serialize)]
struct Page {
    limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(flatten)]
    page: Option<Page>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { page: Some(Page { limit: None }) }.to_http(&base).unwrap();
}
