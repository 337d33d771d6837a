use api_request::{ApiRequest, BaseUrl};

#[derive(Debug, ApiRequest)]
#[api(post = "/api/login")]
struct Login {
    user: String,
    #[api(secret)]
    password: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Login { user: "ada".to_owned(), password: "1815".to_owned() };
    println!("{request:?}");
    request.to_http(&base).unwrap();
}
