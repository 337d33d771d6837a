//! A page that fails: each page is a call of its own, with its own retries and its own deadline.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::{ApiRequest, Error};
use api_request_tests::Answer;
use serde::Deserialize;

use super::{all, client, collect, ok, query, server, targets, with};

#[derive(Clone, ApiRequest)]
#[api(get = "/numbers", response = Vec<u32>, paginate(page = page))]
struct Numbers {
    page: Option<u8>,
}

fn number(target: &str) -> u32 {
    query(target, "page").map_or(1, |page| page.parse().unwrap())
}

#[tokio::test]
async fn the_third_of_five_pages_fails_twice_and_is_retried() {
    let failures = AtomicU32::new(2);
    let server = server(move |target| {
        let page = number(target);
        let fails =
            page == 3 && failures.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok();
        match page {
            _ if fails => Answer::reply("503 Service Unavailable", &[("retry-after", "0")], "{}"),
            6 => ok("[]"),
            page => ok(&format!("[{page}]")),
        }
    })
    .await;
    let client = with(&server, |builder| builder.retry(RetryPolicy::default().wait(|_| Some(Duration::ZERO))));
    assert_eq!(all(Numbers { page: None }.items(&client)).await, [1, 2, 3, 4, 5]);
    let pages: Vec<u32> = targets(&server).iter().map(|target| number(target)).collect();
    assert_eq!(pages, [1, 2, 3, 3, 3, 4, 5, 6]);
}

#[tokio::test]
async fn the_items_before_a_page_that_fails_are_returned_first() {
    let server = server(|target| match number(target) {
        3 => Answer::json("400 Bad Request", "{\"message\":\"no third page\"}"),
        page => ok(&format!("[{page}]")),
    })
    .await;
    let (items, error) = collect(Numbers { page: None }.items(&client(&server))).await;
    assert_eq!(items, [1, 2]);
    assert_eq!(error.unwrap().to_string(), "GET /numbers: 400 Bad Request: no third page");
    // A stream of pages ends as well, and can go on with the page that failed.
    let mut pages = Numbers { page: Some(2) }.pages(&client(&server));
    assert!(pages.next().await.unwrap().is_ok());
    assert!(matches!(pages.next().await, Some(Err(Error::Status { .. }))));
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    let mut pages = pages.into_next().unwrap().pages(&client(&server));
    assert!(matches!(pages.next().await, Some(Err(Error::Status { .. }))));
    let seen: Vec<u32> = targets(&server).iter().map(|target| number(target)).collect();
    assert_eq!(seen, [1, 2, 3, 2, 3, 3]);
}

#[tokio::test]
async fn each_page_has_its_own_deadline() {
    let server = server(|target| match number(target) {
        4 => Answer::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec()),
        page => {
            std::thread::sleep(Duration::from_millis(150));
            ok(&format!("[{page}]"))
        }
    })
    .await;
    let client = with(&server, |builder| builder.timeout(Duration::from_millis(400)));
    let (items, error) = collect(Numbers { page: None }.items(&client)).await;
    assert_eq!(items, [1, 2, 3]);
    assert!(error.unwrap().is_timeout());
}

#[tokio::test]
async fn a_request_that_is_not_valid_fails_before_anything_is_sent() {
    #[derive(Clone, ApiRequest)]
    #[api(get = "/numbers", response = Vec<u32>, paginate(page = page))]
    struct Checked {
        #[api(validate(range(1..=2)))]
        page: Option<u8>,
    }
    let server = server(|target| ok(&format!("[{}]", number(target)))).await;
    let (items, error) = collect(Checked { page: None }.items(&client(&server))).await;
    // The third page would break the request's own rule.
    assert_eq!((items, targets(&server).len()), (vec![1, 2], 2));
    assert!(matches!(error, Some(Error::Invalid { .. })));
}

#[derive(Deserialize)]
struct Counted {
    items: Vec<u32>,
    total: i64,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/numbers", response = Counted, paginate(offset = at, total = total, items = items, item = u32))]
struct ByOffset {
    at: i8,
}

#[tokio::test]
async fn a_number_that_does_not_fit_is_an_error_that_names_its_field() {
    for (at, total, path, reason) in [
        (126, 1000, "at", "the number of the next page does not fit into this field"),
        (-1, 1000, "at", "the number in this field is negative or too large"),
        (0, -1, "total", "the number is negative or too large"),
    ] {
        let server = server(move |_| ok(&format!("{{\"items\":[1,2],\"total\":{total}}}"))).await;
        let (items, error) = collect(ByOffset { at }.items(&client(&server))).await;
        let error = error.unwrap();
        assert_eq!((items, targets(&server).len(), error.may_have_been_sent()), (vec![1, 2], 1, false));
        assert_eq!(error.to_string(), format!("GET /numbers: cannot go on to the next page (`{path}`): {reason}"));
    }
    let page = Numbers { page: Some(255) };
    let server = server(|_| ok("[1]")).await;
    let (items, error) = collect(page.items(&client(&server))).await;
    assert_eq!(items, [1]);
    assert!(error.unwrap().to_string().contains("(`page`): the number of the next page does not fit"));
}
