use api_request::{ApiRequest, BaseUrl};

fn at_most(max: u64) -> impl Fn(&u64) -> Result<(), String> {
    move |number| if *number <= max { Ok(()) } else { Err(format!("{number} is above {max}")) }
}

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(validate(self::at_most))]
    page: Option<u64>,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { page: Some(7), limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
