use api_request::{ApiRequest, BaseUrl};

#[derive(ApiRequest)]
#[api(
    get = "/api/users/{usr_id}/registrations",
    reponse = Vec<String>,
    rename_all = "camel",
    message_at = "errors.0.message",
    retries = 3
)]
struct ListRegistrations {
    user_id: u64,
    #[api(qurey)]
    application_id: Option<String>,
    #[api(query, header = "X-Tenant-Id")]
    tenant: Option<u64>,
    #[api(header = "Authorization")]
    token: String,
    #[api(validate(iban, uuid(4)), requires = appliction_id)]
    account: Option<String>,
    #[api(body)]
    filter: Vec<String>,
    #[api(skip, rename = "cache")]
    cached: Option<bool>,
    #[api(query secret)]
    limit: Option<u32>,
    #[api(query = "limit")]
    max: Option<u32>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = ListRegistrations {
        user_id: 7,
        application_id: None,
        tenant: None,
        token: String::new(),
        account: None,
        filter: Vec::new(),
        cached: None,
        limit: None,
        max: None,
    };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
