use rustify::errors::ClientError;
use rustify::{Client, Endpoint};
use rustify_derive::Endpoint;
use serde as _;

struct User {
    name: String,
}

#[derive(Endpoint)]
#[endpoint(path = "api/users/{self.id}", response = "User")]
struct GetUser {
    #[endpoint(skip)]
    id: u64,
}

async fn name(client: &Client) -> Result<String, ClientError> {
    let user = GetUser { id: 7 }.exec(client).await?.parse()?;
    Ok(user.name)
}

fn main() {
    GetUser { id: 7 }.request("https://api.example.com").unwrap();
}
