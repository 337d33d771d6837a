use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(delete = "/users/{id}")]
struct Request {
    id: Option<u64>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
