use api_request::body::Form;
use api_request::{ApiRequest, BaseUrl};

struct Grant {
    scope: String,
}

#[derive(ApiRequest)]
#[api(post = "/oauth2/token")]
struct Token {
    #[api(body)]
    grant: Form<Grant>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Token { grant: Form(Grant { scope: "a".to_owned() }) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
