use api_request::{ApiRequest, ApiResponse, BaseUrl};

#[derive(ApiResponse)]
union Found {
    id: u64,
    name: [u8; 8],
}

#[derive(ApiRequest)]
#[api(get = "/api/users/{id}", response = Found)]
struct GetUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = GetUser { id: 7 };
    request.to_http(&base).unwrap();
}
