//! Tenants and applications.

use api_request::ApiRequest;
use serde_json::Value;

use super::id;
use super::replies::{Deleted, Errors};

/// Deletes a tenant and everything in it. This can take long: the server continues after its response.
#[derive(ApiRequest)]
#[api(delete = "/api/tenant/{tenant_id}?async=true", response = Deleted, error = Errors, rename_all = "camelCase")]
pub struct DeleteTenant {
    #[api(validate(uuid))]
    pub tenant_id: String,
}

/// Retrieves the password rules of a tenant, or of the only tenant if no id is set.
#[derive(ApiRequest)]
#[api(get = "/api/tenant/password-validation-rules/{tenant_id:?}", rename_all = "camelCase")]
#[api(response = Value, error = Errors)]
pub struct RetrievePasswordRules {
    #[api(validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Lists the applications.
#[derive(ApiRequest)]
#[api(get = "/api/application", response = Value, error = Errors)]
pub struct RetrieveApplications {
    pub inactive: Option<bool>,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Deletes a role of an application.
#[derive(ApiRequest)]
#[api(delete = "/api/application/{application_id}/role/{role_id}", error = Errors, rename_all = "camelCase")]
pub struct DeleteRole {
    #[api(validate(uuid))]
    pub application_id: String,
    #[api(validate(uuid))]
    pub role_id: String,
}

samples! {
    DeleteTenant { tenant_id: id() },
    RetrievePasswordRules { tenant_id: None },
    RetrieveApplications { inactive: Some(true), tenant_id: Some(id()) },
    DeleteRole { application_id: id(), role_id: id() },
}
