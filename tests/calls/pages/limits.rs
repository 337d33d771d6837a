//! Limits end a stream without another request, and a stream that was dropped sends nothing.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use api_request::pages::{Items, Pages};
use api_request::{ApiRequest, Paginate};
use api_request_tests::Answer;
use futures_util::{Stream, StreamExt};

use super::{all, client, ok, query, server, targets};

#[derive(Clone, ApiRequest)]
#[api(get = "/numbers", response = Vec<u32>, paginate(page = page))]
struct Numbers {
    page: Option<u32>,
}

const FIRST: Numbers = Numbers { page: None };

/// An endless server with two numbers on a page.
fn numbers(target: &str) -> Answer {
    let page: u32 = query(target, "page").map_or(1, |page| page.parse().unwrap());
    ok(&format!("[{},{}]", 2 * page - 1, 2 * page))
}

#[tokio::test]
async fn a_limit_ends_the_stream_without_another_request() {
    for (pages, items, found, requests) in [
        (Some(2), None, 4, 2),
        (None, Some(5), 5, 3),
        (None, Some(4), 4, 2),
        (Some(2), Some(3), 3, 2),
        (Some(1), Some(9), 2, 1),
        (Some(0), None, 0, 0),
        (None, Some(0), 0, 0),
    ] {
        let server = server(numbers).await;
        let mut stream = FIRST.items(&client(&server));
        if let Some(pages) = pages {
            stream = stream.max_pages(pages);
        }
        if let Some(items) = items {
            stream = stream.max_items(items);
        }
        assert_eq!(all(stream).await, (1..=found).collect::<Vec<u32>>(), "{pages:?} {items:?}");
        assert_eq!(targets(&server).len(), requests, "{pages:?} {items:?}");
    }
}

#[tokio::test]
async fn a_limit_of_pages_ends_a_stream_of_pages() {
    let server = server(numbers).await;
    let mut pages = FIRST.pages(&client(&server)).max_pages(2);
    let mut values = Vec::new();
    while let Some(page) = pages.next().await {
        values.push(page.unwrap().value);
    }
    assert!(pages.next().await.is_none());
    assert_eq!((values, targets(&server).len()), (vec![vec![1, 2], vec![3, 4]], 2));
    assert_eq!((pages.progress().pages(), pages.progress().items()), (2, 4));
}

#[tokio::test]
async fn they_are_streams_that_own_what_they_need() {
    fn owned<R: Paginate>(client: &api_request::Client, request: &R) -> (Pages<R>, Items<R>) {
        (request.pages(client), request.items(client))
    }
    fn check<T: Stream + Send + Unpin + 'static>(stream: T) -> T {
        stream
    }
    let server = server(numbers).await;
    let (pages, items) = {
        let client = client(&server);
        owned(&client, &Numbers { page: Some(3) })
    };
    let values = check(pages).take(2).map(|page| page.unwrap().value).collect::<Vec<_>>();
    assert_eq!(tokio::spawn(values).await.unwrap(), [[5, 6], [7, 8]]);
    let values = check(items).take(3).map(Result::unwrap).collect::<Vec<_>>();
    assert_eq!(tokio::spawn(values).await.unwrap(), [5, 6, 7]);
}

#[tokio::test]
async fn a_future_that_is_dropped_loses_no_page() {
    let server = server(numbers).await;
    let mut items = FIRST.items(&client(&server)).max_items(3);
    let mut found = Vec::new();
    while found.len() < 3 {
        // Most of these futures are dropped before the response has arrived.
        if let Ok(item) = tokio::time::timeout(Duration::from_micros(200), items.next()).await {
            found.push(item.unwrap().unwrap());
        }
    }
    assert_eq!((found, targets(&server).len()), (vec![1, 2, 3], 2));
}

#[tokio::test]
async fn a_stream_that_is_dropped_in_the_middle_of_a_page_cancels_its_call() {
    let server = server(|_| Answer::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1".to_vec())).await;
    let mut items = FIRST.items(&client(&server));
    assert!(tokio::time::timeout(Duration::from_millis(200), items.next()).await.is_err());
    drop(items);
    tokio::time::timeout(Duration::from_secs(5), server.client_gone()).await.expect("the connection is closed");
    assert_eq!(targets(&server).len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_by_making_a_stream() {
    let server = server(numbers).await;
    let client = client(&server);
    drop(FIRST.pages(&client));
    let mut pages = FIRST.pages(&client);
    let _ = Pin::new(&mut pages).poll_next(&mut Context::from_waker(Waker::noop()));
    drop(pages);
    assert!(matches!(
        Pin::new(&mut FIRST.items(&client).max_items(0)).poll_next(&mut Context::from_waker(Waker::noop())),
        Poll::Ready(None)
    ));
    let debug = format!("{:?} {:?}", FIRST.pages(&client), FIRST.items(&client));
    assert!(debug.starts_with("Pages { progress: Progress { pages: 0, items: 0 }, .. } Items {"), "{debug}");
}
