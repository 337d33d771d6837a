use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/photos", body = form)]
struct Request {
    title: String,
    image: Option<api_request::body::Part>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
