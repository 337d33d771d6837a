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
