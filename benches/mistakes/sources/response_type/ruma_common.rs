use ruma_common::api::auth_scheme::NoAuthentication;
use ruma_common::api::error::{Error, FromHttpResponseError};
use ruma_common::api::{IncomingResponseExt, OutgoingRequestExt, request, response};
use ruma_common::metadata;

#[derive(Clone, Debug)]
struct User {
    name: String,
}

metadata! {
    method: GET,
    rate_limited: false,
    authentication: NoAuthentication,
    path: "/api/users/{id}",
}

#[request]
struct Request {
    #[ruma_api(path)]
    id: u64,
}

#[response]
struct Response {
    #[ruma_api(body)]
    user: User,
}

fn name(reply: http::Response<&[u8]>) -> Result<String, FromHttpResponseError<Error>> {
    let response = Response::try_from_http_response(reply)?;
    Ok(response.user.name)
}

fn main() {
    Request { id: 7 }.try_into_http_request::<Vec<u8>>("https://api.example.com", (), ()).unwrap();
}
