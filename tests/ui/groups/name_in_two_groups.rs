use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Page {
    #[api(query)]
    after: Option<u32>,
}

#[derive(ApiParams)]
enum Since {
    Id(#[api(query)] u64),
    Time {
        #[api(query)]
        after: String,
    },
}

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers<'a> {
    name: &'a str,
    #[api(flatten)]
    page: Page,
    #[api(flatten)]
    since: Option<Since>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: "n", page: Page { after: None }, since: None }.to_http(&base).unwrap();
}
