use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(put = "/api/users/{id")]
struct ReplaceUser {
    #[api(path)]
    id: u64,
    #[api(body)]
    user: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ReplaceUser { id: 7, user: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
