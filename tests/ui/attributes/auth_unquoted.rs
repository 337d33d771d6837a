use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/health", auth = monitor, response = String)]
struct ReadHealth {
    host: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ReadHealth { host: "db".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
