use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users/:id/sessions", response = Vec<String>)]
struct ListSessions {
    #[api(path)]
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListSessions { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
