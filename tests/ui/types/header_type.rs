use api_request::{ApiRequest, BaseUrl};

struct Tenant {
    id: u64,
}

#[derive(ApiRequest)]
#[api(delete = "/api/users/{id}")]
struct DeleteUser {
    id: u64,
    #[api(header = "X-Tenant-Id")]
    tenant: Option<Tenant>,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let request = DeleteUser { id: 7, tenant: Some(Tenant { id: 1 }) };
    request.validate().unwrap();
    request.to_http(&base).unwrap();
}
