use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(non_empty uuid))]
    application_id: Option<String>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { application_id: None, limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
