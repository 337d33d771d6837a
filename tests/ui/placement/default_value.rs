use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    limit: u32 = 10,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { limit: 1 }.to_http(&base).unwrap();
}
