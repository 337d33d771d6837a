use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(put = "/api/users/{usr_id}")]
struct ReplaceUser {
    #[api(path)]
    user_id: u64,
    #[api(body)]
    user: Vec<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ReplaceUser { user_id: 7, user: Vec::new() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
