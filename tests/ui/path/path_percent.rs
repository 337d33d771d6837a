use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/discounts/10%", response = Vec<String>)]
struct ListDiscounts {
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListDiscounts { limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
