use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(one_of("none", 1, 2)))]
    page: Option<String>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { page: None, limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
