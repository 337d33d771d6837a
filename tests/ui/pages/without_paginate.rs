use api_request::{ApiRequest, Paginate};
use serde::Deserialize;

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Vec<User>)]
struct Search {
    after: Option<String>,
}

#[derive(Deserialize)]
struct User {
    email: String,
}

// With `.items(&client)`, rustc reports the same error twice: for the bound of the method, and for that of its associated type.
fn list(_: &impl Paginate) {}

fn main() {
    list(&Search { after: None });
}
