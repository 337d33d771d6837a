//! Credentials for an OAuth 2.0 provider: a client's id and secret in the header, and tokens of a user that are refreshed.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request::auth::{Authenticate as _, Refreshing, Token};
use api_request::{ApiRequest, Basic, Client, Error, Secret};
use http::Request;
use serde::Deserialize;

use crate::provider::Provider;

/// The client's id and secret are in the header.
#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, property("grant_type" = "client_credentials"))]
struct ForItself<'a> {
    scope: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, auth = none, property("grant_type" = "authorization_code"))]
struct ByCode<'a> {
    client_id: &'a str,
    #[api(secret)]
    client_secret: &'a str,
    #[api(secret)]
    code: &'a str,
    #[api(secret)]
    code_verifier: &'a str,
    redirect_uri: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, error = Refused, auth = none, property("grant_type" = "refresh_token"))]
struct ByToken<'a> {
    client_id: &'a str,
    #[api(secret)]
    client_secret: &'a str,
    #[api(secret)]
    refresh_token: &'a str,
}

/// Retrieves the user to whom the token belongs.
#[derive(ApiRequest)]
#[api(get = "/me", response = User, error = Refused)]
struct Me;

#[derive(Debug, Deserialize)]
struct User {
    sub: String,
}

#[derive(Debug, Deserialize)]
struct Issued {
    access_token: Secret<String>,
    refresh_token: Option<Secret<String>>,
    scope: Option<String>,
    expires_in: u64,
}

#[derive(Debug, Deserialize)]
struct Refused {
    error: String,
}

const BY_ITSELF: ForItself<'static> = ForItself { scope: "read" };

#[tokio::test]
async fn a_client_says_who_it_is_in_the_header() {
    let provider = Provider::start();
    let client = Client::builder(&provider.given.url).build().unwrap();
    let [(id, secret), (special_id, special_secret)] = &provider.given.by_basic;
    for basic in [
        Basic::new(id, secret),
        Basic::form_encoded(id, secret),
        // The provider decodes them, as RFC 6749, section 2.3.1, specifies.
        Basic::form_encoded(special_id, special_secret),
    ] {
        let issued = BY_ITSELF.send(&client.with_auth(basic)).await.unwrap();
        assert_eq!(issued.scope.as_deref(), Some("read"));
    }

    let error = BY_ITSELF.send(&client.with_auth(Basic::new(special_id, special_secret))).await.unwrap_err();
    assert_eq!(error.body().unwrap().error, "invalid_request");
    let words = "client_id and client_secret in the authorization header are not properly encoded";
    assert_eq!(error.to_string(), format!("POST /token: 400 Bad Request: {words}"));
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_not_shown() {
    let provider = Provider::start();
    let client = Client::builder(&provider.given.url).build().unwrap();
    let [_, (id, _)] = &provider.given.by_basic;
    let error = BY_ITSELF.send(&client.with_auth(Basic::form_encoded(id, "canary &=+% secret"))).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.body().unwrap().error, "invalid_client");
    assert!(!format!("{error} {error:?}").contains("canary"));
}

#[tokio::test]
async fn fifty_calls_have_one_refresh_where_a_second_one_would_end_the_grant() {
    let provider = Provider::start();
    let given = &provider.given;
    let plain = Client::builder(&given.url).build().unwrap();
    let by_code = ByCode {
        client_id: &given.client_id,
        client_secret: &given.client_secret,
        code: &given.code,
        code_verifier: &given.verifier,
        redirect_uri: &given.redirect_uri,
    };
    let first = by_code.send(&plain).await.unwrap();

    let count = Arc::new(AtomicU32::new(0));
    let refreshing = Refreshing::new({
        let next = Arc::new(Mutex::new(first.refresh_token.unwrap()));
        let (client, id, secret) = (plain.clone(), given.client_id.clone(), given.client_secret.clone());
        let count = Arc::clone(&count);
        move || {
            // A stale token, for example one that was stored yesterday: the provider answers 401.
            let is_stale = count.fetch_add(1, Ordering::SeqCst) == 0;
            let refresh_token = next.lock().unwrap().clone();
            let refresh = ByToken { client_id: &id, client_secret: &secret, refresh_token: refresh_token.expose() };
            let (refresh, next) = (refresh.send(&client), Arc::clone(&next));
            async move {
                if is_stale {
                    return Ok(Token::new("stale"));
                }
                let issued = refresh.await?;
                // Each refresh token can be used once. If it is used again, the provider revokes everything that it granted.
                *next.lock().unwrap() = issued.refresh_token.expect("the provider rotates them");
                let lifetime = Duration::from_secs(issued.expires_in);
                Ok::<_, Error<Refused>>(Token::new(issued.access_token.into_inner()).expires_in(lifetime))
            }
        }
    });
    let client = plain.with_auth(refreshing.clone());
    for round in 1..=3 {
        let calls: Vec<_> = (0..50).map(|_| tokio::spawn(Me.send(&client))).collect();
        for call in calls {
            assert_eq!(call.await.unwrap().unwrap().sub, "ann");
        }
        assert_eq!(count.load(Ordering::SeqCst), round + 1);

        // As if the provider rejected this token.
        let mut used = Request::new(()).into_parts().0;
        refreshing.authenticate(&mut used, None).await.unwrap();
        assert!(refreshing.rejected(&used).await);
    }
}
