use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(requires = tenant)]
    application_id: Option<String>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { application_id: None };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
