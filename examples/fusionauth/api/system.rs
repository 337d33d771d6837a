//! The state of the server itself.

use api_request::ApiRequest;
use serde::Serialize;
use serde_json::Value;

use super::replies::{Errors, Version};

/// Retrieves the server's version.
#[derive(ApiRequest)]
#[api(get = "/api/system/version", response = Version, error = Errors)]
pub struct RetrieveVersion;

/// Retrieves the health of the server, for monitoring with a key of its own.
#[derive(ApiRequest)]
#[api(get = "/api/status", response = Value, auth = "monitor")]
pub struct RetrieveStatus;

/// Retrieves an entry of the audit log.
#[derive(ApiRequest)]
#[api(get = "/api/system/audit-log/{audit_log_id}", response = Value, error = Errors, rename_all = "camelCase")]
pub struct RetrieveAuditLog {
    pub audit_log_id: u64,
}

/// Searches the audit log.
#[derive(ApiRequest)]
#[api(post = "/api/system/audit-log/search", response = Value, error = Errors)]
pub struct SearchAuditLog {
    pub search: AuditLogSearch,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditLogSearch {
    pub message: String,
    pub number_of_results: u32,
}

samples! {
    RetrieveVersion,
    RetrieveStatus,
    RetrieveAuditLog { audit_log_id: 7 },
    SearchAuditLog { search: AuditLogSearch { message: "login".to_owned(), number_of_results: 10 } },
}
