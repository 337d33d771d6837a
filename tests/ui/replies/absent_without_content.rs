use api_request::{ApiRequest, BaseUrl, NoContent};

#[derive(ApiRequest)]
#[api(delete = "/api/users/{id}", response = Option<NoContent>, absent(404))]
struct DeleteUser {
    id: u64,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUser { id: 7 }.to_http(&base).unwrap();
}
