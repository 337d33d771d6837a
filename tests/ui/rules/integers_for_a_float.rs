use api_request::{ApiRequest, BaseUrl};

type Share = f64;

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(range(0..=1)))]
    share: Option<Share>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { share: Some(0.5), limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
