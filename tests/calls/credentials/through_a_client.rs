//! Tokens that are fetched with the same client that uses them.

use std::error::Error as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use api_request::auth::{Refreshing, Token};
use api_request::transport::BoxError;
use api_request::{ApiRequest, Client, Error, Secret};
use api_request_tests::{Answer, Server, header, request_line};
use tokio::time::Instant;

use super::scripted::{Echo, Endless, SECOND, fifty, scripted, sent};
use super::{Get, reason, shown};

/// Fetches a token with a form, without credentials.
#[derive(ApiRequest)]
#[api(post = "/token", body = form, response = Issued, auth = none, property("grant_type" = "client_credentials"))]
struct GetToken {
    client_secret: Secret<&'static str>,
}

/// The same by mistake, with the credentials that it fetches.
#[derive(ApiRequest)]
#[api(post = "/token", response = Issued)]
struct Mistaken;

#[derive(serde::Deserialize)]
struct Issued {
    access_token: Secret<String>,
    expires_in: u64,
}

impl From<Issued> for Token {
    fn from(issued: Issued) -> Self {
        Self::new(issued.access_token.into_inner()).expires_in(Duration::from_secs(issued.expires_in))
    }
}

/// A client, for the function that belongs to its own credentials.
type Itself = Arc<OnceLock<Client>>;

#[tokio::test(flavor = "multi_thread")]
async fn the_refresh_goes_through_the_same_client() {
    let server = Server::start(|request| match request_line(request) {
        "POST /token HTTP/1.1" => Answer::json("200 OK", r#"{"access_token":"t1","expires_in":3600}"#),
        _ => Answer::reply("200 OK", &[], header(request, "authorization").unwrap()),
    })
    .await;
    let itself = Itself::default();
    let auth = Refreshing::new({
        let itself = Arc::clone(&itself);
        move || {
            let get = GetToken { client_secret: Secret::new("canary") }.send(itself.get().unwrap());
            async { get.await.map(Token::from) }
        }
    });
    let client = Client::builder(server.url()).auth(auth.clone()).build().unwrap();
    let client = itself.get_or_init(|| client);
    for call in fifty(client) {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t1");
    }
    let requests = server.requests();
    let refreshes: Vec<_> = requests.iter().filter(|request| request.starts_with("POST /token")).collect();
    assert_eq!((refreshes.len(), requests.len()), (1, 51));
    assert_eq!(header(refreshes[0], "authorization"), None);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_needs_its_own_token_ends_at_once() {
    let itself = Itself::default();
    let auth = Refreshing::new({
        let itself = Arc::clone(&itself);
        move || {
            let get = Mistaken.send(itself.get().unwrap());
            async { get.await.map(Token::from) }
        }
    });
    let client = itself.get_or_init(|| Echo::default().client(&auth));
    let begun = Instant::now();
    for call in fifty(client) {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(reason(&error), "the token could not be fetched");
        let inner = error.source().unwrap().source().unwrap();
        assert_eq!(inner.to_string(), "POST /token: cannot add credentials");
        let why = inner.source().unwrap().to_string();
        assert_eq!(why, "the request that fetches the token would wait for itself: declare it with `auth = none`");
    }
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_needs_its_own_token_in_a_task_of_its_own_ends_in_time() {
    let itself = Itself::default();
    let auth = Refreshing::new({
        let itself = Arc::clone(&itself);
        move || {
            let get = tokio::spawn(Mistaken.send(itself.get().unwrap()));
            async { get.await?.map(Token::from).map_err(BoxError::from) }
        }
    });
    let client = itself.get_or_init(|| Echo::default().client(&auth));
    let begun = Instant::now();
    let error = client.call(&Get).timeout(SECOND).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }) && error.is_timeout());
    assert_eq!(begun.elapsed(), SECOND);
    let error = Get.send(client).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }));
    assert!(begun.elapsed() <= 31 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn one_refresh_may_need_the_token_of_another() {
    let (outer, _) = scripted(&[Endless]);
    let of_outer = Echo::default().client(&outer);
    let inner = Refreshing::new(move || {
        let get = Get.send(&of_outer);
        async { get.await.map(|text| Token::new(text.0.replace("Bearer ", "from-"))) }
    });
    assert_eq!(sent(&Echo::default().client(&inner)).await, "Bearer from-t1");
}

#[tokio::test(start_paused = true)]
async fn two_refreshes_that_need_each_other_end_at_once() {
    let clients = [Itself::default(), Itself::default()];
    for (this, other) in [(0, 1), (1, 0)] {
        let other = Arc::clone(&clients[other]);
        let auth = Refreshing::new(move || {
            let get = Get.send(other.get().unwrap());
            async { get.await.map(|text| Token::new(text.0)) }
        });
        clients[this].get_or_init(|| Echo::default().client(&auth));
    }
    let begun = Instant::now();
    let error = Get.send(clients[0].get().unwrap()).await.unwrap_err();
    assert_eq!(begun.elapsed(), Duration::ZERO);
    assert!(shown(&error).contains("the request that fetches the token would wait for itself"), "{error:?}");
}
