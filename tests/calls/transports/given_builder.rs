//! A reqwest builder that is passed to the client: what the client overrides, and what it keeps.

use std::time::Duration;

use api_request::error::Phase;
use api_request::reply::Text;
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server, header, request_line};
use reqwest::Proxy;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Post;

fn ok(body: &str) -> Answer {
    Answer::reply("200 OK", &[], body)
}

#[tokio::test]
async fn its_redirects_and_its_referer_do_not_hold() {
    let server = Server::start(|request| match request_line(request) {
        "GET /b HTTP/1.1" => ok("there"),
        _ => Answer::reply("307 Temporary Redirect", &[("location", "/b")], ""),
    })
    .await;
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(3)).referer(true);
    let client = Client::builder(server.url()).reqwest(builder).build().unwrap();
    assert_eq!(Get.send(&client).await.unwrap().0, "there");
    assert!(server.requests().iter().all(|request| header(request, "referer").is_none()));
    let error = Post.send(&client).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn its_retries_do_not_hold() {
    let server = Server::always(Answer::reply("503 Busy", &[], "")).await;
    let always = || {
        let retries = reqwest::retry::for_host("127.0.0.1").max_retries_per_request(3);
        retries.classify_fn(|tried| if tried.status().is_some() { tried.retryable() } else { tried.success() })
    };
    let builder = reqwest::Client::builder().retry(always());
    // Checks that the builder itself retries, as this test assumes.
    builder.build().unwrap().post(server.url()).send().await.unwrap();
    assert_eq!(server.requests().len(), 4);
    let client = Client::builder(server.url()).reqwest(reqwest::Client::builder().retry(always())).build().unwrap();
    assert_eq!(Post.send(&client).await.unwrap_err().status().unwrap(), 503);
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn its_proxies_stay_only_beside_the_clients() {
    let [theirs, ours] = [Server::always(ok("theirs")).await, Server::always(ok("ours")).await];
    let server = Server::always(ok("direct")).await;
    let everything = Proxy::all(theirs.url()).unwrap();
    let builder = reqwest::Client::builder().proxy(everything.clone());
    let client = Client::builder(server.url()).reqwest(builder).build().unwrap();
    assert_eq!(Get.send(&client).await.unwrap().0, "direct");

    let address = theirs.url().to_owned();
    let one_host = Proxy::custom(move |url| (url.host_str() == Some("one.example")).then(|| address.clone()));
    let builder = || reqwest::Client::builder().proxy(one_host.clone());
    for (base, from) in [("http://one.example", "theirs"), ("http://two.example", "ours")] {
        let client = Client::builder(base).reqwest(builder()).proxy(ours.url()).build().unwrap();
        assert_eq!(Get.send(&client).await.unwrap().0, from);
    }
    let builder = reqwest::Client::builder().proxy(everything);
    let client = Client::builder("http://one.example").reqwest(builder).system_proxy().build().unwrap();
    assert_eq!(Get.send(&client).await.unwrap().0, "theirs");
}

#[tokio::test]
async fn its_limit_of_a_connection_gives_way_to_the_clients() {
    let server = Server::always(ok("x")).await;
    let slow = tower::util::MapFutureLayer::new(|connecting| async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        Box::pin(connecting).await
    });
    let builder = reqwest::Client::builder().connector_layer(slow.clone()).connect_timeout(Duration::from_millis(20));
    let client = Client::builder(server.url()).reqwest(builder).build().unwrap();
    assert_eq!(Get.send(&client).await.unwrap().0, "x");

    let builder = reqwest::Client::builder().connector_layer(slow);
    let client = Client::builder(server.url()).reqwest(builder).connect_timeout(Duration::from_millis(20));
    let client = client.build().unwrap();
    let error = client.call(&Get).no_retry().await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(error.is_timeout() && !error.may_have_been_sent());
}

#[tokio::test]
async fn its_other_settings_hold() {
    let server = Server::always(Answer::Stall(Vec::new())).await;
    let builder = reqwest::Client::builder()
        .timeout(Duration::from_millis(50))
        .user_agent("theirs/1")
        .default_headers([(http::header::ACCEPT_LANGUAGE, http::HeaderValue::from_static("en"))].into_iter().collect());
    let client = Client::builder(server.url()).reqwest(builder).build().unwrap();
    let error = Post.send(&client).await.unwrap_err();
    let Error::Timeout { phase: Phase::Head, context, .. } = &error else { panic!("{error:?}") };
    assert_eq!(context.limit(), None);
    let request = server.only_request();
    assert_eq!(header(&request, "accept-language"), Some("en"));
    assert!(header(&request, "user-agent").unwrap().starts_with("api-request/"));
}
