//! Logging in and out.

use api_request::ApiRequest;

use super::id;
use super::replies::{Errors, LoggedIn};

/// Logs a user in. The status of the response tells what is left to do.
#[derive(ApiRequest)]
#[api(post = "/api/login", response = LoggedIn, error = Errors, rename_all = "camelCase")]
pub struct Login {
    pub login_id: String,
    pub login_id_types: Option<Vec<String>>,
    #[api(secret)]
    pub password: String,
    #[api(validate(uuid))]
    pub application_id: Option<String>,
    #[api(property = "noJWT")]
    pub no_jwt: Option<bool>,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Records that a user has logged in to an application without the server.
#[derive(ApiRequest)]
#[api(put = "/api/login/{user_id}/{application_id}", response = LoggedIn, error = Errors, rename_all = "camelCase")]
pub struct PingLogin {
    #[api(validate(uuid))]
    pub user_id: String,
    #[api(validate(uuid))]
    pub application_id: String,
    #[api(query = "callerIPAddress")]
    pub caller_ip_address: Option<std::net::IpAddr>,
    #[api(header = "X-FusionAuth-TenantId", validate(uuid))]
    pub tenant_id: Option<String>,
}

/// Sends the code of a second factor, after a login that needs one.
#[derive(ApiRequest)]
#[api(post = "/api/two-factor/login", response = LoggedIn, error = Errors, rename_all = "camelCase")]
pub struct LoginWithTwoFactors {
    #[api(secret)]
    pub two_factor_id: String,
    #[api(secret)]
    pub code: String,
    pub trust_computer: Option<bool>,
    #[api(validate(uuid))]
    pub application_id: Option<String>,
}

/// Starts a login without a password.
#[derive(ApiRequest)]
#[api(post = "/api/passwordless/start", response = serde_json::Value, error = Errors, rename_all = "camelCase")]
pub struct StartPasswordlessLogin {
    #[api(validate(uuid))]
    pub application_id: String,
    pub login_id: String,
    pub login_strategy: Option<String>,
}

/// Completes a login without a password, with the code that was sent to the user.
#[derive(ApiRequest)]
#[api(post = "/api/passwordless/login", response = LoggedIn, error = Errors, rename_all = "camelCase")]
pub struct LoginWithoutPassword {
    #[api(secret)]
    pub code: String,
    pub ip_address: Option<String>,
}

/// Logs out on this device, or everywhere.
#[derive(ApiRequest)]
#[api(post = "/api/logout", error = Errors, rename_all = "camelCase")]
pub struct Logout {
    #[api(query)]
    pub global: Option<bool>,
    #[api(secret)]
    pub refresh_token: Option<String>,
}

/// Sends the user a link to change a forgotten password.
#[derive(ApiRequest)]
#[api(post = "/api/user/forgot-password", response = serde_json::Value, error = Errors, rename_all = "camelCase")]
pub struct ForgetPassword {
    pub login_id: String,
    #[api(validate(uuid))]
    pub application_id: Option<String>,
    pub send_forgot_password_email: Option<bool>,
}

/// Changes a password, with the id from a link or with the current password.
#[derive(ApiRequest)]
#[api(post = "/api/user/change-password/{change_password_id:?}", rename_all = "camelCase")]
#[api(response = serde_json::Value, error = Errors)]
pub struct ChangePassword {
    #[api(secret)]
    pub change_password_id: Option<String>,
    pub login_id: Option<String>,
    #[api(secret)]
    pub current_password: Option<String>,
    #[api(secret)]
    pub password: String,
}

samples! {
    Login {
        login_id: "user@example.com".to_owned(),
        login_id_types: Some(vec!["email".to_owned()]),
        password: "password".to_owned(),
        application_id: Some(id()),
        no_jwt: None,
        tenant_id: None,
    },
    PingLogin {
        user_id: id(),
        application_id: id(),
        caller_ip_address: Some(std::net::Ipv4Addr::LOCALHOST.into()),
        tenant_id: None,
    },
    LoginWithTwoFactors {
        two_factor_id: "factor".to_owned(),
        code: "123456".to_owned(),
        trust_computer: Some(true),
        application_id: None,
    },
    StartPasswordlessLogin { application_id: id(), login_id: "user@example.com".to_owned(), login_strategy: None },
    LoginWithoutPassword { code: "code".to_owned(), ip_address: None },
    Logout { global: Some(true), refresh_token: Some("token".to_owned()) },
    ForgetPassword { login_id: "user@example.com".to_owned(), application_id: None, send_forgot_password_email: Some(true) },
    ChangePassword {
        change_password_id: Some("change".to_owned()),
        login_id: None,
        current_password: None,
        password: "password".to_owned(),
    },
}
