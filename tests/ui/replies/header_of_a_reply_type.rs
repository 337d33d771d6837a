use api_request::{ApiRequest, ApiResponse, BaseUrl};

struct Count(u64);

#[derive(ApiResponse)]
struct Listed {
    #[api(header = "x-total-count")]
    total: Count,
    #[api(body)]
    users: Vec<String>,
}

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Listed)]
struct ListUsers;

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    ListUsers.to_http(&base).unwrap();
}
