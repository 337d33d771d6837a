use http_request_derive::HttpRequest;
use serde::Serialize;

/// List the users.
#[derive(HttpRequest)]
#[http_request(method = "GET", response = "Vec<String>", path = "/api/users")]
struct ListUsers {
    #[http_request(qeury)]
    query: ListUsersQuery,
}

#[derive(Serialize)]
struct ListUsersQuery {
    limit: Option<u32>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let request = ListUsers { query: ListUsersQuery { limit: Some(10) } };
    request.to_http_request(&base).unwrap();
}
