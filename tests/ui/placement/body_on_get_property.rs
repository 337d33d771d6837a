use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(head = "/api/users/{id}")]
struct UserExists {
    id: u64,
    #[api(property = "deleted")]
    or_deleted: Option<bool>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = UserExists { id: 7, or_deleted: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
