//! Pages and items of a blocking client.

use api_request::mock::{Mock, Received, reply};
use api_request::pages::Resume;
use api_request::{ApiRequest, Error, blocking};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Clone, Serialize, Deserialize, ApiRequest)]
#[api(get = "/users", response = Found, serde_ignored, paginate(cursor = after, next = next, items = users, item = String))]
struct ListUsers {
    #[api(query)]
    after: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Found {
    users: Vec<String>,
    next: Option<u32>,
}

const FIRST: ListUsers = ListUsers { after: None };

/// Three pages of two users each.
fn mock() -> (Mock, blocking::Client) {
    let mock = Mock::new();
    mock.on::<ListUsers>().each(|r: &Received| {
        let page: u32 = r.query("after").map_or(0, |after| after.parse().unwrap());
        let next = (page < 2).then_some(page + 1);
        reply(200).json(json!({ "users": [format!("a{page}"), format!("b{page}")], "next": next }))
    });
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    (mock, client)
}

#[test]
fn items_are_an_iterator_over_all_pages() {
    let (mock, client) = mock();
    let users: Vec<String> = FIRST.items(&client).collect::<Result<_, _>>().unwrap();
    assert_eq!(users, ["a0", "b0", "a1", "b1", "a2", "b2"]);
    assert_eq!(mock.received().len(), 3);
}

#[test]
fn no_page_is_fetched_before_it_is_needed() {
    let (mock, client) = mock();
    let mut users = FIRST.items(&client).max_items(3);
    assert_eq!(mock.received().len(), 0);
    assert_eq!(users.by_ref().map(Result::unwrap).collect::<Vec<_>>(), ["a0", "b0", "a1"]);
    assert!(users.next().is_none());
    assert_eq!(mock.received().len(), 2);
    assert_eq!((users.progress().pages(), FIRST.items(&client).max_pages(1).count()), (2, 2));
}

#[test]
fn pages_continue_where_they_ended() {
    let (mock, client) = mock();
    let mut pages = FIRST.pages(&client).max_pages(2);
    assert_eq!(pages.by_ref().map(|page| page.unwrap().value.users.len()).sum::<usize>(), 4);
    let resume = serde_json::to_string(&pages.into_next().unwrap()).unwrap();
    let resume: Resume<ListUsers> = serde_json::from_str(&resume).unwrap();
    let rest: Vec<String> = resume.pages(&client).flat_map(|page| page.unwrap().value.users).collect();
    assert_eq!(rest, ["a2", "b2"]);
    assert_eq!(mock.received().len(), 3);
}

#[test]
fn an_error_is_the_last_item() {
    let mock = Mock::new();
    mock.on::<ListUsers>().json(200, json!({ "users": ["a"], "next": 1 })).then_status(404);
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    let mut users = FIRST.items(&client);
    assert_eq!(users.next().unwrap().unwrap(), "a");
    assert_eq!(users.next().unwrap().unwrap_err().status().unwrap(), 404);
    assert!(users.next().is_none());
}

#[test]
fn a_page_that_leads_back_is_an_error() {
    let mock = Mock::new();
    mock.on::<ListUsers>().json(200, json!({ "users": ["a"], "next": 7 }));
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    let errors = FIRST.items(&client).filter_map(Result::err).collect::<Vec<_>>();
    assert!(matches!(&errors[..], [Error::Encode { .. }]), "{errors:?}");
    assert!(errors[0].to_string().contains("`next`"), "{}", errors[0]);
}

#[tokio::test]
async fn in_async_code_the_only_item_is_an_error() {
    let (mock, client) = mock();
    let items: Vec<_> = FIRST.items(&client).collect();
    assert!(matches!(&items[..], [Err(Error::Connect { .. })]), "{items:?}");
    let pages: Vec<_> = FIRST.pages(&client).collect();
    let [Err(error)] = &pages[..] else { panic!("{pages:?}") };
    let source = std::error::Error::source(error).unwrap().to_string();
    assert!(source.contains("spawn_blocking"), "{source}");
    assert_eq!(error.to_string(), "GET /users: cannot connect; a blocking call cannot run in async code");
    assert_eq!(mock.received().len(), 0);
}
