//! The mock: which declaration answers, with what, and how it reports differences.

mod answers;
mod blocking;
mod expecting;
mod given;
mod matching;
mod received;
mod secrets;
mod served;
mod verifying;

use std::panic::{AssertUnwindSafe, catch_unwind};

use api_request::mock::Mock;
use api_request::reply::Raw;
use api_request::{ApiRequest, Client};
use regex_lite::Regex;

/// What `verify` reports, with `<here>` for each place in this folder. Empty if it passes.
fn report(mock: &Mock) -> String {
    shown(catch_unwind(AssertUnwindSafe(|| mock.verify())).err())
}

fn shown(panic: Option<Box<dyn std::any::Any + Send>>) -> String {
    let text = panic.map(|panic| *panic.downcast::<String>().expect("the message is a text")).unwrap_or_default();
    let place = Regex::new(r"tests/calls/mock/[a-z_]+\.rs:\d+:\d+|calls/mock/[a-z_]+\.rs:\d+:\d+").unwrap();
    place.replace_all(&text, "<here>").into_owned()
}

/// How `sent` differs from `expected`, one line each.
async fn differences<R: ApiRequest>(expected: &R, sent: &R) -> Vec<String> {
    let mock = Mock::new();
    mock.expect(expected);
    differences_of(&mock, &mock.client(), sent).await
}

/// How a request differs from the nearest declaration.
async fn differences_of<R: ApiRequest>(mock: &Mock, client: &Client, sent: &R) -> Vec<String> {
    client.call(sent).raw().await.expect("the mock responds");
    let report = report(mock);
    let (_, lines) = report.split_once("the nearest is").unwrap_or_default();
    let lines = lines.split("\n\n").next().unwrap_or_default().lines().skip(1);
    lines.map(|line| line.trim().to_owned()).collect()
}

/// The status of the response to a request.
async fn status<R: ApiRequest>(client: &Client, request: &R) -> u16 {
    client.call(request).raw().await.expect("the mock responds").status().as_u16()
}

#[derive(ApiRequest)]
#[api(get = "/users/{id}", response = Raw)]
struct GetUser {
    id: u64,
}

#[derive(Default, ApiRequest)]
#[api(get = "/users/search", response = Raw)]
struct Search {
    name: Option<&'static str>,
    limit: Option<u32>,
    tag: Vec<&'static str>,
}

#[derive(ApiRequest)]
#[api(post = "/users", response = Raw)]
struct Create {
    name: &'static str,
}
