use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/users", response = String, serde_ignored = true)]
struct Request {
    #[serde(rename = "userName")]
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { name: "Ada".to_owned() }.to_http(&base).unwrap();
}
