//! The responses of the operations, with the fields that most programs need.

#![allow(dead_code, reason = "the example sends nothing, so nobody reads a reply")]

use std::collections::BTreeMap;

use api_request::{ApiResponse, Secret};
use serde::Deserialize;

/// The errors of a request that the server rejects.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Errors {
    /// Errors by field name. The vendor's document declares a list here (issue 3507).
    #[serde(default)]
    pub field_errors: BTreeMap<String, Vec<ErrorMessage>>,
    #[serde(default)]
    pub general_errors: Vec<ErrorMessage>,
}

#[derive(Debug, Deserialize)]
pub struct ErrorMessage {
    pub code: String,
}

/// The error of the OAuth endpoints (RFC 6749, section 5.2).
#[derive(Debug, Deserialize)]
pub struct OAuthError {
    pub error: String,
    pub error_description: Option<String>,
    pub error_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct OAuthTokens {
    pub access_token: Secret<String>,
    pub id_token: Option<Secret<String>>,
    pub refresh_token: Option<Secret<String>>,
    pub expires_in: u64,
}

#[derive(Debug, Deserialize)]
pub struct DeviceCodes {
    pub device_code: Secret<String>,
    pub user_code: String,
    pub verification_uri: String,
    pub expires_in: u64,
    pub interval: Option<u64>,
}

/// The result of a login.
#[derive(Debug, ApiResponse)]
pub enum LoggedIn {
    #[api(status = 200)]
    Registered(Tokens),
    /// The user is not registered for the application.
    #[api(status = 202)]
    NotRegistered(Tokens),
    /// The password has to be changed first.
    #[api(status = 203)]
    MustChangePassword(MustChangePassword),
    /// The user has to verify an address first.
    #[api(status = 212)]
    MustVerify,
    /// The second factor is missing.
    #[api(status = 242)]
    NeedsTwoFactors(NeedsTwoFactors),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tokens {
    pub token: Option<Secret<String>>,
    pub refresh_token: Option<Secret<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MustChangePassword {
    pub change_password_id: Option<Secret<String>>,
    pub change_password_reason: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NeedsTwoFactors {
    pub two_factor_id: Secret<String>,
}

/// Whether the work is finished.
#[derive(Debug, ApiResponse)]
pub enum Deleted {
    #[api(status = 200)]
    Done,
    /// The server continues in the background.
    #[api(status = 202)]
    Started,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BulkDeleted {
    pub dry_run: bool,
    pub hard_delete: bool,
    pub total: u64,
    #[serde(default)]
    pub user_ids: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct FoundUser {
    pub user: User,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundUsers {
    pub total: u64,
    pub next_results: Option<String>,
    #[serde(default)]
    pub users: Vec<User>,
}

#[derive(Debug, Deserialize)]
pub struct User {
    pub id: String,
    pub email: Option<String>,
    pub username: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKeys {
    pub public_key: Option<String>,
    #[serde(default)]
    pub public_keys: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub struct KeySet {
    pub keys: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginReport {
    pub total: u64,
}

#[derive(Debug, Deserialize)]
pub struct Version {
    pub version: String,
}
