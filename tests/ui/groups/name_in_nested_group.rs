use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Trace {
    #[api(header = "x-trace")]
    trace: Option<u32>,
}

#[derive(ApiParams)]
#[api(header("X-Trace" = 1))]
struct Page<'a> {
    limit: Option<&'a str>,
    #[api(flatten)]
    trace: Option<Trace>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers<'a> {
    #[api(flatten)]
    page: Page<'a>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { page: Page { limit: None, trace: None } }.to_http(&base).unwrap();
}
