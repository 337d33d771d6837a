use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(delete = "/api/users", validate(self::check))]
struct DeleteUsers {
    name: Option<String>,
}

fn check(_: &String) -> Result<(), String> {
    Ok(())
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    DeleteUsers { name: None }.to_http(&base).unwrap();
}
