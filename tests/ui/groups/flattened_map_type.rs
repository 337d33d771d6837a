use api_request::{ApiRequest, BaseUrl};

struct More {
    _limit: Option<u32>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(flatten, query)]
    more: More,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { more: More { _limit: None } }.to_http(&base).unwrap();
}
