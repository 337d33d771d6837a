use api_request::{ApiParams, ApiRequest};

#[derive(ApiParams)]
#[api(body = form)]
struct Client {
    client_id: String,
}

#[derive(ApiRequest)]
#[api(post = "/oauth2/token", body = form)]
struct Token {
    #[api(flatten)]
    client: Client,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Token| request.to_http(&base).is_ok();
    println!("{} {}", Token::ENDPOINT.path(), std::mem::size_of_val(&send));
}
