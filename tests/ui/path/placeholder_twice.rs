use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}/sessions/{id}", response = String)]
struct GetSession {
    id: u64,
    session: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetSession { id: 7, session: 1 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
