use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(put = "/api/users/{id}", patch = "/api/users/{id}")]
struct UpdateUser {
    id: u64,
    name: String,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = UpdateUser { id: 7, name: "Ada".to_owned() };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
