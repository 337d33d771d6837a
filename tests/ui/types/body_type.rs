use api_request::{ApiRequest, BaseUrl};

struct User {
    name: String,
}

#[derive(ApiRequest)]
#[api(put = "/api/users/{id}")]
struct ReplaceUser {
    id: u64,
    #[api(body)]
    user: User,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ReplaceUser { id: 7, user: User { name: "Ada".to_owned() } };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
