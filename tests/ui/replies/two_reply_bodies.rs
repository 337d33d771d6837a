use api_request::{ApiRequest, ApiResponse, BaseUrl};

#[derive(ApiResponse)]
struct Listed {
    #[api(status)]
    status: u16,
    #[api(body)]
    users: Vec<String>,
    #[api(body)]
    groups: Vec<String>,
}

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Listed)]
struct ListUsers;

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    ListUsers.to_http(&base).unwrap();
}
