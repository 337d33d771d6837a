use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/jwt/issue", response = String)]
struct IssueJwt {
    #[api(validate = uuid)]
    application_id: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = IssueJwt { application_id: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
