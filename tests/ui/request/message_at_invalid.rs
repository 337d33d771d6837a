use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users/{id}", message_at = "error.message")]
struct DeleteUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = DeleteUser { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
