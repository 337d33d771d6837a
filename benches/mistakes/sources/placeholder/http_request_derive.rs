use http_request_derive::HttpRequest;
use serde::Serialize;
use serde::de::IgnoredAny;

/// End one of a user's sessions.
#[derive(HttpRequest)]
#[http_request(method = "DELETE", response = IgnoredAny, path = "/api/users/{usr_id}/sessions/{session}")]
struct EndSession {
    user_id: u64,
    session: String,
    #[http_request(query)]
    query: EndSessionQuery,
}

#[derive(Serialize)]
struct EndSessionQuery {
    notify: Option<bool>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let request = EndSession { user_id: 7, session: "a".to_owned(), query: EndSessionQuery { notify: None } };
    request.to_http_request(&base).unwrap();
}
