//! Requests of every shape can have pages: generic ones, tuples, groups, and cursors of several types.

use std::collections::BTreeMap;

use api_request::endpoint::PagesForm;
use api_request::{ApiParams, ApiRequest, ApiResponse, Secret};
use api_request_tests::Answer;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{all, client, ok, query, server, targets};

#[derive(Deserialize)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Secret<String>>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/items", response = Page<T>, paginate(cursor = after, next = next, items = items, item = T))]
struct List<T: Clone + DeserializeOwned> {
    after: Option<String>,
    #[api(skip)]
    kind: std::marker::PhantomData<T>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/items", response = Page<u32>, paginate(cursor = 0, next = next, items = items, item = u32))]
struct Tuple(#[api(query = "after", secret)] Option<Secret<String>>);

#[derive(Clone, ApiParams)]
struct Paging {
    after: Option<String>,
    take: Option<u8>,
}

#[derive(Clone, ApiRequest)]
#[api(
    get = "/items",
    response = Page<u32>,
    paginate(cursor = paging.after, next = next, items = items, item = u32)
)]
struct Grouped {
    #[api(flatten)]
    paging: Paging,
}

#[tokio::test]
async fn a_cursor_may_be_secret_generic_in_a_tuple_or_in_a_group() {
    let server = server(|target| match query(target, "after") {
        None => ok("{\"items\":[1],\"next\":\"a\"}"),
        _ => ok("{\"items\":[2]}"),
    })
    .await;
    let client = client(&server);
    assert_eq!(all(List::<u32> { after: None, kind: std::marker::PhantomData }.items(&client)).await, [1, 2]);
    assert_eq!(all(Tuple(None).items(&client)).await, [1, 2]);
    let grouped = Grouped { paging: Paging { after: None, take: Some(1) } };
    assert_eq!(all(grouped.items(&client)).await, [1, 2]);
    assert_eq!(
        targets(&server),
        ["/items", "/items?after=a", "/items", "/items?after=a", "/items?take=1", "/items?after=a&take=1"]
    );
}

#[derive(Clone, ApiParams)]
struct Window {
    skip: Option<u16>,
    take: Option<u8>,
}

#[derive(Clone, ApiParams)]
struct Filter {
    #[api(flatten)]
    window: Box<Window>,
}

/// The total is in a header.
#[derive(ApiResponse)]
struct Totalled {
    #[api(header = "x-total-count")]
    total: Option<u64>,
    #[api(body)]
    items: Vec<u32>,
}

#[derive(Clone, ApiRequest)]
#[api(
    get = "/items",
    response = Totalled,
    paginate(
        offset = filter.window.skip,
        limit = filter.window.take,
        short = end,
        total = total,
        items = items,
        item = u32
    )
)]
struct Nested {
    #[api(flatten)]
    filter: Filter,
}

#[tokio::test]
async fn a_path_leads_through_structs_and_a_total_may_be_in_a_header() {
    let server = server(|target| {
        let (total, body) = match query(target, "skip") {
            None => ("3", "[1,2]"),
            Some("2") => ("3", "[3]"),
            _ => ("99", "[4]"),
        };
        Answer::reply("200 OK", &[("X-Total-Count", total)], body)
    })
    .await;
    let client = client(&server);
    let nested = |skip, take| Nested { filter: Filter { window: Box::new(Window { skip, take }) } };
    assert_eq!(all(nested(None, None).items(&client)).await, [1, 2, 3]);
    assert_eq!(targets(&server), ["/items", "/items?skip=2"]);
    // A page with fewer items than `take` is the last one.
    assert_eq!(all(nested(Some(7), Some(2)).items(&client)).await, [4]);
    assert_eq!(targets(&server)[2..], ["/items?skip=7&take=2"]);
}

#[derive(Deserialize)]
struct Lists {
    rows: Vec<Vec<u32>>,
}

/// Each item is a list.
#[derive(Clone, ApiRequest)]
#[api(get = "/items", response = Lists, paginate(link, items = rows, item = Vec<u32>))]
struct Rows;

#[tokio::test]
async fn an_item_may_be_a_list() {
    let server = server(|_| ok("{\"rows\":[[1,2],[3]]}")).await;
    assert_eq!(all(Rows.items(&client(&server))).await, [vec![1, 2], vec![3]]);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keyed {
    r#type: Inner,
    by_name: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
struct Inner(Option<u64>);

#[derive(Clone, ApiRequest)]
#[api(
    get = "/items",
    response = Option<Keyed>,
    absent(404),
    paginate(cursor = r#type, next = r#type.0, items = by_name, item = (String, u32))
)]
struct ListKeyed {
    r#type: Option<u64>,
}

#[tokio::test]
async fn a_list_may_be_a_map_and_a_page_may_be_absent() {
    let server = server(|target| match query(target, "type") {
        None => ok("{\"type\":1,\"byName\":{\"a\":1,\"b\":2}}"),
        _ => Answer::json("404 Not Found", "{}"),
    })
    .await;
    let items = all(ListKeyed { r#type: None }.items(&client(&server))).await;
    assert_eq!(items, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    assert_eq!(targets(&server), ["/items", "/items?type=1"]);
}

#[test]
fn the_facts_tell_how_a_request_goes_on() {
    let facts = Grouped::ENDPOINT.pages().unwrap();
    assert_eq!((facts.form(), facts.field_name()), (PagesForm::Cursor, Some("paging.after")));
    assert_eq!((facts.next_path(), facts.items_path(), facts.lead()), (Some("next"), Some("items"), Some("next")));
    let facts = ListKeyed::ENDPOINT.pages().unwrap();
    assert_eq!((facts.field_name(), facts.next_path()), (Some("type"), Some("type.0")));
}
