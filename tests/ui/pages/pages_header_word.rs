use api_request::ApiRequest;
use serde::Deserialize;

#[derive(Clone, ApiRequest)]
#[api(
    get = "/users",
    response = Found,
    paginate(page = page, total = header("X-Total-Count"), items = users, item = User)
)]
struct Search {
    page: Option<u64>,
}

#[derive(Deserialize)]
struct Found {
    users: Vec<User>,
    next: Option<String>,
    total: u64,
}

#[derive(Deserialize)]
struct User {
    email: String,
}

fn main() {
    let client = api_request::Client::builder("https://api.example.com").build().unwrap();
    let items = |request: &Search| request.items(&client);
    println!("{} {}", Search::ENDPOINT.path(), std::mem::size_of_val(&items));
}
