//! Access tokens (JWT), refresh tokens, and the keys that verify them.

use std::collections::BTreeMap;

use api_request::ApiRequest;
use serde_json::Value;

use super::id;
use super::replies::{Errors, KeySet, PublicKeys, Tokens};

/// Issues a new access token (JWT) for another application, given a valid one.
#[derive(ApiRequest)]
#[api(get = "/api/jwt/issue", response = Tokens, error = Errors, rename_all = "camelCase")]
pub struct IssueJwt {
    /// The application for which a new access token is wanted.
    #[api(query, validate(uuid))]
    pub application_id: Option<String>,
    /// An existing refresh token, to get a refresh token besides the JWT.
    #[api(query, secret, validate(non_empty), requires = application_id)]
    pub refresh_token: Option<String>,
}

/// Exchanges a refresh token for a new access token.
#[derive(ApiRequest)]
#[api(post = "/api/jwt/refresh", response = Tokens, error = Errors, rename_all = "camelCase")]
pub struct RefreshJwt {
    #[api(secret)]
    pub refresh_token: String,
    /// The access token, if there is one. Its claims are kept.
    #[api(secret)]
    pub token: Option<String>,
    pub time_to_live_in_seconds: Option<u32>,
}

/// Checks whether the caller's access token is valid, and returns its claims.
#[derive(ApiRequest)]
#[api(get = "/api/jwt/validate", response = Value, error = Errors)]
pub struct ValidateJwt;

/// Signs an access token with any claims.
#[derive(ApiRequest)]
#[api(post = "/api/jwt/vend", response = Tokens, error = Errors, rename_all = "camelCase")]
pub struct VendJwt {
    pub claims: BTreeMap<String, Value>,
    #[api(validate(uuid))]
    pub key_id: Option<String>,
    pub time_to_live_in_seconds: u32,
}

/// Lists the refresh tokens of a user.
#[derive(ApiRequest)]
#[api(get = "/api/jwt/refresh", response = Value, error = Errors, rename_all = "camelCase")]
pub struct RetrieveRefreshTokens {
    #[api(validate(uuid))]
    pub user_id: String,
}

/// Revokes a refresh token by its id, or those of a user, an application, or both.
#[derive(ApiRequest)]
#[api(delete = "/api/jwt/refresh/{token_id:?}", error = Errors, rename_all = "camelCase")]
pub struct RevokeRefreshTokens {
    #[api(validate(uuid))]
    pub token_id: Option<String>,
    #[api(validate(uuid))]
    pub user_id: Option<String>,
    #[api(validate(uuid))]
    pub application_id: Option<String>,
    #[api(secret)]
    pub token: Option<String>,
}

/// Retrieves the public key of an application, or the key with an id, or all keys.
#[derive(ApiRequest)]
#[api(get = "/api/jwt/public-key", response = PublicKeys, auth = none, rename_all = "camelCase")]
pub struct RetrievePublicKeys {
    #[api(validate(uuid))]
    pub application_id: Option<String>,
    pub kid: Option<String>,
}

/// Retrieves all public keys, as a key set (RFC 7517).
#[derive(ApiRequest)]
#[api(get = "/.well-known/jwks.json", response = KeySet, auth = none)]
pub struct RetrieveKeySet;

samples! {
    IssueJwt { application_id: Some(id()), refresh_token: Some("a+b/c=".to_owned()) },
    RefreshJwt { refresh_token: "a+b/c=".to_owned(), token: None, time_to_live_in_seconds: Some(60) },
    ValidateJwt,
    VendJwt { claims: BTreeMap::from([("sub".to_owned(), id().into())]), key_id: None, time_to_live_in_seconds: 60 },
    RetrieveRefreshTokens { user_id: id() },
    RevokeRefreshTokens { token_id: None, user_id: Some(id()), application_id: Some(id()), token: None },
    RetrievePublicKeys { application_id: None, kid: Some("key".to_owned()) },
    RetrieveKeySet,
}
