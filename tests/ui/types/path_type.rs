use api_request::{ApiRequest, BaseUrl};

struct UserId(String);

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = String)]
struct GetUser {
    id: UserId,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: UserId("7".to_owned()) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
