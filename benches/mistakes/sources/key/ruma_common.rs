use ruma_common::api::auth_scheme::NoAuthentication;
use ruma_common::api::{OutgoingRequestExt, request, response};
use ruma_common::metadata;

metadata! {
    method: GET,
    rate_limited: false,
    authentication: NoAuthentication,
    path: "/api/users",
}

/// List the users.
#[request]
struct Request {
    #[ruma_api(qeury)]
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

#[response]
struct Response {
    #[ruma_api(body)]
    names: Vec<String>,
}

fn main() {
    let request = Request { limit: Some(10) };
    request.try_into_http_request::<Vec<u8>>("https://api.example.com", (), ()).unwrap();
}
