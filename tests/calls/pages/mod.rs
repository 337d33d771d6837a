//! Responses that are spread over pages: how each form goes on, when it ends, and what it must not do.

mod by_hand;
mod faults;
mod forms;
mod limits;
mod link;
mod origins;
mod repeats;
mod resume;
mod types;

use api_request::client::ClientBuilder;
use api_request::pages::Items;
use api_request::{Client, Error, Paginate};
use api_request_tests::{Answer, Server, request_line};

/// Starts a server that answers by the path and the query of a request.
async fn server(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Server {
    Server::start(move |request| answer(target(request))).await
}

/// The path and the query of a request.
fn target(request: &str) -> &str {
    request_line(request).split(' ').nth(1).unwrap_or_default()
}

/// The path and the query of each request so far.
fn targets(server: &Server) -> Vec<String> {
    server.requests().iter().map(|request| target(request).to_owned()).collect()
}

/// The value of a query parameter.
fn query<'t>(target: &'t str, name: &str) -> Option<&'t str> {
    let (_, query) = target.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn client(server: &Server) -> Client {
    with(server, |builder| builder)
}

fn with(server: &Server, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    set(Client::builder(server.url())).build().unwrap()
}

fn ok(body: &str) -> Answer {
    Answer::json("200 OK", body)
}

/// All items, or the ones before the error.
async fn collect<R: Paginate>(mut items: Items<R>) -> (Vec<R::Item>, Option<Error<R::Error>>) {
    let mut collected = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => collected.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "it goes on after an error");
                return (collected, Some(error));
            }
        }
    }
    assert!(items.next().await.is_none(), "it goes on after the end");
    (collected, None)
}

/// All items of a stream that does not fail.
async fn all<R: Paginate>(items: Items<R>) -> Vec<R::Item> {
    let (items, error) = collect(items).await;
    if let Some(error) = error {
        panic!("{error}");
    }
    items
}
