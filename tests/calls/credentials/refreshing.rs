//! Tokens that expire: how long each is used, what is rejected, and that no token is shown.

use std::error::Error as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api_request::auth::{Authenticate as _, Refreshing, Token};
use api_request::reply::Text;
use api_request::transport::BoxError;
use api_request::{ApiRequest, Client};
use api_request_tests::{Answer, Server, header};
use http::Request;
use tokio::time::{Instant, sleep, sleep_until};

use super::scripted::{Echo, Endless, Good, SECOND, fifty, scripted, sent};
use super::{Get, reason, shown};

#[tokio::test(start_paused = true)]
async fn fifty_calls_and_two_clones_have_one_refresh() {
    let (auth, count) = scripted(&[Endless]);
    let (first, second) = (Echo::default().client(&auth), Echo::default().client(&auth.margin(SECOND)));
    let begun = Instant::now();
    for call in fifty(&first).into_iter().chain(fifty(&second)) {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t1");
    }
    assert_eq!(begun.elapsed(), SECOND);
    assert_eq!(sent(&first).await, "Bearer t1");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_used_until_shortly_before_its_end() {
    for (lifetime, margin, last) in [
        // The lifetime starts with the fetch, which takes a second.
        (100, None, Some(70)),
        (100, Some(10), Some(90)),
        (100, Some(0), Some(100)),
        (20, None, Some(10)),
        (20, Some(1000), Some(10)),
        (u64::MAX, None, None),
    ] {
        let (auth, count) = scripted(&[Good(lifetime)]);
        let auth = margin.map_or(auth.clone(), |seconds| auth.margin(Duration::from_secs(seconds)));
        let client = Echo::default().client(&auth);
        let begun = Instant::now();
        assert_eq!(sent(&client).await, "Bearer t1");
        let Some(last) = last else {
            sleep(Duration::from_secs(3_600_000_000)).await;
            assert_eq!(sent(&client).await, "Bearer t1");
            continue;
        };
        sleep_until(begun + Duration::from_secs(last) - Duration::from_millis(1)).await;
        assert_eq!(sent(&client).await, "Bearer t1", "{lifetime} {margin:?}");
        sleep_until(begun + Duration::from_secs(last)).await;
        assert_eq!(sent(&client).await, "Bearer t2", "{lifetime} {margin:?}");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_ends_at_once_is_for_those_who_have_waited() {
    let (auth, count) = scripted(&[Good(0)]);
    let client = Echo::default().client(&auth);
    for call in fifty(&client) {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t1");
    }
    assert_eq!(sent(&client).await, "Bearer t2");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_is_refreshed_once_for_all() {
    let (auth, count) = scripted(&[Endless]);
    let echo = Echo::default();
    let client = echo.client(&auth);
    assert_eq!(sent(&client).await, "Bearer t1");
    echo.refuse("t1");
    for call in fifty(&client) {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t2");
    }
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert_eq!(echo.calls.load(Ordering::SeqCst), 101);

    // The next token is rejected too, so the call fails with that.
    echo.refuse("t2");
    echo.refuse("t3");
    let error = Get.send(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((echo.calls.load(Ordering::SeqCst), count.load(Ordering::SeqCst)), (103, 3));
    assert_eq!(sent(&client).await, "Bearer t4");
}

#[tokio::test]
async fn a_token_that_is_newer_than_the_refused_one_is_kept() {
    let refreshing = Refreshing::new({
        let count = AtomicU32::new(0);
        move || std::future::ready(Ok::<_, BoxError>(Token::new(format!("t{}", count.fetch_add(1, Ordering::SeqCst)))))
    });
    let request = || Request::new(()).into_parts().0;
    let (mut first, mut second, mut third) = (request(), request(), request());
    refreshing.authenticate(&mut first, None).await.unwrap();
    assert!(refreshing.rejected(&first).await);
    refreshing.authenticate(&mut second, None).await.unwrap();
    // Another call also used the first token.
    assert!(refreshing.rejected(&first).await);
    refreshing.authenticate(&mut third, None).await.unwrap();
    let sent = [&first, &second, &third].map(|parts| parts.headers["authorization"].to_str().unwrap());
    assert_eq!(sent, ["Bearer t0", "Bearer t1", "Bearer t1"]);
    assert!(!refreshing.rejected(&request()).await, "it had no token of these");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_told_and_not_quoted() {
    for (token, why) in [
        ("", "the bearer token must not be empty"),
        ("canary token", "the bearer token must contain only visible ASCII characters, without spaces"),
        ("Bearer canary", "the bearer token must not begin with the word `Bearer`: pass the token alone"),
    ] {
        let auth = Refreshing::new(move || std::future::ready(Ok::<_, BoxError>(Token::new(token))));
        let error = Get.send(&Echo::default().client(&auth)).await.unwrap_err();
        assert_eq!(reason(&error), "the token could not be fetched");
        assert_eq!(error.source().unwrap().source().unwrap().to_string(), why);
        assert!(!shown(&error).contains("canary"));
    }
}

#[tokio::test]
async fn a_token_is_shown_nowhere() {
    let token = Token::new("canary-token+/=").expires_in(SECOND);
    assert_eq!(format!("{token:?}"), "Token { value: REDACTED, expires_in: Some(1s) }");
    let auth = Refreshing::new(move || std::future::ready(Ok::<_, BoxError>(token.clone())));
    let echo = |request: &str| {
        let sent = header(request, "authorization").unwrap();
        let words = format!("no {sent}, {}", sent.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"));
        Answer::json("403 No", &serde_json::json!({ "message": words }).to_string())
    };
    let server = Server::start(echo).await;
    let client = Client::builder(server.url()).auth(auth.clone()).build().unwrap();
    let error = Get.send(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /a: 403 Forbidden: no REDACTED, REDACTED");
    let shown = format!("{}{client:?}{auth:?}{auth:#?}", shown(&error));
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(format!("{auth:?}"), "Refreshing { margin: 30s, timeout: 30s, .. }");
}

#[tokio::test]
async fn it_has_a_name_and_a_call_as_other_kinds() {
    #[derive(ApiRequest)]
    #[api(get = "/status", response = Text, auth = "monitor")]
    struct Status;
    let fixed = |token: &'static str| Refreshing::new(move || std::future::ready(Ok::<_, BoxError>(Token::new(token))));
    let client = Client::builder("https://h.example")
        .transport(Echo::default())
        .auth(fixed("usual"))
        .auth_named("monitor", fixed("monitor"))
        .build()
        .unwrap();
    assert_eq!(Status.send(&client).await.unwrap().0, "Bearer monitor");
    assert_eq!(sent(&client).await, "Bearer usual");
    assert_eq!(client.call(&Get).auth(fixed("call")).await.unwrap().0, "Bearer call");
    assert_eq!(sent(&client.with_auth(fixed("other"))).await, "Bearer other");
}
