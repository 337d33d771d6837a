use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/login")]
struct Request {
    #[api(secret)]
    password: String,
    realm: Realm,
}

#[derive(serde::Serialize)]
struct Realm(String);

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Request| request.to_http(&base).is_ok();
    println!("{} {}", Request::ENDPOINT.path(), std::mem::size_of_val(&send));
}
