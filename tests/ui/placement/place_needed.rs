use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(method = "PURGE", path = "/cache/{key}")]
struct PurgeCache {
    key: String,
    soft: Option<bool>,
    #[api(query, requires = soft)]
    after: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = PurgeCache { key: "users".to_owned(), soft: None, after: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
