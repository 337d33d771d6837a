//! Users: creating, changing, searching and deleting them.

use api_request::{ApiParams, ApiRequest, Patch};
use serde::Serialize;

use super::id;
use super::replies::{BulkDeleted, Errors, FoundUser, FoundUsers, User};

/// Retrieves a user.
#[derive(ApiRequest)]
#[api(get = "/api/user/{user_id}", response = FoundUser, error = Errors, rename_all = "camelCase")]
pub struct RetrieveUser {
    #[api(validate(uuid))]
    pub user_id: String,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Finds a user by one of several keys.
#[derive(ApiRequest)]
#[api(get = "/api/user", response = FoundUser, error = Errors)]
pub struct FindUser {
    #[api(flatten)]
    pub key: UserKey,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

#[derive(ApiParams)]
#[api(rename_all = "camelCase")]
pub enum UserKey {
    ChangePasswordId(#[api(query, secret)] String),
    Email(#[api(query)] String),
    LoginId { login_id: String, login_id_types: Vec<String> },
    Username(#[api(query)] String),
    VerificationId(#[api(query, secret)] String),
}

/// Creates a user, with this id if it is set.
#[derive(ApiRequest)]
#[api(post = "/api/user/{user_id:?}", response = FoundUser, error = Errors, rename_all = "camelCase")]
pub struct CreateUser {
    #[api(validate(uuid))]
    pub user_id: Option<String>,
    pub user: NewUser,
    pub send_set_password_email: Option<bool>,
    pub skip_verification: Option<bool>,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

#[derive(Serialize)]
pub struct NewUser {
    pub email: String,
}

/// Changes some properties of a user, and keeps the others.
#[derive(ApiRequest)]
#[api(patch = "/api/user/{user_id}", response = FoundUser, error = Errors, rename_all = "camelCase")]
pub struct PatchUser {
    #[api(validate(uuid))]
    pub user_id: String,
    pub user: UserPatch,
    pub skip_verification: Option<bool>,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Absent properties are kept, `null` removes a property, and a value sets it.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserPatch {
    #[serde(skip_serializing_if = "Patch::is_absent")]
    pub email: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    pub mobile_phone: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    pub preferred_languages: Patch<Vec<String>>,
}

/// Reactivates a user.
#[derive(ApiRequest)]
#[api(put = "/api/user/{user_id}?reactivate=true", response = FoundUser, error = Errors, rename_all = "camelCase")]
pub struct ReactivateUser {
    #[api(validate(uuid))]
    pub user_id: String,
}

/// Imports users from another system. The response is empty.
#[derive(ApiRequest)]
#[api(post = "/api/user/import", error = Errors, rename_all = "camelCase")]
pub struct ImportUsers {
    pub users: Vec<NewUser>,
    pub encryption_scheme: Option<String>,
    pub validate_db_constraints: Option<bool>,
}

/// Deactivates a user, or deletes the user with all data.
#[derive(ApiRequest)]
#[api(delete = "/api/user/{user_id}", error = Errors, rename_all = "camelCase")]
pub struct DeleteUser {
    #[api(validate(uuid))]
    pub user_id: String,
    pub hard_delete: Option<bool>,
}

/// Deactivates or deletes many users, or lists those that would be affected.
#[derive(ApiRequest)]
#[api(delete = "/api/user/bulk", response = BulkDeleted, error = Errors, rename_all = "camelCase")]
pub struct DeleteUsers {
    pub user_ids: Vec<String>,
    pub dry_run: Option<bool>,
    pub hard_delete: Option<bool>,
}

/// Retrieves the users with these ids.
#[derive(ApiRequest)]
#[api(get = "/api/user/search", response = FoundUsers, error = Errors)]
pub struct SearchUsersByIds {
    pub ids: Vec<String>,
}

/// Searches for users. Each page has the cursor of the next one, also after 10,000 users.
#[derive(Clone, ApiRequest)]
#[api(
    post = "/api/user/search",
    response = FoundUsers,
    error = Errors,
    paginate(cursor = search.next_results, next = next_results, items = users, item = User)
)]
pub struct SearchUsers {
    pub search: UserSearch,
    pub expand: Option<Vec<String>>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserSearch {
    pub query_string: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_of_results: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_results: Option<String>,
}

/// Lists the last logins of one user or of all users.
#[derive(ApiRequest)]
#[api(get = "/api/user/recent-login", response = serde_json::Value, error = Errors, rename_all = "camelCase")]
pub struct RetrieveRecentLogins {
    #[api(validate(uuid))]
    pub user_id: Option<String>,
    pub offset: Option<u32>,
    pub limit: Option<u32>,
}

/// Lists the actions that were taken on a user.
#[derive(ApiRequest)]
#[api(get = "/api/user/action", response = serde_json::Value, error = Errors, rename_all = "camelCase")]
pub struct RetrieveUserActions {
    #[api(validate(uuid))]
    pub user_id: String,
    pub active: Option<bool>,
    pub preventing_login: Option<bool>,
}

samples! {
    RetrieveUser { user_id: id(), tenant_id: None },
    FindUser {
        key: UserKey::LoginId { login_id: "user@example.com".to_owned(), login_id_types: vec!["email".to_owned()] },
        tenant_id: None,
    },
    CreateUser {
        user_id: Some(id()),
        user: NewUser { email: "user@example.com".to_owned() },
        send_set_password_email: Some(true),
        skip_verification: None,
        tenant_id: None,
    },
    PatchUser {
        user_id: id(),
        user: UserPatch {
            email: Patch::Value("new@example.com".to_owned()),
            mobile_phone: Patch::Null,
            preferred_languages: Patch::Absent,
        },
        skip_verification: Some(true),
        tenant_id: None,
    },
    ReactivateUser { user_id: id() },
    ImportUsers {
        users: vec![NewUser { email: "user@example.com".to_owned() }],
        encryption_scheme: None,
        validate_db_constraints: Some(false),
    },
    DeleteUser { user_id: id(), hard_delete: Some(true) },
    DeleteUsers { user_ids: vec![id(), id()], dry_run: Some(true), hard_delete: None },
    SearchUsersByIds { ids: vec![id(), id()] },
    SearchUsers {
        search: UserSearch { query_string: "example".to_owned(), number_of_results: Some(10), next_results: None },
        expand: None,
    },
    RetrieveRecentLogins { user_id: None, offset: None, limit: Some(10) },
    RetrieveUserActions { user_id: id(), active: Some(true), preventing_login: None },
}
