use rustify::Endpoint;
use rustify_derive::Endpoint;

/// End one of a user's sessions.
#[derive(Endpoint)]
#[endpoint(method = "DELETE", path = "api/users/{self.usr_id}/sessions/{self.session}")]
struct EndSession {
    #[endpoint(skip)]
    user_id: u64,
    #[endpoint(skip)]
    session: String,
    #[endpoint(query)]
    notify: Option<bool>,
}

fn main() {
    let request = EndSession { user_id: 7, session: "a".to_owned(), notify: None };
    request.request("https://api.example.com").unwrap();
}
