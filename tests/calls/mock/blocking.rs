//! The mock answers a blocking client too.

use std::time::{Duration, Instant};

use api_request::mock::Mock;
use api_request::{ApiRequest, blocking};

use super::GetUser;

#[test]
fn a_blocking_client_is_answered() {
    let mock = Mock::new();
    mock.expect(&GetUser { id: 7 }).text(200, "alice");
    mock.on::<GetUser>().status(503).retry_after(0).then_text(200, "bob");
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    assert_eq!(GetUser { id: 7 }.send(&client).unwrap().0, "alice");
    assert_eq!(GetUser { id: 8 }.send(&client).unwrap().0, "bob");
    mock.verify();
}

#[test]
fn a_delay_blocks_until_the_deadline() {
    let mock = Mock::new();
    mock.on::<GetUser>().status(204).delay(Duration::from_secs(60));
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    let begin = Instant::now();
    let error = client.call(&GetUser { id: 7 }).timeout(Duration::from_millis(50)).no_retry().send().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(30));
}
