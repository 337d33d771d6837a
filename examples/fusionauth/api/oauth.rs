//! OAuth 2.0: grants, tokens and their claims.

use api_request::body::Form;
use api_request::{ApiRequest, Secret};
use serde::Serialize;
use serde_json::Value;

use super::replies::{DeviceCodes, OAuthError, OAuthTokens};

/// Exchanges a grant for tokens.
#[derive(ApiRequest)]
#[api(post = "/oauth2/token", response = OAuthTokens, error = OAuthError, auth = none)]
pub struct RequestTokens {
    #[api(body)]
    pub grant: Form<Grant>,
}

/// The five grants. Each has a body of its own.
#[derive(Serialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum Grant {
    AuthorizationCode(CodeGrant),
    ClientCredentials {
        client_id: String,
        client_secret: Secret<String>,
        scope: Option<String>,
    },
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode {
        client_id: String,
        device_code: Secret<String>,
    },
    Password {
        client_id: String,
        username: String,
        password: Secret<String>,
        scope: Option<String>,
    },
    RefreshToken {
        client_id: String,
        client_secret: Option<Secret<String>>,
        refresh_token: Secret<String>,
    },
}

#[derive(Serialize)]
pub struct CodeGrant {
    pub client_id: String,
    pub client_secret: Option<Secret<String>>,
    pub code: Secret<String>,
    pub code_verifier: Option<Secret<String>>,
    pub redirect_uri: String,
}

/// Checks whether an access token is valid, and returns its claims.
#[derive(ApiRequest)]
#[api(post = "/oauth2/introspect", body = form, response = Value, error = OAuthError, auth = none)]
pub struct Introspect {
    pub client_id: String,
    #[api(secret)]
    pub token: String,
}

/// Starts the login of a device without a browser.
#[derive(ApiRequest)]
#[api(post = "/oauth2/device_authorize", body = form, response = DeviceCodes, error = OAuthError, auth = none)]
pub struct AuthorizeDevice {
    pub client_id: String,
    pub scope: Option<String>,
}

/// Approves the login of a device, with the code that the device shows to its user.
#[derive(ApiRequest)]
#[api(post = "/oauth2/device/approve", body = form, response = Value, error = OAuthError, auth = none)]
pub struct ApproveDevice {
    pub client_id: String,
    #[api(secret)]
    pub client_secret: Option<String>,
    #[api(secret)]
    pub token: String,
    #[api(secret)]
    pub user_code: String,
}

/// Retrieves the claims of the user to whom the access token belongs.
#[derive(ApiRequest)]
#[api(get = "/oauth2/userinfo", response = Value, error = OAuthError)]
pub struct RetrieveUserInfo;

fn client_id() -> String {
    super::id()
}

samples! {
    RequestTokens {
        grant: Form(Grant::RefreshToken {
            client_id: client_id(),
            client_secret: None,
            refresh_token: Secret::new("a+b/c=".to_owned()),
        }),
    },
    Introspect { client_id: client_id(), token: "a.b.c".to_owned() },
    AuthorizeDevice { client_id: client_id(), scope: Some("openid offline_access".to_owned()) },
    ApproveDevice {
        client_id: client_id(),
        client_secret: None,
        token: "a.b.c".to_owned(),
        user_code: "FBGLLF".to_owned(),
    },
    RetrieveUserInfo,
}
