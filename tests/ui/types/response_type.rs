use api_request::{ApiRequest, BaseUrl, Client, Error};

struct User {
    name: String,
}

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = User)]
struct GetUser {
    id: u64,
}

async fn name(client: &Client) -> Result<String, Error> {
    let user = GetUser { id: 7 }.send(client).await?;
    Ok(user.name)
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    GetUser { id: 7 }.to_http(&base).unwrap();
}
