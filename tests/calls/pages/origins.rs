//! Next URLs on other origins: credentials do not follow them, and `rebase` keeps them at home.

use api_request::{ApiRequest, Bearer, Error};
use http::Response;

use crate::links::World;

use super::collect;
use super::link::linked;

#[derive(Clone, ApiRequest)]
#[api(get = "/repos", response = Vec<u32>, paginate(link))]
struct ListRepos {
    #[api(header = "X-Key", secret)]
    key: String,
}

fn list() -> ListRepos {
    ListRepos { key: "header-canary".to_owned() }
}

/// A world whose first page links to this URL; every other page is the last.
fn world(link: &'static str) -> World {
    World::by(move |uri| match uri.path() {
        "/api/repos" => linked(&format!("<{link}>; rel=next"), "[1]"),
        _ => linked("", "[2]"),
    })
}

#[tokio::test]
async fn a_url_that_may_not_be_followed_is_an_error_that_names_the_link() {
    for (link, reason) in [
        (
            "https://other.example/repos?token=canary",
            "the URL is on another origin; name the origin with `ClientBuilder::trusted_origin` to send it the client's credentials, or call `rebase()` to keep only the path and the query of the URL",
        ),
        ("http://h.example/api/repos?page=2", "the URL is on another origin; "),
        ("https://h.example:8443/repos", "the URL is on another origin; "),
        ("https://u:canary@h.example/repos", "the URL must not contain credentials"),
        ("ftp://h.example/repos", "the scheme of the URL must be `https` or `http`"),
        ("data:x", "the scheme of the URL must be `https` or `http`"),
        ("https://[", "it is not a valid URL"),
        ("/repos{?page}", "it is a URL template (RFC 6570), because it contains `{`"),
    ] {
        let world = world(link);
        let client = world.client(|builder| builder.auth(Bearer::new("token-canary")));
        let (items, error) = collect(list().items(&client)).await;
        assert_eq!((items, world.lines().len()), (vec![1], 1), "{link}");
        let error = error.unwrap();
        let Error::Encode { error: encode, .. } = &error else { panic!("{error:?}") };
        assert_eq!(encode.field(), "Link");
        let text = error.to_string();
        assert!(text.starts_with(&format!("GET /repos: cannot go on to the next page (`Link`): {reason}")), "{text}");
        assert!(!format!("{text} {error:?}").contains("canary"));
    }
}

#[tokio::test]
async fn a_trusted_origin_gets_the_credentials() {
    let world = world("https://files.example/repos?page=2");
    let client = world.client(|builder| builder.auth(Bearer::new("token")).trusted_origin("https://files.example"));
    let (items, error) = collect(list().items(&client)).await;
    assert!(error.is_none());
    assert_eq!(items, [1, 2]);
    let seen = world.seen();
    assert_eq!(seen[1].line, "GET https://files.example/repos?page=2");
    assert_eq!(
        [seen[1].header("authorization"), seen[1].header("x-key")],
        [Some("Bearer token"), Some("header-canary")]
    );
}

#[tokio::test]
async fn rebase_keeps_only_the_path_and_the_query() {
    for (link, line) in [
        ("http://h.example/api/v2/repos?page=2&a=%2F", "GET https://h.example/api/v2/repos?page=2&a=%2F"),
        ("http://10.0.0.7:8080/repos", "GET https://h.example/repos"),
        ("https://u:canary@other.example/repos#top", "GET https://h.example/repos"),
        ("?page=2", "GET https://h.example/api/repos?page=2"),
    ] {
        let world = World::by(move |uri| match uri.to_string().as_str() {
            "https://h.example/api/repos" => linked(&format!("<{link}>; rel=next"), "[1]"),
            _ => linked("", "[2]"),
        });
        let client = world.client(|builder| builder.auth(Bearer::new("token")));
        let (items, error) = collect(list().items(&client).rebase()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(items, [1, 2]);
        assert_eq!(world.lines(), ["GET https://h.example/api/repos", line]);
        assert_eq!(world.seen()[1].header("authorization"), Some("Bearer token"));
        let mut pages = list().pages(&client).rebase();
        assert_eq!(
            (pages.next().await.unwrap().unwrap().value, pages.next().await.unwrap().unwrap().value),
            (vec![1], vec![2])
        );
    }
    let world = world("data:x");
    let (items, error) = collect(list().items(&world.client(|builder| builder)).rebase()).await;
    assert_eq!(items, [1]);
    assert!(error.unwrap().to_string().ends_with("the scheme of the URL must be `https` or `http`"));
}

/// A query of the request that is secret is not part of what `Reply` shows, nor of the errors of later pages.
#[tokio::test]
async fn a_next_url_may_hold_secrets() {
    let world = World::by(|uri| match uri.query() {
        None => linked("</api/repos?token=url-canary-1>; rel=next", "[1]"),
        _ => Response::builder().status(400).body("{\"message\":\"bad url-canary-1\"}".into()).unwrap(),
    });
    let client = world.client(|builder| builder);
    let mut pages = list().pages(&client);
    let first = pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    let shown = format!("{first:?} {error} {error:?} {pages:?}").replace("url-canary-1>; rel=next", "");
    assert!(!shown.contains("canary"), "{shown}");
}
