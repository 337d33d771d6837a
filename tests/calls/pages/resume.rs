//! A stream that goes on later, in another process: what is kept, and what it never shows.

use api_request::pages::{Pages, Resume};
use api_request::{ApiRequest, Paginate};
use api_request_tests::Answer;
use serde::{Deserialize, Serialize};

use super::{client, ok, query, server, targets};

#[derive(Clone, Serialize, Deserialize, ApiRequest)]
#[api(get = "/numbers", response = Vec<u32>, paginate(page = page))]
struct Numbers {
    page: Option<u32>,
    #[api(secret)]
    key: String,
}

#[derive(Clone, Serialize, Deserialize, ApiRequest)]
#[api(post = "/names", response = Vec<u32>, paginate(link))]
struct Names {
    filter: String,
}

fn numbers(target: &str) -> Answer {
    match query(target, "page").map_or(1, |page| page.parse().unwrap()) {
        5.. => ok("[]"),
        page => ok(&format!("[{page}]")),
    }
}

/// The values of the pages until the stream ends.
async fn values<R: Paginate<Response = Vec<u32>>>(pages: &mut Pages<R>) -> Vec<u32> {
    let mut values = Vec::new();
    while let Some(page) = pages.next().await {
        values.extend(page.unwrap_or_else(|error| panic!("{error}")).value);
    }
    values
}

fn stored<R: Serialize + for<'de> Deserialize<'de>>(resume: &Resume<R>) -> Resume<R> {
    serde_json::from_str(&serde_json::to_string(resume).unwrap()).unwrap()
}

#[tokio::test]
async fn it_goes_on_with_the_page_after_a_limit() {
    let server = server(numbers).await;
    let client = client(&server);
    let mut pages = Numbers { page: None, key: "canary".to_owned() }.pages(&client).max_pages(2);
    assert_eq!(values(&mut pages).await, [1, 2]);
    let resume = pages.into_next().unwrap();
    assert_eq!((resume.progress().pages(), resume.progress().items()), (2, 2));
    assert!(!format!("{resume:?}").contains("canary"));

    let mut pages = stored(&resume).pages(&client);
    assert_eq!(values(&mut pages).await, [3, 4]);
    assert_eq!((pages.progress().pages(), pages.progress().items()), (5, 4));
    assert!(pages.into_next().is_none());
    let pages: Vec<_> = targets(&server).into_iter().filter(|target| target.contains("key=canary")).collect();
    assert_eq!(pages.len(), 5);
}

#[tokio::test]
async fn it_begins_with_the_first_page_if_none_was_fetched() {
    let server = server(numbers).await;
    let client = client(&server);
    let resume = Numbers { page: Some(4), key: String::new() }.pages(&client).into_next().unwrap();
    assert_eq!(values(&mut stored(&resume).pages(&client)).await, [4]);
}

#[tokio::test]
async fn a_url_goes_on_with_the_headers_and_the_body_of_its_request() {
    let server = server(|target| match target {
        "/a/names" => Answer::reply("200 OK", &[("link", "<names?last=canary>; rel=next")], "[1]"),
        "/a/names?last=canary" => Answer::reply("200 OK", &[("link", "<http://inside.example/end>; rel=next")], "[2]"),
        "/end" => ok("[3]"),
        _ => Answer::json("404 Not Found", "{}"),
    })
    .await;
    let client = client(&server).with_base(&format!("{}/a", server.url())).unwrap();
    let mut pages = Names { filter: "x".to_owned() }.pages(&client).rebase();
    assert_eq!(pages.next().await.unwrap().unwrap().value, [1]);
    let resume = pages.into_next().unwrap();
    assert!(!format!("{resume:?}").contains("canary"));
    let mut pages = stored(&resume).pages(&client);
    assert_eq!(values(&mut pages).await, [2, 3]);
    assert!(server.requests().iter().all(|request| request.ends_with("{\"filter\":\"x\"}")));
}

#[derive(Debug, Deserialize)]
struct Found {
    ids: Vec<u32>,
    next: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, ApiRequest)]
#[api(get = "/ids", response = Found, paginate(next_url = next, items = ids, item = u32))]
struct Ids;

/// A server whose first page leads to this URL.
async fn leading_to(next: &'static str) -> api_request_tests::Server {
    server(move |target| match target {
        "/ids" => ok(&format!(r#"{{"ids":[1],"next":"{next}"}}"#)),
        _ => ok(r#"{"ids":[2]}"#),
    })
    .await
}

#[tokio::test]
async fn a_page_that_leads_nowhere_is_not_taken_for_the_last_one() {
    let server = leading_to("/ids{?page}").await;
    let client = client(&server);
    let mut pages = Ids.pages(&client).max_pages(1);
    assert_eq!(pages.next().await.unwrap().unwrap().value.ids, [1]);
    assert!(pages.next().await.is_none());

    let resume = pages.into_next().unwrap();
    let mut pages = stored(&resume).pages(&client);
    let error = pages.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("`next`") && error.contains("URL template"), "{error}");
    assert!(pages.next().await.is_none());
    assert!(pages.into_next().is_none());
    assert_eq!(targets(&server), ["/ids"]);
}

#[tokio::test]
async fn a_url_on_another_origin_can_be_rebased_after_its_error() {
    let server = leading_to("http://elsewhere.invalid/ids?page=2").await;
    let client = client(&server);
    let mut pages = Ids.pages(&client);
    assert_eq!(pages.next().await.unwrap().unwrap().value.ids, [1]);
    let error = pages.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains("rebase()"), "{error}");
    assert!(pages.next().await.is_none());

    let mut pages = pages.into_next().unwrap().pages(&client).rebase();
    assert_eq!(pages.next().await.unwrap().unwrap().value.ids, [2]);
    assert_eq!(targets(&server), ["/ids", "/ids?page=2"]);
}

#[tokio::test]
async fn a_blank_url_is_the_end() {
    let server = leading_to("  ").await;
    let client = client(&server);
    let mut pages = Ids.pages(&client);
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.is_none());
}
