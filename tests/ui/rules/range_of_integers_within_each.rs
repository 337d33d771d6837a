use api_request::{ApiRequest, BaseUrl};

const MOST: f32 = 1.5;

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(each(range(-1..MOST))))]
    shares: Vec<f32>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { shares: vec![0.5], limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
