use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
struct Note {
    #[api(property)]
    note: Option<String>,
}

#[derive(ApiRequest)]
#[api(post = "/api/users")]
struct CreateUser {
    #[api(body)]
    user: Vec<u32>,
    #[api(flatten)]
    note: Note,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    CreateUser { user: vec![1], note: Note { note: None } }.to_http(&base).unwrap();
}
