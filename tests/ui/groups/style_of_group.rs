use api_request::{ApiParams, ApiRequest};

#[derive(ApiParams)]
struct Scopes {
    #[api(property, style = spaceDelimited)]
    scope: Vec<String>,
}

#[derive(ApiRequest)]
#[api(post = "/oauth2/token", body = form)]
struct Token {
    #[api(flatten)]
    scopes: Scopes,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Token| request.to_http(&base).is_ok();
    println!("{} {}", Token::ENDPOINT.path(), std::mem::size_of_val(&send));
}
