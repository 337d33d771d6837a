use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(method = "PURGE")]
struct PurgeCache {
    #[api(query)]
    key: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = PurgeCache { key: "users".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
