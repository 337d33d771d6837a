use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/login")]
struct Login {
    #[api(form)]
    user: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Login { user: "ada".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
