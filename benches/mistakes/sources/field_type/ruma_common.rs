use ruma_common::api::auth_scheme::NoAuthentication;
use ruma_common::api::{OutgoingRequestExt, request, response};
use ruma_common::metadata;

/// Seconds since 1970.
#[derive(Clone, Debug)]
struct Timestamp(u64);

metadata! {
    method: GET,
    rate_limited: false,
    authentication: NoAuthentication,
    path: "/api/users",
}

/// List the users that were seen lately.
#[request]
struct Request {
    #[ruma_api(query)]
    seen_since: Timestamp,
    #[ruma_api(query)]
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
}

#[response]
struct Response {
    #[ruma_api(body)]
    names: Vec<String>,
}

fn main() {
    let request = Request { seen_since: Timestamp(1_700_000_000), limit: None };
    println!("since {}", request.seen_since.0);
    request.try_into_http_request::<Vec<u8>>("https://api.example.com", (), ()).unwrap();
}
