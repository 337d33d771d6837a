use api_request::ApiRequest;

#[derive(ApiRequest)]
#[api(post = "/oauth2/token", body = form)]
struct Token {
    #[api(style = matrix)]
    scope: Vec<String>,
}

fn main() {
    let base = "https://api.example.com".parse().unwrap();
    let send = |request: &Token| request.to_http(&base).is_ok();
    println!("{} {}", Token::ENDPOINT.path(), std::mem::size_of_val(&send));
}
