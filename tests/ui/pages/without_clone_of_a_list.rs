use api_request::ApiRequest;
use serde::Deserialize;

#[derive(ApiRequest)]
#[api(get = "/users", response = Vec<User>, paginate(link))]
struct Search {
    after: Option<String>,
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
