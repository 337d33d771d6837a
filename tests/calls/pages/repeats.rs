//! A page that leads back to an earlier one is an error, unless the API repeats its cursor.

use api_request::{ApiRequest, Error};
use api_request_tests::Answer;
use serde::Deserialize;

use super::{all, client, collect, ok, query, server, targets};

#[derive(Deserialize)]
struct Listed {
    ids: Vec<u32>,
    next: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/ids", response = Listed, paginate(cursor = after, next = next, items = ids, item = u32))]
struct ByCursor {
    after: Option<String>,
    #[api(header = "Idempotency-Key", idempotency_key)]
    key: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(post = "/ids", response = Listed, paginate(cursor = after, next = next, items = ids, item = u32))]
struct ByCursorInBody {
    after: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(
    post = "/scroll",
    response = Listed,
    paginate(cursor = scroll_id, next = next, items = ids, item = u32, cursor_repeats)
)]
struct Scroll {
    scroll_id: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/ids", response = Vec<u32>, paginate(link))]
struct ByLink;

const REASON: &str = "it leads back to an earlier page; if the API repeats it on purpose, write `cursor_repeats` in `paginate(..)`, or set `Paginate::CURSOR_REPEATS`";

/// The cursors of a sequence that goes through `before` pages, and then around `cycle` others.
fn after(step: usize, before: usize, cycle: usize) -> usize {
    if step < before { step } else { before + (step - before) % cycle }
}

#[tokio::test]
async fn a_cursor_that_comes_back_is_an_error_that_names_its_path() {
    for (before, cycle) in [(1, 1), (2, 1), (1, 2), (3, 4), (0, 5)] {
        let server = server(move |target| {
            let step: usize = query(target, "after").map_or(0, |after| after.parse().unwrap());
            ok(&format!("{{\"ids\":[{step}],\"next\":\"{}\"}}", after(step + 1, before, cycle)))
        })
        .await;
        let (ids, error) = collect(ByCursor { after: None, key: None }.items(&client(&server))).await;
        let error = error.unwrap();
        let Error::Encode { error: encode, .. } = &error else { panic!("{error:?}") };
        assert_eq!(encode.field(), "next");
        assert!(!error.may_have_been_sent());
        assert_eq!(error.to_string(), format!("GET /ids: cannot go on to the next page (`next`): {REASON}"));
        let requests = targets(&server).len();
        assert!(ids.len() == requests && requests <= 3 * (before + cycle) + 2, "{before} {cycle}: {ids:?}");
    }
}

#[tokio::test]
async fn a_cursor_in_the_body_is_compared_too() {
    let server = server(|_| ok("{\"ids\":[1],\"next\":\"same\"}")).await;
    let (ids, error) = collect(ByCursorInBody { after: None }.items(&client(&server))).await;
    assert_eq!((ids, error.is_some(), targets(&server).len()), (vec![1, 1], true, 2));
}

#[tokio::test]
async fn a_link_to_the_page_itself_is_an_error() {
    for link in ["</ids>; rel=next", "<>; rel=next", "<#top>; rel=next", "<./ids>; rel=next"] {
        let server = server(move |_| Answer::reply("200 OK", &[("link", link)], "[1]")).await;
        let (ids, error) = collect(ByLink.items(&client(&server))).await;
        assert_eq!((ids, targets(&server).len()), (vec![1], 1), "{link}");
        let text = error.unwrap().to_string();
        assert_eq!(text, format!("GET /ids: cannot go on to the next page (`Link`): {REASON}"));
    }
}

#[tokio::test]
async fn a_cursor_may_repeat_if_the_request_says_so() {
    let left = std::sync::atomic::AtomicU32::new(4);
    let server = server(move |_| match left.fetch_sub(1, std::sync::atomic::Ordering::Relaxed) {
        1 => ok("{\"ids\":[]}"),
        left => ok(&format!("{{\"ids\":[{left}],\"next\":\"same\"}}")),
    })
    .await;
    assert_eq!(all(Scroll { scroll_id: None }.items(&client(&server))).await, [4, 3, 2]);
}

/// A server whose items change while they are fetched: a cursor moves on, so no item is fetched twice or lost.
#[tokio::test]
async fn items_that_are_added_between_pages_do_not_matter_to_a_cursor() {
    let server = server(|target| match query(target, "after") {
        None => ok("{\"ids\":[1,2],\"next\":\"2\"}"),
        Some("2") => ok("{\"ids\":[2,3],\"next\":\"3\"}"),
        _ => ok("{\"ids\":[4]}"),
    })
    .await;
    // The items are those of the server, in its order: the client leaves out none, not even one that comes twice.
    assert_eq!(all(ByCursor { after: None, key: None }.items(&client(&server))).await, [1, 2, 2, 3, 4]);
}
