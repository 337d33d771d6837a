use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(get = "/api/registrations", response = Vec<String>)]
struct ListRegistrations {
    #[api(requires = limit)]
    application_id: String,
    limit: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations { application_id: "85a03867".to_owned(), limit: Some(10) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
