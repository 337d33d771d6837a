use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUser {
    name: String,
    #[api(validate(non_empty))]
    labels: HashMap<String, String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = CreateUser { name: "Ada".to_owned(), labels: Default::default() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
