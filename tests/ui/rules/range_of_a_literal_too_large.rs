use api_request::{ApiRequest, BaseUrl};

type Number = u8;

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(range(1..=3600)))]
    page: Option<Number>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { page: Some(7), limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
