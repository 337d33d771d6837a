//! OAuth 2.0 tokens, from a provider that accepts only forms: each request written as fields, and as a form of one type.

use api_request::body::Form;
use api_request::{ApiParams, ApiRequest, Client, Error, Secret};
use serde::{Deserialize, Serialize};

use crate::provider::Provider;

/// The client's id and secret, which are part of each form.
#[derive(ApiParams)]
struct Credentials<'a> {
    client_id: &'a str,
    #[api(secret)]
    client_secret: &'a str,
}

#[derive(Debug, ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, property("grant_type" = "client_credentials"))]
struct ForItself<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
    #[api(style = spaceDelimited)]
    scope: Vec<&'a str>,
}

#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, property("grant_type" = "authorization_code"))]
struct ByCode<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
    #[api(secret)]
    code: &'a str,
    #[api(secret)]
    code_verifier: &'a str,
    redirect_uri: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, property("grant_type" = "refresh_token"))]
struct Refresh<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
    #[api(secret)]
    refresh_token: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/token/introspection", body = form, response = Introspection, error = Refused)]
struct Introspect<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
    #[api(secret)]
    token: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/token/revocation", body = form, error = Refused)]
struct Revoke<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
    #[api(secret)]
    token: &'a str,
    token_type_hint: Option<&'a str>,
}

/// The same forms as a serde type.
#[derive(Serialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
enum Grant<'a> {
    ClientCredentials {
        client_id: &'a str,
        client_secret: Secret<&'a str>,
        scope: Option<&'a str>,
    },
    AuthorizationCode {
        client_id: &'a str,
        client_secret: Secret<&'a str>,
        code: Secret<&'a str>,
        code_verifier: Secret<&'a str>,
        redirect_uri: &'a str,
    },
    RefreshToken {
        client_id: &'a str,
        client_secret: Secret<&'a str>,
        refresh_token: Secret<&'a str>,
    },
}

#[derive(ApiRequest)]
#[api(post = "/token", response = Issued, error = Refused)]
struct TokenFor<'a> {
    #[api(body)]
    grant: Form<Grant<'a>>,
}

/// A request that the provider cannot read.
#[derive(ApiRequest)]
#[api(post = "/token", response = Issued, error = Refused, property("grant_type" = "client_credentials"))]
struct AsJson<'a> {
    #[api(flatten)]
    credentials: Credentials<'a>,
}

#[derive(Debug, Deserialize)]
struct Issued {
    access_token: Secret<String>,
    refresh_token: Option<Secret<String>>,
    token_type: String,
    scope: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Introspection {
    active: bool,
    sub: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Refused {
    error: String,
}

fn start() -> (Provider, Client) {
    let provider = Provider::start();
    let client = Client::builder(&provider.given.url).build().unwrap();
    (provider, client)
}

impl Provider {
    fn credentials(&self) -> Credentials<'_> {
        Credentials { client_id: &self.given.client_id, client_secret: &self.given.client_secret }
    }

    fn by_code(&self) -> ByCode<'_> {
        let given = &self.given;
        ByCode {
            credentials: self.credentials(),
            code: &given.code,
            code_verifier: &given.verifier,
            redirect_uri: &given.redirect_uri,
        }
    }

    async fn introspect(&self, client: &Client, token: &str) -> Introspection {
        Introspect { credentials: self.credentials(), token }.send(client).await.unwrap()
    }
}

impl Issued {
    fn refresh_token(&self) -> &str {
        self.refresh_token.as_ref().expect("it has one").expose()
    }
}

#[tokio::test]
async fn a_client_gets_a_token_for_itself() {
    let (provider, client) = start();
    let given = &provider.given;
    let token =
        ForItself { credentials: provider.credentials(), scope: vec!["read", "write"] }.send(&client).await.unwrap();
    assert_eq!((&*token.token_type, token.scope.as_deref()), ("Bearer", Some("read write")));
    let introspection = provider.introspect(&client, token.access_token.expose()).await;
    assert!(introspection.active);
    assert_eq!((introspection.client_id.as_deref(), introspection.sub), (Some(&*given.client_id), None));
    assert_eq!(introspection.scope.as_deref(), Some("read write"));

    let grant = Grant::ClientCredentials {
        client_id: &given.client_id,
        client_secret: Secret::new(&given.client_secret),
        scope: None,
    };
    let token = TokenFor { grant: Form(grant) }.send(&client).await.unwrap();
    assert_eq!(token.scope, None);
    assert!(provider.introspect(&client, token.access_token.expose()).await.active);
}

#[tokio::test]
async fn a_code_becomes_tokens_that_are_refreshed_and_revoked() {
    let (provider, client) = start();
    let first = provider.by_code().send(&client).await.unwrap();
    assert_eq!(first.scope.as_deref(), Some("openid offline_access"));
    let introspection = provider.introspect(&client, first.access_token.expose()).await;
    assert_eq!((introspection.active, introspection.sub.as_deref()), (true, Some("ann")));

    let refresh = |refresh_token| Refresh { credentials: provider.credentials(), refresh_token };
    let second = refresh(first.refresh_token()).send(&client).await.unwrap();
    assert!(second.access_token != first.access_token && second.refresh_token != first.refresh_token);

    let (token, credentials) = (second.refresh_token(), provider.credentials());
    assert!(provider.introspect(&client, token).await.active);
    Revoke { credentials, token, token_type_hint: Some("refresh_token") }.send(&client).await.unwrap();
    let of_nobody = provider.introspect(&client, "nonsense").await;
    for introspection in [provider.introspect(&client, token).await, of_nobody] {
        assert!(!introspection.active);
        assert_eq!((introspection.sub, introspection.scope), (None, None));
    }
    let error = refresh(token).send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap().error, "invalid_grant");
    assert_eq!(error.to_string(), "POST /token: 400 Bad Request: grant request is invalid");
}

#[tokio::test]
async fn a_type_of_serdes_is_the_same_form() {
    let (provider, client) = start();
    let given = &provider.given;
    let (client_id, client_secret) = (&*given.client_id, Secret::new(&*given.client_secret));
    let grant = Grant::AuthorizationCode {
        client_id,
        client_secret,
        code: Secret::new(&given.code),
        code_verifier: Secret::new(&given.verifier),
        redirect_uri: &given.redirect_uri,
    };
    let first = TokenFor { grant: Form(grant) }.send(&client).await.unwrap();
    let refresh_token = Secret::new(first.refresh_token());
    let grant = Grant::RefreshToken { client_id, client_secret, refresh_token };
    let second = TokenFor { grant: Form(grant) }.send(&client).await.unwrap();
    assert!(second.access_token != first.access_token);

    // The code was already used with the other form.
    let error = provider.by_code().send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap().error, "invalid_grant");
}

#[tokio::test]
async fn a_wrong_secret_is_refused_and_not_shown() {
    let (provider, client) = start();
    let (client_id, wrong) = (&*provider.given.client_id, "canary &=+% secret");
    let by_field = ForItself { credentials: Credentials { client_id, client_secret: wrong }, scope: Vec::new() };
    assert!(!format!("{by_field:?}").contains("canary"));
    let grant = Grant::ClientCredentials { client_id, client_secret: Secret::new(wrong), scope: None };
    let by_type = TokenFor { grant: Form(grant) };
    let errors = [by_field.send(&client).await.unwrap_err(), by_type.send(&client).await.unwrap_err()];
    for error in errors {
        assert!(matches!(&error, Error::Status { status, .. } if status.as_u16() == 401), "{error:?}");
        assert_eq!(error.body().unwrap().error, "invalid_client");
        assert_eq!(error.to_string(), "POST /token: 401 Unauthorized: client authentication failed");
        assert!(!format!("{error} {error:?} {:?}", error.headers()).contains("canary"));
    }
}

#[tokio::test]
async fn an_invalid_form_is_refused() {
    let (provider, client) = start();
    let error = AsJson { credentials: provider.credentials() }.send(&client).await.unwrap_err();
    assert_eq!(error.body().unwrap().error, "invalid_request");
    assert_eq!(
        error.to_string(),
        "POST /token: 400 Bad Request: only application/x-www-form-urlencoded content-type bodies are supported on POST /token"
    );
}
