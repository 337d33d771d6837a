use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/users")]
struct Request {
    #[api(validate(ascii, length(1..=64), ascii))]
    name: String,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
