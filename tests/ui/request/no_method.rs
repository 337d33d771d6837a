use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(rename_all = "camelCase")]
struct CreateUser {
    #[api(header = "X-Tenant-Id")]
    tenant: u64,
    #[api(body)]
    user: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = CreateUser { tenant: 1, user: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
