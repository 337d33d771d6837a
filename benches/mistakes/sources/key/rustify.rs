use rustify::Endpoint;
use rustify_derive::Endpoint;

/// List the users.
#[derive(Endpoint)]
#[endpoint(path = "api/users", response = "Vec<String>")]
struct ListUsers {
    #[endpoint(qeury)]
    limit: Option<u32>,
}

fn main() {
    let request = ListUsers { limit: Some(10) };
    request.request("https://api.example.com").unwrap();
}
