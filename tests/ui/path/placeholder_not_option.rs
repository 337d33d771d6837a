use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users/{user_id}/sessions/{session:?}")]
struct EndSessions {
    user_id: u64,
    session: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    EndSessions { user_id: 1, session: 1 }.to_http(&base).unwrap();
}
