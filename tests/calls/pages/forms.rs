//! The five forms: which request follows a page, and after which page the stream ends.

use std::time::Duration;

use api_request::ApiRequest;
use api_request_tests::Answer;
use serde::Deserialize;

use super::{all, client, ok, query, server, targets};

#[derive(Debug, Deserialize, PartialEq)]
struct User {
    id: u32,
}

fn ids(users: &[User]) -> Vec<u32> {
    users.iter().map(|user| user.id).collect()
}

#[derive(Deserialize)]
struct Found {
    users: Vec<User>,
    total: Option<u64>,
    pages: Option<i32>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(offset = skip, limit = take, total = total, items = users, item = User))]
struct ByOffset {
    skip: Option<u32>,
    take: i64,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(offset = skip, limit = take, short = end, items = users, item = User))]
struct ByOffsetUntilShort {
    skip: u8,
    take: Option<u8>,
}

/// A page of users with these numbers, and further properties.
fn page(ids: impl IntoIterator<Item = u32>, more: &str) -> Answer {
    let users: Vec<String> = ids.into_iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    ok(&format!("{{\"users\":[{}]{more}}}", users.join(",")))
}

/// A server of `count` users that has at most two of them on a page.
fn by_offset(count: u32, more: &'static str) -> impl Fn(&str) -> Answer {
    move |target| {
        let skip: u32 = query(target, "skip").map_or(0, |skip| skip.parse().unwrap());
        page((skip..count).take(2), more)
    }
}

#[tokio::test]
async fn an_offset_grows_by_the_items_of_the_page_and_ends_at_the_total() {
    let server = server(by_offset(5, ",\"total\":5")).await;
    let users = all(ByOffset { skip: None, take: 10 }.items(&client(&server))).await;
    assert_eq!(ids(&users), [0, 1, 2, 3, 4]);
    // The server has fewer items on a page than asked for.
    assert_eq!(targets(&server), ["/users?take=10", "/users?skip=2&take=10", "/users?skip=4&take=10"]);
}

#[tokio::test]
async fn an_offset_ends_at_an_empty_page_if_no_total_is_known() {
    let server = server(by_offset(4, "")).await;
    let users = all(ByOffset { skip: Some(1), take: 2 }.items(&client(&server))).await;
    assert_eq!(ids(&users), [1, 2, 3]);
    let skips: Vec<_> = targets(&server).iter().map(|target| query(target, "skip").unwrap().to_owned()).collect();
    assert_eq!(skips, ["1", "3", "4"]);
}

#[tokio::test]
async fn a_short_page_is_the_last_one_only_if_the_request_says_so() {
    let server = server(by_offset(3, "")).await;
    let client = client(&server);
    assert_eq!(ids(&all(ByOffsetUntilShort { skip: 0, take: Some(2) }.items(&client)).await), [0, 1, 2]);
    assert_eq!(targets(&server), ["/users?skip=0&take=2", "/users?skip=2&take=2"]);
    // Without a limit, no page is known to be short.
    assert_eq!(ids(&all(ByOffsetUntilShort { skip: 0, take: None }.items(&client)).await), [0, 1, 2]);
    assert_eq!(targets(&server)[2..], ["/users?skip=0", "/users?skip=2", "/users?skip=3"]);
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(page = page, items = users, item = User))]
struct ByPage {
    page: Option<u32>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(page = page, first = 0, pages = pages, items = users, item = User))]
struct ByPageFromZero {
    page: Option<u64>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(page = page, pages = pages, total = total, items = users, item = User))]
struct ByPageUntilTheLast {
    page: Option<u64>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Found, paginate(page = page, limit = take, short = end, items = users, item = User))]
struct ByPageUntilShort {
    page: Option<u64>,
    take: u8,
}

/// A server of `count` pages with one user each.
fn by_page(first: u32, count: u32, more: &'static str) -> impl Fn(&str) -> Answer {
    move |target| {
        let number: u32 = query(target, "page").map_or(first, |page| page.parse().unwrap());
        page((number < first + count).then_some(number), more)
    }
}

#[tokio::test]
async fn a_page_number_grows_by_one_and_ends_at_an_empty_page() {
    let server = server(by_page(1, 2, "")).await;
    let users = all(ByPage { page: None }.items(&client(&server))).await;
    assert_eq!(ids(&users), [1, 2]);
    assert_eq!(targets(&server), ["/users", "/users?page=2", "/users?page=3"]);
}

#[tokio::test]
async fn a_page_number_ends_at_the_number_of_pages() {
    let from_one = server(by_page(1, 3, ",\"pages\":3")).await;
    assert_eq!(ids(&all(ByPageUntilTheLast { page: None }.items(&client(&from_one))).await), [1, 2, 3]);
    assert_eq!(targets(&from_one), ["/users", "/users?page=2", "/users?page=3"]);

    let from_zero = server(by_page(0, 3, ",\"pages\":3")).await;
    assert_eq!(ids(&all(ByPageFromZero { page: None }.items(&client(&from_zero))).await), [0, 1, 2]);
    assert_eq!(targets(&from_zero), ["/users", "/users?page=1", "/users?page=2"]);
    assert_eq!(ids(&all(ByPageFromZero { page: Some(2) }.items(&client(&from_zero))).await), [2]);
}

#[tokio::test]
async fn a_page_number_ends_at_a_short_page_if_the_request_says_so() {
    let server = server(by_page(1, 2, "")).await;
    let client = client(&server);
    assert_eq!(ids(&all(ByPageUntilShort { page: None, take: 2 }.items(&client)).await), [1]);
    assert_eq!(ids(&all(ByPageUntilShort { page: None, take: 1 }.items(&client)).await), [1, 2]);
    let pages = ["take=2", "take=1", "page=2&take=1", "page=3&take=1"];
    assert_eq!(targets(&server), pages.map(|query| format!("/users?{query}")));
}

#[tokio::test]
async fn a_page_number_ends_when_the_total_was_seen() {
    let server = server(by_page(1, 9, ",\"total\":3")).await;
    assert_eq!(ids(&all(ByPageUntilTheLast { page: None }.items(&client(&server))).await), [1, 2, 3]);
    // A stream of pages counts the items as well.
    let mut pages = ByPageUntilTheLast { page: None }.pages(&client(&server));
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        assert_eq!(page.unwrap().value.users.len(), 1);
        counts.push((pages.progress().pages(), pages.progress().items()));
    }
    assert_eq!(counts, [(1, 1), (2, 2), (3, 3)]);
}

#[derive(Deserialize)]
struct Listed {
    data: Option<Data>,
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Data {
    user: Option<Box<Users>>,
}

#[derive(Deserialize)]
struct Users {
    items: Option<Vec<User>>,
}

#[derive(Deserialize)]
struct Meta {
    next: Option<String>,
    more: Option<bool>,
}

#[derive(Clone, ApiRequest)]
#[api(
    get = "/users?kind=a",
    response = Listed,
    paginate(cursor = after, next = meta.next, items = data.user.items, item = User)
)]
struct ByCursor {
    after: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(
    get = "/users",
    response = Listed,
    paginate(cursor = after, next = meta.next, more = meta.more, items = data.user.items, item = User)
)]
struct ByCursorWhileMore {
    after: Option<String>,
}

#[tokio::test]
async fn a_cursor_goes_on_until_it_is_absent_null_or_empty() {
    for last in ["{}", "{\"meta\":null}", "{\"meta\":{\"next\":null}}", "{\"meta\":{\"next\":\"\"}}"] {
        let server = server(move |target| match query(target, "after") {
            None => ok("{\"data\":{\"user\":{\"items\":[{\"id\":1},{\"id\":2}]}},\"meta\":{\"next\":\"a b&c\"}}"),
            // An empty page that has a next one is not the last.
            Some("a%20b%26c") => ok("{\"data\":null,\"meta\":{\"next\":\"d\"}}"),
            Some("d") => ok("{\"data\":{\"user\":{}},\"meta\":{\"next\":\"e\"}}"),
            Some("e") => ok("{\"data\":{\"user\":{\"items\":[{\"id\":3}]}},\"meta\":{\"next\":\"f\"}}"),
            _ => ok(last),
        })
        .await;
        let users = all(ByCursor { after: None }.items(&client(&server))).await;
        assert_eq!(ids(&users), [1, 2, 3], "{last}");
        let after = ["", "&after=a%20b%26c", "&after=d", "&after=e", "&after=f"];
        assert_eq!(targets(&server), after.map(|after| format!("/users?kind=a{after}")));
    }
}

#[tokio::test]
async fn a_cursor_ends_unless_the_response_says_that_there_is_more() {
    for more in ["false", "null"] {
        let server = server(move |target| match query(target, "after") {
            None => ok("{\"data\":{\"user\":{\"items\":[{\"id\":1}]}},\"meta\":{\"next\":\"a\",\"more\":true}}"),
            _ => ok(&format!(
                "{{\"data\":{{\"user\":{{\"items\":[{{\"id\":2}}]}}}},\"meta\":{{\"next\":\"a\",\"more\":{more}}}}}"
            )),
        })
        .await;
        let users = all(ByCursorWhileMore { after: None }.items(&client(&server))).await;
        assert_eq!((ids(&users), targets(&server).len()), (vec![1, 2], 2), "{more}");
    }
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Vec<User>, paginate(cursor = page, next = header("X-Next-Page")))]
struct ByHeader {
    page: Option<u32>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/users", response = Vec<User>, paginate(cursor = after, next = header("x-after"), item = User))]
struct ByTextHeader {
    after: String,
}

#[tokio::test]
async fn a_cursor_may_be_in_a_header() {
    let server = server(|target| {
        let (next, body) = match query(target, "page").or(query(target, "after")) {
            None | Some("") => ("2", "[{\"id\":1}]"),
            Some("2") => ("3", "[]"),
            _ => (" ", "[{\"id\":2}]"),
        };
        Answer::reply("200 OK", &[("X-Next-Page", next), ("X-After", next)], body)
    })
    .await;
    assert_eq!(ids(&all(ByHeader { page: None }.items(&client(&server))).await), [1, 2]);
    assert_eq!(ids(&all(ByTextHeader { after: String::new() }.items(&client(&server))).await), [1, 2]);
    assert_eq!(
        targets(&server),
        ["/users", "/users?page=2", "/users?page=3", "/users?after=", "/users?after=2", "/users?after=3"]
    );
}

#[tokio::test]
async fn a_header_that_is_not_a_cursor_is_an_error_and_not_the_first_page_again() {
    let server = server(|_| Answer::reply("200 OK", &[("X-Next-Page", "canary")], "[{\"id\":1}]")).await;
    let (users, error) = super::collect(ByHeader { page: None }.items(&client(&server))).await;
    let error = error.unwrap();
    assert_eq!((ids(&users), targets(&server).len(), error.may_have_been_sent()), (vec![1], 1, false));
    assert_eq!(
        error.to_string(),
        "GET /users: cannot go on to the next page (`X-Next-Page`): the value of the header does not match the type of the field"
    );
}

#[derive(Deserialize)]
struct WithUrl {
    values: Vec<User>,
    next: Option<String>,
}

#[derive(Clone, ApiRequest)]
#[api(post = "/users/{kind}", response = WithUrl, paginate(next_url = next, items = values, item = User))]
struct ByUrl {
    kind: &'static str,
    #[api(query)]
    size: u8,
    filter: &'static str,
}

#[tokio::test]
async fn a_next_url_is_sent_as_it_is_with_the_headers_and_the_body_of_the_request() {
    for end in [
        "{\"values\":[{\"id\":3}]}",
        "{\"values\":[{\"id\":3}],\"next\":null}",
        "{\"values\":[{\"id\":3}],\"next\":\"\"}",
    ] {
        let server = server(move |target| match target {
            "/api/users/a?size=2" => ok("{\"values\":[{\"id\":1}],\"next\":\"/v2/users?cursor=%2f+x&size=9\"}"),
            "/v2/users?cursor=%2f+x&size=9" => ok("{\"values\":[{\"id\":2}],\"next\":\"?cursor=y\"}"),
            "/v2/users?cursor=y" => ok(end),
            _ => Answer::json("404 Not Found", "{}"),
        })
        .await;
        let client = api_request::Client::builder(&format!("{}/api", server.url())).build().unwrap();
        let users = all(ByUrl { kind: "a", size: 2, filter: "x" }.items(&client)).await;
        assert_eq!(ids(&users), [1, 2, 3], "{end}");
        for request in server.requests() {
            assert!(request.starts_with("POST ") && request.ends_with("{\"filter\":\"x\"}"), "{request}");
        }
    }
}

/// Pages are items for humans: the stream waits for none of them ahead of time.
#[tokio::test]
async fn nothing_is_sent_before_it_is_needed() {
    let server = server(by_page(1, 3, "")).await;
    let client = client(&server);
    let mut users = ByPage { page: None }.items(&client);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(targets(&server).len(), 0);
    assert_eq!(users.next().await.unwrap().unwrap().id, 1);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(targets(&server).len(), 1);
    assert_eq!(users.next().await.unwrap().unwrap().id, 2);
    drop(users);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(targets(&server).len(), 2);
}
