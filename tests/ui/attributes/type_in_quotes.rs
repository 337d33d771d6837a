use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = "Vec<String>")]
struct ListUsers;

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    ListUsers.to_http(&base).unwrap();
}
