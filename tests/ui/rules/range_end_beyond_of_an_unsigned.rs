use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(each(range(-1..300))))]
    pages: Vec<u8>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { pages: vec![7], limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
