use http::HeaderMap;
use http_request_derive::HttpRequest;

#[derive(HttpRequest)]
#[http_request(response = String)]
struct CreateUser {
    #[http_request(header)]
    headers: HeaderMap,
    #[http_request(body)]
    user: Vec<String>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let request = CreateUser { headers: HeaderMap::new(), user: Vec::new() };
    request.to_http_request(&base).unwrap();
}
