use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/jwt/issue", response = String)]
struct IssueJwt {
    #[api(requires())]
    refresh_token: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = IssueJwt { refresh_token: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
