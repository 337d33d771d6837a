use api_request::{ApiRequest, BaseUrl};

fn even(number: &u64) -> Result<(), String> {
    if number % 2 == 0 { Ok(()) } else { Err(format!("{number} is odd")) }
}

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(each(self::even)))]
    tags: Vec<String>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { tags: Vec::new(), limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
