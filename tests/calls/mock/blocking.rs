//! The mock answers a blocking client too.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use api_request::body::{Part, Stream};
use api_request::mock::Mock;
use api_request::{ApiRequest, blocking};

use super::{GetUser, shown};

#[derive(ApiRequest)]
#[api(put = "/backup")]
struct Upload {
    #[api(body)]
    content: Stream,
}

#[derive(ApiRequest)]
#[api(post = "/files", body = multipart)]
struct Attach {
    #[api(property)]
    file: Part,
}

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

/// A plain test has no tokio runtime.
#[test]
fn streams_can_be_expected_without_a_runtime() {
    let path = std::env::temp_dir().join(format!("api-request-{}-mock-blocking", std::process::id()));
    std::fs::write(&path, "from a file").unwrap();
    let reader = |text: &'static str| Upload { content: Stream::from_read(text.as_bytes()) };
    let file = Upload { content: Stream::file(&path).unwrap() };
    let attach = Attach { file: Part::file(&path).unwrap() };
    let mock = Mock::new();
    mock.expect(&reader("from a reader")).status(201);
    mock.expect(&file).status(202);
    mock.expect(&attach).status(203);
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    assert_eq!(client.call(&reader("from a reader")).reply().unwrap().status, 201);
    assert_eq!(client.call(&file).reply().unwrap().status, 202);
    assert_eq!(client.call(&attach).reply().unwrap().status, 203);
    assert_eq!(reader("another").send(&client).unwrap_err().status().map(|status| status.as_u16()), Some(501));
    std::fs::remove_file(&path).unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).err();
    assert!(shown(panic).contains("body: expected \"from a file\", got \"another\""));
}

#[test]
fn a_one_shot_body_is_spent_by_expect() {
    let upload = Upload { content: Stream::from_read(&b"once"[..]) };
    let mock = Mock::new();
    mock.expect(&upload).times(0);
    let client = blocking::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    let error = upload.send(&client).unwrap_err();
    assert!(matches!(error, api_request::Error::Encode { .. }), "{error}");
    mock.verify();
}

/// The message names the fix, and the test does not wait for the reader.
#[test]
fn a_reader_that_fails_cannot_be_expected() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the pipe broke"))
        }
    }
    let mock = Mock::new();
    let upload = Upload { content: Stream::from_read(Fails) };
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mock.expect(&upload)))).err();
    assert_eq!(shown(panic), "Upload cannot be expected: the pipe broke");
}
