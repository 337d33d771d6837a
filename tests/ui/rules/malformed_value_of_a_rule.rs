use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/users")]
struct Request {
    #[api(validate(length = 1..=64))]
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
