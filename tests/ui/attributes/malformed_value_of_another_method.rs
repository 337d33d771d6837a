use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(method = purge, path = "/users")]
struct Request {
    #[api(query)]
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
