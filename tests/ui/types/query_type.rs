use api_request::{ApiRequest, BaseUrl};

/// Seconds since 1970.
struct Timestamp(u64);

/// List the users that were seen lately.
#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>)]
struct ListUsers {
    seen_since: Timestamp,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { seen_since: Timestamp(1_700_000_000), limit: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
    println!("{} since {}", ListUsers::ENDPOINT.path(), request.seen_since.0);
}
