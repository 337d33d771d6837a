use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Page {
    #[api(query)]
    limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users", at_most_one_of(name, page))]
struct DeleteUsers {
    name: Option<String>,
    #[api(flatten)]
    page: Option<Page>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: None, page: Some(Page { limit: None }) }.to_http(&base).unwrap();
}
