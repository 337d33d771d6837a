use rustify::Endpoint;
use rustify_derive::Endpoint;

#[derive(Endpoint)]
#[endpoint(response = "String")]
struct CreateUser {
    #[endpoint(query)]
    tenant: u64,
    #[endpoint(body)]
    user: Vec<String>,
}

fn main() {
    let request = CreateUser { tenant: 1, user: Vec::new() };
    request.request("https://api.example.com").unwrap();
}
