use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = Option<String>, absent())]
struct GetUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7 };
    request.to_http(&base).unwrap();
}
