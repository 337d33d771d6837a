use api_request::body::Text;
use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/users", content_type = "text/csv")]
struct Request {
    #[api(body)]
    users: Text,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    Request { users: Text::new("Ada") }.to_http(&base).unwrap();
}
