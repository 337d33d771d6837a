use ruma_common::api::{OutgoingRequestExt, request, response};

#[request]
struct Request {
    #[ruma_api(query)]
    tenant: u64,
    #[ruma_api(body)]
    user: Vec<String>,
}

#[response]
struct Response {}

fn main() {
    let request = Request { tenant: 1, user: Vec::new() };
    request.try_into_http_request::<Vec<u8>>("https://api.example.com", (), ()).unwrap();
}
