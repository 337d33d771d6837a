use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(requires = cached)]
    application_id: Option<String>,
    #[api(skip)]
    cached: Option<bool>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { application_id: None, cached: None, limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
