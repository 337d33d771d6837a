//! The deadline of a call, to the millisecond, over retries, waits, redirects, and bodies that stall.

use std::time::Duration;

use api_request::client::RetryPolicy;
use api_request::error::Phase;
use api_request::{ApiRequest, Error};
use tokio::time::Instant;

use super::Came::{Broken, Cut, GaveUp, Hangs, Moved, NotSent, Stalls, Status};
use super::{Came, Get, Post, Script, seconds};

/// Returns how a call with these results of its tries ends, and after how many milliseconds.
async fn failed(request: &impl ApiRequest, came: impl IntoIterator<Item = Came>) -> (Error, u128, Script) {
    let (script, begin) = (Script::of(came), Instant::now());
    let Err(error) = request.send(&script.client()).await else { panic!("it succeeded") };
    (error.erase(), begin.elapsed().as_millis(), script)
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_ends_the_call_without_a_retry() {
    for before in [vec![], vec![Status(503, None)], vec![Broken, NotSent]] {
        let tries = u32::try_from(before.len()).unwrap() + 1;
        let (error, took, script) = failed(&Get, before.into_iter().chain([Stalls(200)])).await;
        let Error::Timeout { phase: Phase::Body, context, .. } = &error else { panic!("{error:?}") };
        assert_eq!((took, context.limit()), (30_000, Some(seconds(30))));
        assert_eq!((error.tries(), script.tries()), (tries, tries as usize));
        assert_eq!((error.status().unwrap().as_u16(), &error.raw().unwrap()[..]), (200, &b"abc"[..]));
        assert!(error.is_timeout() && error.may_have_been_sent());
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_whose_body_stalls_is_one_by_its_status() {
    for (tries, came) in [(1, vec![Stalls(503)]), (2, vec![Status(500, None), Stalls(404)])] {
        let (error, took, script) = failed(&Get, came).await;
        assert!(matches!(error, Error::Status { .. }), "{error:?}");
        assert_eq!((took, error.tries(), script.tries()), (30_000, tries, tries as usize));
        assert_eq!((&error.raw().unwrap()[..], error.is_timeout()), (&b"abc"[..], false));
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_whose_body_breaks_is_retried_by_its_status() {
    let (error, took, _) = failed(&Get, [Cut(503), Cut(429), Cut(500)]).await;
    assert_eq!((error.status().unwrap().as_u16(), took, error.tries()), (500, 1_500, 3));
    let (error, took, _) = failed(&Get, [Cut(404)]).await;
    assert_eq!((error.status().unwrap().as_u16(), took, error.tries()), (404, 0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_does_not_count_as_a_try_and_shares_the_deadline() {
    let (error, took, script) = failed(&Get, [Moved("/b"), Hangs]).await;
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert_eq!((took, error.tries(), script.tries()), (30_000, 1, 2));

    let (error, took, script) = failed(&Get, [Moved("/b"), Stalls(200)]).await;
    assert!(matches!(error, Error::Timeout { phase: Phase::Body, .. }), "{error:?}");
    assert_eq!((took, error.tries(), script.tries()), (30_000, 1, 2));

    let again = [Moved("/b"), Broken, Moved("/c"), Status(503, Some("20")), Moved("/d"), Hangs];
    let (error, took, script) = failed(&Get, again).await;
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert_eq!((took, error.tries()), (30_000, 3));
    let seen: Vec<(u32, String)> = script.seen().into_iter().map(|seen| (seen.number, seen.line)).collect();
    let line = |number, path: &str| (number, format!("GET https://h.example{path}"));
    // Each try begins with the original URL.
    let begin = "/api/a";
    assert_eq!(seen, [line(1, begin), line(1, "/b"), line(2, begin), line(2, "/c"), line(3, begin), line(3, "/d")]);
}

#[tokio::test(start_paused = true)]
async fn what_ends_before_the_deadline_by_a_millisecond_is_in_time() {
    // The last wait ends one millisecond before the deadline.
    let script = Script::of([Status(503, Some("29")), Hangs]);
    let begin = Instant::now();
    let call = script.client().call(&Get).timeout(Duration::from_millis(29_001)).send();
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!((begin.elapsed().as_millis(), error.tries()), (29_001, 2));
    assert_eq!(script.pauses(), [29_000]);

    let script = Script::of([Status(503, Some("29")), Hangs]);
    let begin = Instant::now();
    let error = script.client().call(&Get).timeout(seconds(29)).await.unwrap_err();
    assert_eq!((begin.elapsed().as_millis(), error.tries(), error.status().unwrap().as_u16()), (0, 1, 503));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_transports_is_a_try_that_failed() {
    let (error, took, _) = failed(&Get, [GaveUp, GaveUp, GaveUp]).await;
    let Error::Timeout { phase: Phase::Head, context, .. } = &error else { panic!("{error:?}") };
    assert_eq!((took, error.tries(), context.limit()), (1_500, 3, None));
    assert_eq!(error.to_string(), "GET /a: the transport timed out while waiting for the response");
    let (error, took, _) = failed(&Post { n: 1 }, [GaveUp]).await;
    assert_eq!((took, error.tries(), error.is_timeout(), error.is_retryable()), (0, 1, true, false));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_may_be_none_at_all_or_now() {
    let script = Script::of([Status(503, Some("3600")), Broken]);
    let patient = RetryPolicy::default().without_jitter().longest_wait(Duration::MAX);
    script.client().call(&Get).timeout(Duration::MAX).retry(patient.clone()).await.unwrap();
    assert_eq!(script.pauses(), [3_600_000, 1_000]);

    let script = Script::of([Hangs]);
    let error = script.client().call(&Get).timeout(Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Head, .. }), "{error:?}");
    assert_eq!((error.tries(), error.context().limit()), (1, Some(Duration::ZERO)));

    // A `Retry-After` that overflows the clock is longer than any deadline.
    let (script, begin) = (Script::of([Status(503, Some("99999999999999999999"))]), Instant::now());
    let error = script.client().call(&Get).retry(patient).await.unwrap_err();
    assert_eq!((error.tries(), begin.elapsed().as_millis()), (1, 0));
}
