use api_request::{ApiRequest, BaseUrl};

/// End one of a user's sessions.
#[derive(ApiRequest)]
#[api(delete = "/api/users/{usr_id}/sessions/{session}")]
struct EndSession {
    user_id: u64,
    session: String,
    notify: Option<bool>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = EndSession { user_id: 7, session: "a".to_owned(), notify: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
