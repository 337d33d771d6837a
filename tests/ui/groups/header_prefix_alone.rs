use std::collections::BTreeMap;

use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(delete = "/api/users")]
struct DeleteUsers {
    #[api(header_prefix = "X-Meta-")]
    meta: BTreeMap<String, String>,
}

fn main() {
    DeleteUsers { meta: BTreeMap::new() }.validate().unwrap();
}
