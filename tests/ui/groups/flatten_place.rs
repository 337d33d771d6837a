use std::collections::BTreeMap;

use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUser {
    #[api(flatten, header)]
    meta: BTreeMap<String, String>,
}

fn main() {
    CreateUser { meta: BTreeMap::new() }.validate().unwrap();
}
