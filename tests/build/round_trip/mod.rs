//! A request that uses every place and style at once: a real server reads back exactly what was put in, or it was refused by name.

mod corpus;
mod everything;
#[path = "../../fuzz/input.rs"]
mod input;
#[path = "../../fuzz/outcome.rs"]
mod outcome;

use std::sync::Arc;

use api_request::error::BuildError;
use api_request::{ApiRequest, BaseUrl, Client, NoContent, Secret};
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use everything::{Everything, Map, Received};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use tokio::sync::mpsc;
use url::Url;

/// Text of which some is hostile: what separates, what escapes, what ends a line.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => "[a-zA-Z0-9%.=&+;:@/?#éß😀-]{1,6}",
        1 => "[ ,|\\[\\]\"\\\\\r\n\t.\u{0}\u{7f}\u{2028}a]{0,3}",
        1 => Just("deep[a]".to_owned()),
        1 => Just("form".to_owned()),
    ]
}

fn some() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..3)
}

fn map() -> impl Strategy<Value = Map> {
    prop::collection::btree_map(text(), text(), 0..3)
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

fn everything() -> impl Strategy<Value = Everything> {
    let filled = || prop::collection::vec(text(), 1..3);
    let json = || prop::option::of(some());
    // No key has the separator of a pair, without which few maps could be sent.
    let pairs = prop::collection::btree_map("[a-z%;]{1,3}", text(), 0..2);
    let path = (text(), filled(), prop::collection::btree_map(text(), text(), 1..3), filled(), maybe());
    let query = (some(), some(), some(), some(), prop::collection::btree_map(text(), some(), 0..2), map());
    let values = (prop::option::of(prop::collection::vec(maybe(), 0..3)), prop::option::of(any::<f64>()));
    let headers = (some(), some(), pairs, json(), maybe());
    let cookies = (maybe(), some(), prop::option::of("[!-~]{0,3}"), json());
    let body = (maybe(), prop::option::of(maybe()), any::<u128>());
    let secrets = (maybe(), maybe(), maybe(), maybe(), maybe());
    (path, query, values, headers, cookies, body, secrets).prop_map(
        |(path, query, (json, ratio), headers, cookies, body, secrets)| {
            let (whole, label, matrix, rest, tail) = path;
            let (form, joined, spaces, pipes, deep, object) = query;
            let (list, simple, pairs, header_json, text) = headers;
            let (one, many, plain, cookie_json) = cookies;
            let (property, nullable, number) = body;
            let (token, key, session, password, sealed) = secrets;
            Everything {
                whole,
                label,
                matrix,
                rest,
                tail,
                form,
                joined,
                spaces,
                pipes,
                deep,
                object,
                json,
                ratio,
                token,
                list,
                simple,
                pairs,
                header_json,
                text,
                key,
                one,
                many,
                plain,
                cookie_json,
                session,
                property,
                nullable,
                number,
                password,
                sealed: sealed.map(Secret::new),
            }
        },
    )
}

async fn server() -> (String, mpsc::UnboundedReceiver<(Uri, HeaderMap, Bytes)>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let handler = async move |uri: Uri, headers: HeaderMap, body: Bytes| {
        // The test that asks for it waits for the reply too.
        let _ = sender.send((uri, headers, body));
        http::StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(handler);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, receiver)
}

#[test]
fn a_server_reads_back_what_was_put_in_or_it_was_refused_by_name() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, arrivals) = runtime.block_on(server());
    let arrivals = Arc::new(tokio::sync::Mutex::new(arrivals));
    let client = runtime.block_on(async { Client::builder(&url).build() }).unwrap();
    let base: BaseUrl = url.parse().unwrap();
    let delivered = std::cell::Cell::new(0);
    // More of them where there is time: `PROPTEST_CASES=10000`.
    let cases = Config::default().cases.max(2_000);
    let config = Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&everything(), |sent| {
        let refused = sent.refused();
        match sent.to_http(&base) {
            Err(BuildError::Encode(error)) => prop_assert!(refused.contains(&error.field()), "{} in {:?}", error, sent),
            Err(other) => panic!("{other}"),
            Ok(request) => {
                prop_assert_eq!(refused, Vec::<&str>::new());
                let built = request.uri().to_string();
                prop_assert_eq!(String::from(Url::parse(&built).unwrap()), built);
                let (uri, headers, body) = runtime.block_on(async {
                    let NoContent = sent.send(&client).await.unwrap();
                    arrivals.lock().await.recv().await.unwrap()
                });
                prop_assert_eq!(Received::new("/v1", &uri, &headers, &body).read(), sent.delivered());
                delivered.set(delivered.get() + 1);
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(delivered.get() > 500, "only {} of the requests could be sent", delivered.get());
}
