use http_request_derive::HttpRequest;
use serde as _;

struct ListUsersQuery {
    /// Seconds since 1970.
    seen_since: u64,
    limit: Option<u32>,
}

/// List the users that were seen lately.
#[derive(HttpRequest)]
#[http_request(method = "GET", response = "Vec<String>", path = "/api/users")]
struct ListUsers {
    #[http_request(query)]
    query: ListUsersQuery,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let request = ListUsers { query: ListUsersQuery { seen_since: 1_700_000_000, limit: None } };
    request.to_http_request(&base).unwrap();
    println!("{} since {}", request.path(), request.query.seen_since);
}
