//! Reports about logins and registrations.

use api_request::ApiRequest;

use super::id;
use super::replies::{Errors, LoginReport};

/// Counts logins.
#[derive(ApiRequest)]
#[api(get = "/api/report/login", response = LoginReport, error = Errors, rename_all = "camelCase")]
pub struct ReportLogins {
    #[api(validate(uuid))]
    pub application_id: Option<String>,
    pub login_id: Option<String>,
    pub login_id_types: Vec<String>,
    /// Milliseconds since 1970-01-01T00:00:00Z, like `end`.
    pub start: i64,
    pub end: i64,
}

/// Counts the users and registrations of each application.
#[derive(ApiRequest)]
#[api(get = "/api/report/totals", response = serde_json::Value, error = Errors)]
pub struct ReportTotals {
    pub excludes: Vec<String>,
}

samples! {
    ReportLogins {
        application_id: Some(id()),
        login_id: Some("user@example.com".to_owned()),
        login_id_types: vec!["email".to_owned(), "username".to_owned()],
        start: 1_767_225_600_000,
        end: 1_767_312_000_000,
    },
    ReportTotals { excludes: vec!["applicationTotals".to_owned()] },
}
