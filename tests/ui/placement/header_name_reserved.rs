use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>)]
struct ListUsers {
    #[api(header, secret)]
    authorization: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListUsers { authorization: "Bearer abc".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
