use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest, Debug)]
#[api(post = "/api/login", debug)]
struct Login {
    user: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = Login { user: "ada".to_owned() };
    println!("{request:?}");
    request.to_http(&base).unwrap();
}
