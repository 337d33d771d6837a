use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}?fields={fields}", response = String)]
struct GetUser {
    id: u64,
    fields: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7, fields: "name".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
