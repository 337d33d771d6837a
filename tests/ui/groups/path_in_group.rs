use api_request::{ApiParams, ApiRequest, BaseUrl};

#[derive(ApiParams)]
#[api(rename_all = "camelCase", strict)]
struct Tenant {
    #[api(path)]
    tenant_id: String,
    #[api(query)]
    region: Option<String>,
}

#[derive(ApiRequest)]
#[api(delete = "/api/tenant/{tenant_id}")]
struct DeleteTenant {
    tenant_id: String,
    #[api(flatten)]
    tenant: Tenant,
}

fn main() {
    let base: BaseUrl = "https://api.example.com".parse().unwrap();
    let tenant = Tenant { tenant_id: "a".into(), region: None };
    DeleteTenant { tenant_id: "a".into(), tenant }.to_http(&base).unwrap();
}
