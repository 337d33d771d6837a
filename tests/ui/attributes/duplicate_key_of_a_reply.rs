use api_request::{ApiRequest, ApiResponse, BaseUrl};

#[derive(ApiResponse)]
#[api(serde_ignored, serde_ignored)]
struct Created {
    #[serde(default)]
    #[api(header)]
    location: String,
}

#[derive(ApiRequest)]
#[api(post = "/users", response = Created)]
struct Request {
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { name: "Ada".to_owned() }.to_http(&base).unwrap();
}
