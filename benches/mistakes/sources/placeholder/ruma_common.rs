use ruma_common::api::auth_scheme::NoAuthentication;
use ruma_common::api::{OutgoingRequestExt, request, response};
use ruma_common::metadata;

metadata! {
    method: DELETE,
    rate_limited: false,
    authentication: NoAuthentication,
    path: "/api/users/{usr_id}/sessions/{session}",
}

/// End one of a user's sessions.
#[request]
struct Request {
    #[ruma_api(path)]
    user_id: u64,
    #[ruma_api(path)]
    session: String,
    #[ruma_api(query)]
    #[serde(skip_serializing_if = "Option::is_none")]
    notify: Option<bool>,
}

#[response]
struct Response {}

fn main() {
    let request = Request { user_id: 7, session: "a".to_owned(), notify: None };
    request.try_into_http_request::<Vec<u8>>("https://api.example.com", (), ()).unwrap();
}
