//! Calls that are sent to a URL that the server gave.

use std::panic::{AssertUnwindSafe, catch_unwind};

use api_request::mock::{Mock, Received, reply};
use api_request::reply::{Raw, Text};
use api_request::{ApiKey, ApiRequest, Client, Secret};
use serde_json::json;

use super::{GetUser, Search, report, shown, status};

#[derive(Clone, ApiRequest)]
#[api(get = "/orgs/{org}/repos", response = Vec<u64>, paginate(link))]
struct Repos {
    org: String,
    #[api(header = "X-Kind")]
    kind: Option<&'static str>,
}

fn repos() -> Repos {
    Repos { org: "x".into(), kind: None }
}

const NEXT: &str = "</organizations/5/repos?page=2>; rel=\"next\"";

async fn status_at(client: &Client, request: &Repos, url: &str) -> u16 {
    client.call(request).url(url).raw().await.expect("the mock responds").status().as_u16()
}

#[tokio::test]
async fn the_type_answers_a_url_that_no_template_fits() {
    let mock = Mock::new();
    mock.on::<GetUser>().status(299);
    mock.on::<Repos>().json(200, [1]).header("link", NEXT).then_json(200, [2]);
    let mut items = repos().items(&mock.client());
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    assert_eq!(found, [1, 2]);
    assert_eq!(mock.received()[1].uri(), "https://mock.invalid/organizations/5/repos?page=2");
    // The template of another declaration precedes the type.
    assert_eq!(status_at(&mock.client(), &repos(), "/users/7").await, 299);
    // A call to its own URL is matched by its template alone.
    assert_eq!(status(&mock.client(), &Search::default()).await, 299);
    mock.verify();
}

#[tokio::test]
async fn each_reads_the_query_of_a_link() {
    let mock = Mock::new();
    mock.on::<Repos>().each(|r: &Received| match r.query("page") {
        None => reply(200).json([u8::from(r.path("org") == Some("x"))]).header("link", NEXT),
        Some(_) => reply(200).json([u8::from(r.path("org").is_some())]),
    });
    let client = mock.client();
    assert_eq!(repos().send(&client).await.unwrap(), [1]);
    assert_eq!(client.call(&repos()).url("/organizations/5/repos?page=2").await.unwrap(), [0]);
}

#[tokio::test]
async fn at_answers_one_url() {
    let mock = Mock::new();
    mock.on::<Repos>().status(299);
    mock.on::<Repos>().at("/organizations/5/repos?page=2&sort=a+b").status(202);
    mock.on::<Repos>().at("https://mock.invalid/organizations/5/repos?page=3#top").status(203);
    mock.on::<Repos>().at("/orgs/x/repos?page=4").status(204);
    let client = mock.builder().auth(ApiKey::query("key", "canary")).build().unwrap();
    for (url, expected) in [
        ("/organizations/5/repos?page=2&sort=a%20b", 202),
        ("/organizations/5/repos?sort=a+b&page=2", 202),
        ("/organizations/%35/repos?page=3", 203),
        ("/orgs/x/repos?page=4", 204),
        ("/organizations/5/repos?page=2", 299),
        ("/organizations/6/repos?page=3", 299),
        ("/organizations/5/repos?page=3&page=4", 299),
    ] {
        assert_eq!(status_at(&client, &repos(), url).await, expected, "{url}");
    }
    mock.verify();
}

#[tokio::test]
async fn a_path_of_the_base_counts_or_not() {
    let mock = Mock::new();
    mock.on::<Repos>().at("/a").status(201);
    mock.on::<Repos>().at("/v1/b").status(202);
    let client = Client::builder("https://mock.invalid/v1").transport(mock.transport()).build().unwrap();
    for (url, expected) in [("a", 201), ("/v1/a", 201), ("/a", 201), ("b", 202), ("/v1/b", 202), ("/b", 501)] {
        assert_eq!(status_at(&client, &repos(), url).await, expected, "{url}");
    }
    let report = report(&mock);
    assert!(report.contains("1 unexpected"), "{report}");
}

#[tokio::test]
async fn expect_compares_the_headers_and_not_the_url() {
    let mock = Mock::new();
    mock.expect(&Repos { kind: Some("a"), ..repos() }).status(201);
    let client = mock.client();
    let wrong = Repos { kind: Some("b"), ..repos() };
    assert_eq!(status_at(&client, &wrong, "/organizations/5/repos?page=2").await, 501);
    let right = Repos { kind: Some("a"), ..repos() };
    assert_eq!(status_at(&client, &right, "/organizations/5/repos?page=2").await, 201);
    assert_eq!(
        report(&mock),
        r#"the calls differ from the mock: 1 unexpected

unexpected: GET /organizations/5/repos?page=2
    the nearest is `expect` of Repos (GET /orgs/{org}/repos) at <here>
    header `X-Kind`: expected "a", got "b"
"#
    );
}

#[tokio::test]
async fn a_url_that_fits_the_template_is_compared() {
    let mock = Mock::new();
    mock.expect(&Search { limit: Some(2), ..Search::default() }).status(202);
    let client = mock.client();
    let first = Search { limit: Some(1), ..Search::default() };
    let status = async |url: &str| client.call(&first).url(url).raw().await.unwrap().status().as_u16();
    assert_eq!((status("/users/search?limit=3").await, status("/users/search?limit=2").await), (501, 202));
    assert!(report(&mock).contains("query `limit`: expected 2, got 3"));
}

#[tokio::test]
async fn reports_name_the_url() {
    let mock = Mock::new();
    mock.expect(&repos()).at("/organizations/5/repos?page=2");
    let client = mock.client();
    for url in ["/organizations/5/repos?page=3&sort=a", "/organizations/6/repos?page=2"] {
        assert_eq!(status_at(&client, &repos(), url).await, 501);
    }
    assert_eq!(
        report(&mock),
        r#"the calls differ from the mock: 2 unexpected, 1 missing

unexpected: GET /organizations/5/repos?page=3&sort=a
    the nearest is `expect` of Repos (GET /orgs/{org}/repos), sent to `/organizations/5/repos?page=2`, at <here>
    query `page`: expected 2, got 3
    query `sort`: expected nothing, got "a"

unexpected: GET /organizations/6/repos?page=2
    the nearest is `expect` of Repos (GET /orgs/{org}/repos), sent to `/organizations/5/repos?page=2`, at <here>
    path: expected `/organizations/5/repos`, got `/organizations/6/repos`

missing: GET /organizations/5/repos?page=2
    `expect` of Repos (GET /orgs/{org}/repos), sent to `/organizations/5/repos?page=2`, at <here>
    expected 1 call, got 0
"#
    );
}

/// A given URL replaces the query, and so the constants in it.
#[tokio::test]
async fn constants_of_the_query_are_not_required() {
    #[derive(ApiRequest)]
    #[api(post = "/find?type=user", response = Raw)]
    struct Find {
        #[api(header = "X-A")]
        a: u8,
    }
    let mock = Mock::new();
    mock.on::<Find>().status(202);
    let sent = mock.client().call(&Find { a: 1 }).url("/find?cursor=7").raw().await.unwrap();
    assert_eq!(sent.status(), 202);
    mock.verify();
}

#[tokio::test]
async fn redirects_are_matched_by_their_url() {
    let mock = Mock::new();
    mock.on::<Repos>().status(302).header("location", "/elsewhere");
    let response = mock.client().call(&repos()).url("/organizations/5").raw().await.unwrap();
    assert_eq!(response.status(), 501);
    assert!(report(&mock).contains("got `/elsewhere`"));
}

#[tokio::test]
async fn other_origins_are_not_answered() {
    let mock = Mock::new();
    mock.on::<Repos>();
    let sent = mock.client().call(&repos()).url("https://other.invalid/a").any_origin().raw().await.unwrap();
    assert_eq!(sent.status(), 501);
    assert!(report(&mock).contains("origin: expected `https://mock.invalid`, got `https://other.invalid`"));
}

#[tokio::test]
async fn a_port_knows_the_url_but_not_the_type() {
    let mock = Mock::new();
    mock.on::<Repos>().at("/organizations/5/repos?page=2").json(200, json!([2]));
    let server = mock.serve().await;
    let client = Client::builder(server.url()).build().unwrap();
    assert_eq!(client.call(&repos()).url("/organizations/5/repos?page=2").await.unwrap(), [2]);
    assert_eq!(status_at(&client, &repos(), "/organizations/5/repos?page=3").await, 501);
    assert!(report(&mock).contains("query `page`: expected 2, got 3"));
}

/// Only what is declared secret is masked, and the credentials.
#[tokio::test]
async fn secrets_in_a_given_url_are_masked() {
    #[derive(ApiRequest)]
    #[api(get = "/vaults/{vault}", response = Text)]
    struct Open {
        #[api(secret)]
        vault: &'static str,
        #[api(query, secret)]
        token: &'static str,
        code: Secret<&'static str>,
        page: u8,
    }
    let open = || Open { vault: "v", token: "t", code: Secret::new("c"), page: 1 };
    let mock = Mock::new();
    mock.expect(&open()).at("/vaults/v?token=canary-a&code=canary-b&page=1&size=10");
    let client = mock.builder().auth(ApiKey::query("key", "canary-key")).build().unwrap();
    let mut text = String::new();
    for url in ["/vaults/v?token=canary-c&code=canary-d&page=2&size=20", "/vaults/canary-e?page=1&size=10&token=canary"]
    {
        let error = client.call(&open()).url(url).await.unwrap_err();
        text.push_str(&format!("{error}\n"));
    }
    let text = format!("{text}{}{:?}", report(&mock), mock.received());
    assert!(!text.contains("canary"), "{text}");
    for part in [
        "GET /vaults/REDACTED?token=REDACTED&code=REDACTED&page=2&size=20&key=REDACTED",
        "query `token`: the values differ, and are secret",
        "query `page`: expected 1, got 2",
        "query `size`: expected 10, got 20",
        "path: expected `/vaults/REDACTED`, got `/vaults/REDACTED`",
        "missing: GET /vaults/REDACTED?token=REDACTED&code=REDACTED&page=1&size=10",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn at_refuses_other_urls() {
    for url in ["users", "", "https://other.invalid/a", "https://mock.invalid.com/a", "//other.invalid/a"] {
        let mock = Mock::new();
        let panic = catch_unwind(AssertUnwindSafe(|| drop(mock.on::<Repos>().at(url)))).err();
        assert_eq!(
            shown(panic),
            "`at` needs a path with or without a query, such as `/users?page=2`, or a URL on https://mock.invalid"
        );
    }
}
