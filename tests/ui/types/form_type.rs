use api_request::{ApiRequest, BaseUrl};

struct Scope(String);

#[derive(ApiRequest)]
#[api(post = "/oauth2/token", body = form)]
struct Token {
    grant_type: String,
    scope: Option<Scope>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Token { grant_type: "password".to_owned(), scope: Some(Scope("a".to_owned())) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
