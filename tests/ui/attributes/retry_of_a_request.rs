use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/order", retry = 3)]
struct PlaceOrder {
    article: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = PlaceOrder { article: "pen".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
