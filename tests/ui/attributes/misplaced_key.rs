use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/login", secret)]
struct Login {
    user: String,
    password: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Login { user: "ada".to_owned(), password: "1815".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
