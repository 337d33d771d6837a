use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/größen/{id}", response = String)]
struct GetSize {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetSize { id: 7 };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
