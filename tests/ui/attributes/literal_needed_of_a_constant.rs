use api_request::{ApiRequest, BaseUrl};

const NAME: &str = "userName";

#[derive(ApiRequest)]
#[api(get = "/users", response = String)]
struct Request {
    #[api(query = NAME)]
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { name: NAME.to_owned() }.to_http(&base).unwrap();
}
