use std::collections::BTreeMap;

use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(flatten, query = "more")]
    more: BTreeMap<String, String>,
}

fn main() {
    DeleteUsers { more: BTreeMap::new() }.validate().unwrap();
}
