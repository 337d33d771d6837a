use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/image", body = multipart)]
struct Request {
    name: String,
    file: Option<Vec<u8>>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
