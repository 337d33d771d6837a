use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users/../sessions/{id}")]
struct EndSession {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = EndSession { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
