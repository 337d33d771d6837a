use api_request::{ApiRequest, reply::Raw};

#[derive(ApiRequest)]
#[api(get = "/users", response = Raw)]
struct Request {
    #[api(header("X-Tenant"))]
    tenant: String,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
