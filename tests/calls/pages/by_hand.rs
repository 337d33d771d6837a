//! `Paginate` implemented by hand.

use api_request::pages::{Next, PageError, Progress};
use api_request::reply::Reply;
use api_request::{ApiRequest, Error, Paginate};
use serde::Deserialize;

use super::{all, client, collect, ok, query, server, targets};

#[derive(Deserialize)]
struct Orders {
    orders: Vec<u32>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/orders", response = Orders)]
struct ListOrders {
    after: Option<u32>,
}

impl Paginate for ListOrders {
    type Item = u32;

    fn next(&self, page: &Reply<Orders>, so_far: Progress) -> Result<Next<Self>, PageError> {
        if so_far.pages() == 3 {
            return Ok(Next::End);
        }
        match page.value.orders.last() {
            Some(0) => Err(PageError::new("order 0 has no successor").at("orders")),
            Some(9) => Ok(Next::Url("/archive".to_owned())),
            Some(last) => Ok(Next::Request(Self { after: Some(*last) })),
            None => Err(PageError::new("the page is empty")),
        }
    }

    fn into_items(page: Orders) -> impl IntoIterator<Item = u32, IntoIter: Send + 'static> {
        page.orders
    }
}

#[tokio::test]
async fn it_goes_on_by_a_request_or_a_url() {
    let server = server(|target| match (target, query(target, "after")) {
        ("/archive", _) => ok("{\"orders\":[10]}"),
        (_, None) => ok("{\"orders\":[1,2]}"),
        (_, Some("2")) => ok("{\"orders\":[9]}"),
        _ => ok("{\"orders\":[]}"),
    })
    .await;
    let client = client(&server);
    assert_eq!(all(ListOrders { after: None }.items(&client)).await, [1, 2, 9, 10]);
    assert_eq!(targets(&server), ["/orders", "/orders?after=2", "/archive"]);
}

#[tokio::test]
async fn an_error_comes_after_the_items_of_its_page_and_names_its_path() {
    for (body, items, text) in [
        ("{\"orders\":[7,0]}", vec![7, 0], "cannot go on to the next page (`orders`): order 0 has no successor"),
        ("{\"orders\":[]}", vec![], "cannot go on to the next page: the page is empty"),
    ] {
        let server = server(move |_| ok(body)).await;
        let (found, error) = collect(ListOrders { after: None }.items(&client(&server))).await;
        let error = error.unwrap();
        assert_eq!((found, targets(&server).len()), (items, 1));
        assert!(matches!(error, Error::Encode { .. }) && !error.may_have_been_sent());
        assert_eq!(error.to_string(), format!("GET /orders: {text}"));
    }
}

#[tokio::test]
async fn its_items_are_counted_as_they_are_returned() {
    let server = server(|target| match query(target, "after") {
        None => ok("{\"orders\":[1,2]}"),
        _ => ok("{\"orders\":[3]}"),
    })
    .await;
    let mut items = ListOrders { after: None }.items(&client(&server));
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push((item.unwrap(), items.progress().items(), items.progress().pages()));
        if seen.len() == 3 {
            break;
        }
    }
    assert_eq!(seen, [(1, 1, 1), (2, 2, 1), (3, 3, 2)]);
}
