//! How long a call waits before a retry, and when it does not wait.

use api_request::error::Phase;
use api_request::{ApiRequest, Error};
use tokio::time::Instant;

use super::Came::{Broken, Cut, Hangs, NotSent, Status};
use super::{Get, Post, Script, seconds};

#[tokio::test(start_paused = true)]
async fn the_waits_double() {
    let script = Script::of([Status(503, None), Broken]);
    Get.send(&script.client()).await.unwrap();
    assert_eq!(script.pauses(), [500, 1000]);
    let numbers: Vec<u32> = script.seen().iter().map(|seen| seen.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn the_last_error_comes_back_with_all_tries() {
    let script = Script::of([NotSent, Broken, Status(503, None), Status(200, None)]);
    let error = Get.send(&script.client()).await.unwrap_err();
    assert!(matches!(error, Error::Status { .. }), "{error:?}");
    assert_eq!((error.tries(), error.may_have_been_sent(), error.is_retryable()), (3, true, true));
    assert_eq!(script.tries(), 3);

    let script = Script::of([Broken, Broken, NotSent]);
    let error = Get.send(&script.client()).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }));
    // The last try was not sent, but an earlier one may have been.
    assert_eq!((error.tries(), error.may_have_been_sent()), (3, true));
    let script = Script::of([NotSent, NotSent, NotSent]);
    let error = Post { n: 1 }.send(&script.client()).await.unwrap_err();
    assert_eq!((error.tries(), error.may_have_been_sent(), script.tries()), (3, false, 3));
}

#[tokio::test(start_paused = true)]
async fn a_server_says_how_long_to_wait() {
    for (after, pause) in [
        ("2", 2_000),
        ("1.5", 2_000),
        ("59.003", 60_000),
        ("60", 60_000),
        ("0", 500),
        ("soon", 500),
        ("-1", 500),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 500),
    ] {
        let script = Script::of([Status(429, Some(after))]);
        Get.send(&script.client_with(|builder| builder.timeout(seconds(120)))).await.unwrap();
        assert_eq!(script.pauses(), [pause], "{after}");
    }
    let later = httpdate::fmt_http_date(std::time::SystemTime::now() + seconds(10));
    let script = Script::of([Status(503, Some(later.leak()))]);
    Get.send(&script.client()).await.unwrap();
    let pause = script.pauses()[0];
    assert!((8_000..=10_000).contains(&pause), "{pause}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_is_taken_whole_or_not_at_all() {
    for (after, deadline) in [("61", 600), ("60.5", 600), ("99999999999999999999", 600), ("30", 30), ("31", 30)] {
        let script = Script::of([Status(503, Some(after))]);
        let begin = Instant::now();
        let client = script.client_with(|builder| builder.timeout(seconds(deadline)));
        let error = Get.send(&client).await.unwrap_err();
        assert_eq!(begin.elapsed(), seconds(0), "{after}");
        assert_eq!((error.status().unwrap().as_u16(), error.tries()), (503, 1));
        // A fraction is rounded up, and a number that overflows `u64` counts as `u64::MAX`.
        let asked = if after == "60.5" { 61 } else { after.parse().unwrap_or(u64::MAX) };
        assert_eq!(error.retry_after(), Some(seconds(asked)));
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_for_all_tries_together() {
    let script = Script::of([Status(503, Some("20")), Hangs]);
    let begin = Instant::now();
    let error = Get.send(&script.client()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert_eq!((begin.elapsed(), error.tries()), (seconds(30), 2));
    assert_eq!(error.context().limit(), Some(seconds(30)));

    // A wait that would end after the deadline is not started.
    let script = Script::of([Status(503, None), Status(503, None)]);
    let begin = Instant::now();
    let client = script.client();
    let error = client.call(&Get).timeout(std::time::Duration::from_millis(1_499)).await.unwrap_err();
    assert_eq!((begin.elapsed().as_millis(), error.tries()), (500, 2));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_is_a_try_that_failed() {
    let script = Script::of([Cut(200), Cut(500)]);
    Get.send(&script.client()).await.unwrap();
    assert_eq!(script.pauses(), [500, 1000]);
    let script = Script::of([Cut(200)]);
    let error = Post { n: 1 }.send(&script.client()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }));
    assert_eq!((error.tries(), error.status().unwrap().as_u16()), (1, 200));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_stops_at_once() {
    let script = Script::of([Status(503, None)]);
    let client = script.client();
    let call = tokio::time::timeout(std::time::Duration::from_millis(100), Get.send(&client)).await;
    assert!(call.is_err());
    tokio::time::sleep(seconds(60)).await;
    assert_eq!(script.tries(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_raw_reply_is_the_last_one() {
    let script = Script::of([Status(503, None), Broken, Status(502, None)]);
    let reply = script.client().call(&Get).raw().await.unwrap();
    assert_eq!((reply.status().as_u16(), script.tries()), (502, 3));
    let script = Script::of([Status(404, None)]);
    let reply = script.client().call(&Get).raw().await.unwrap();
    assert_eq!((reply.status().as_u16(), script.tries()), (404, 1));
    let script = Script::of([Broken, Broken, Broken]);
    assert_eq!(script.client().call(&Get).raw().await.unwrap_err().tries(), 3);
    let script = Script::of([Status(503, None)]);
    let reply = script.client().call(&Get).reply().await.unwrap();
    assert_eq!((reply.status.as_u16(), script.tries()), (200, 2));
}
