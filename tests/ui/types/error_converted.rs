use api_request::{ApiRequest, Client, Error, reply::Problem};

#[derive(ApiRequest)]
#[api(get = "/users", response = String, error = Problem)]
struct ListUsers {
    name: String,
}

async fn list(client: &Client) -> Result<String, Error> {
    let users = ListUsers { name: "Ada".to_owned() }.send(client).await?;
    Ok(users)
}

fn main() {
    let _ = list;
}
