use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users/{id}/sessions/{session}")]
struct EndSession {
    user_id: u64,
    session: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = EndSession { user_id: 7, session: "a".to_owned() };
    request.to_http(&base).unwrap();
}
