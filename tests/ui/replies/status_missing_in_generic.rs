use api_request::{ApiRequest, ApiResponse, BaseUrl};

#[derive(ApiResponse)]
enum Found<T> {
    #[api(status = 200)]
    One(T),
    Nobody,
}

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = Found<String>)]
struct GetUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7 };
    request.to_http(&base).unwrap();
}
