use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(options = "/api/users")]
struct UserOptions {
    #[api(header = "X-Tenant", loggable)]
    tenant: Option<u64>,
    #[api(header = "x-tenant")]
    account: Option<u64>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = UserOptions { tenant: None, account: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
