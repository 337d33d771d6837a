use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Note {
    #[api(property)]
    note: Option<String>,
}

#[derive(ApiRequest)]
#[api(get = "/api/users", response = Vec<String>)]
struct ListUsers {
    #[api(flatten)]
    note: Note,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    ListUsers { note: Note { note: None } }.to_http(&base).unwrap();
}
