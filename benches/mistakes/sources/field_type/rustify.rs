use rustify::Endpoint;
use rustify_derive::Endpoint;

/// Seconds since 1970.
struct Timestamp(u64);

/// List the users that were seen lately.
#[derive(Endpoint)]
#[endpoint(path = "api/users", response = "Vec<String>")]
struct ListUsers {
    #[endpoint(query)]
    seen_since: Timestamp,
    #[endpoint(query)]
    limit: Option<u32>,
}

fn main() {
    let request = ListUsers { seen_since: Timestamp(1_700_000_000), limit: None };
    request.request("https://api.example.com").unwrap();
    println!("{} since {}", request.path(), request.seen_since.0);
}
