use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Filter {
    #[api(style = deepObject)]
    price: std::collections::BTreeMap<String, u32>,
}

#[derive(ApiRequest)]
#[api(post = "/api/search")]
struct Search {
    #[api(flatten)]
    filter: Filter,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Search { filter: Filter { price: Default::default() } }.to_http(&base).unwrap();
}
