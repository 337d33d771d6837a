use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/items/{r#type}", response = String)]
struct ListItems {
    r#type: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListItems { r#type: "note".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
