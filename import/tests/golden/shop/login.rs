//! `login`

use api_request::ApiRequest;

use super::models::{LoginDevice, LoginResponse};

/// `POST /login`
#[derive(Clone, ApiRequest)]
#[api(post = "/login", response = LoginResponse, body = form, auth = none)]
pub struct Login {
    /// The user.
    #[api(validate(non_empty))]
    pub user: String,
    /// The password.
    #[api(secret)]
    pub password: String,
    /// The scopes.
    pub scopes: Option<Vec<String>>,
    /// The device.
    #[api(style = json)]
    pub device: Option<LoginDevice>,
}
