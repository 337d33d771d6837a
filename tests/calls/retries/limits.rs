//! Waits that the policy chooses: from a function of the user, and from the headers of rate limits.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use api_request::client::retry::rate_limit_reset;
use api_request::client::{Failed, RetryPolicy};
use api_request::{ApiRequest as _, Bearer};
use tokio::time::Instant;

use super::Came::{Broken, Status, With};
use super::{Get, Post, PostAgain, Script, seconds};

fn exact() -> RetryPolicy {
    RetryPolicy::default().without_jitter()
}

/// Runs a GET with this policy, and returns the milliseconds between its tries and the last status.
async fn pauses(policy: RetryPolicy, came: impl IntoIterator<Item = super::Came>) -> (Vec<u128>, u16) {
    let script = Script::of(came);
    let client = script.client_with(|builder| builder.retry(policy).timeout(seconds(120)));
    let status = match Get.send(&client).await {
        Ok(_) => 200,
        Err(error) => error.status().map_or(0, |status| status.as_u16()),
    };
    (script.pauses(), status)
}

/// The epoch second that is this far from now.
fn epoch(seconds: u64) -> &'static str {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    (now + seconds).to_string().leak()
}

#[tokio::test(start_paused = true)]
async fn a_function_chooses_the_wait() {
    let fixed = |wait: Option<Duration>| exact().wait(move |_| wait);
    let asked = || [Status(503, Some("7"))];
    assert_eq!(pauses(fixed(Some(seconds(2))), asked()).await, (vec![2_000], 200));
    assert_eq!(pauses(fixed(None), asked()).await, (vec![7_000], 200));
    assert_eq!(pauses(fixed(None), [Broken]).await, (vec![500], 200));
    // A time that has passed.
    assert_eq!(pauses(fixed(Some(seconds(0))), asked()).await, (vec![500], 200));
    assert_eq!(pauses(fixed(Some(Duration::from_micros(1))), [Broken]).await.1, 200);
}

#[tokio::test(start_paused = true)]
async fn the_limits_hold_for_a_chosen_wait() {
    let long = |wait: u64| exact().wait(move |_| Some(seconds(wait)));
    let busy = || [Status(503, None)];
    assert_eq!(pauses(long(60), busy()).await, (vec![60_000], 200));
    assert_eq!(pauses(long(61), busy()).await, (vec![], 503));
    assert_eq!(pauses(long(61).longest_wait(seconds(90)), busy()).await, (vec![61_000], 200));
    assert_eq!(pauses(long(121).longest_wait(seconds(600)), busy()).await, (vec![], 503), "the deadline");
    assert_eq!(pauses(exact().wait(|_| Some(Duration::MAX)).longest_wait(Duration::MAX), busy()).await, (vec![], 503));
    assert_eq!(pauses(long(1).when(|_| false), busy()).await, (vec![], 503));
    assert_eq!(pauses(long(1), [Status(404, None)]).await, (vec![], 404));
    assert_eq!(pauses(long(1).tries(2), [Broken, Broken]).await, (vec![1_000], 0));

    // Also for a POST, which is not repeated.
    let script = Script::of([Status(503, None)]);
    Post { n: 1 }.send(&script.client_with(|builder| builder.retry(long(1)))).await.unwrap_err();
    assert_eq!(script.tries(), 1);

    // The budget has room for 100 retries.
    let script = Script::of(std::iter::repeat_n(Status(503, None), 300));
    let client = script.client_with(|builder| builder.retry(long(1)));
    for _ in 0..60 {
        let _ = Get.send(&client).await;
    }
    assert_eq!(script.tries(), 160);
}

#[tokio::test(start_paused = true)]
async fn the_function_sees_the_failed_try() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let policy = exact().wait(move |failed: &Failed<'_>| {
        let header = failed.headers().and_then(|headers| headers.get("retry-after-ms")?.to_str().ok());
        let header = header.map(str::to_owned);
        let wait = header.as_deref().and_then(|text| text.parse().ok());
        told.lock().unwrap().push((failed.tries(), failed.status().map(|status| status.as_u16()), header));
        Some(Duration::from_millis(wait?))
    });
    let came = [With(503, &[("retry-after-ms", "123"), ("retry-after", "9")]), Broken];
    assert_eq!(pauses(policy, came).await, (vec![123, 1_000], 200));
    assert_eq!(*seen.lock().unwrap(), [(1, Some(503), Some("123".to_owned())), (2, None, None)]);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_is_waited_for_until_its_reset() {
    let limited = || exact().wait(rate_limit_reset);
    for came in [
        With(429, &[("ratelimit-reset", "20")]),
        With(429, &[("ratelimit-remaining", "0"), ("ratelimit-reset", "19.5")]),
        With(429, &[("ratelimit", "\"default\";r=0;t=20")]),
        With(503, &[("ratelimit", "limit=10, remaining=0, reset=20")]),
        With(403, &[("ratelimit-remaining", "0"), ("ratelimit-reset", "20")]),
        With(403, &[("ratelimit", "\"default\";r=0;t=20")]),
        With(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1"), ("retry-after", "20")]),
    ] {
        assert_eq!(pauses(limited(), [came.clone()]).await, (vec![20_000], 200), "{came:?}");
    }
    for status in [403, 429, 503] {
        let headers = vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", epoch(20))];
        let (pauses, last) = pauses(limited(), [With(status, headers.leak())]).await;
        assert!((18_000..=20_000).contains(&pauses[0]) && last == 200, "{pauses:?}");
    }
    // A reset that has passed.
    let past = With(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1000")]);
    assert_eq!(pauses(limited(), [past]).await, (vec![500], 200));
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_not_used_up_changes_nothing() {
    let limited = || exact().wait(rate_limit_reset);
    let some_left: &[_] = &[("x-ratelimit-remaining", "3"), ("x-ratelimit-reset", "9999999999")];
    assert_eq!(pauses(limited(), [With(503, some_left)]).await, (vec![500], 200));
    assert_eq!(pauses(limited(), [With(403, some_left)]).await, (vec![], 403));
    assert_eq!(pauses(limited(), [With(403, &[("retry-after", "2")])]).await, (vec![], 403));
    let used_up: &[_] = &[("ratelimit-remaining", "0"), ("ratelimit-reset", "2")];
    assert_eq!(pauses(limited(), [With(404, used_up)]).await, (vec![], 404));
    // Without the function, the headers are not read.
    assert_eq!(pauses(exact(), [With(403, used_up)]).await, (vec![], 403));
    assert_eq!(pauses(exact(), [With(429, used_up)]).await, (vec![500], 200));
    // A `when` decides alone.
    assert_eq!(
        pauses(limited().when(|failed| failed.is_usual() || failed.tries() > 9), [With(403, used_up)]).await,
        (vec![], 403)
    );
    assert_eq!(pauses(limited().when(|_| true), [With(403, used_up)]).await, (vec![2_000], 200));
    // A reset that is too far away ends the call at once.
    let begun = Instant::now();
    assert_eq!(pauses(limited(), [With(403, &[("ratelimit", "\"day\";r=0;t=900")])]).await, (vec![], 403));
    assert_eq!(begun.elapsed(), seconds(0));

    let forbidden = || Script::of([With(403, used_up)]);
    let script = forbidden();
    Post { n: 1 }.send(&script.client_with(|builder| builder.retry(limited()))).await.unwrap_err();
    assert_eq!(script.tries(), 1);
    let script = forbidden();
    PostAgain.send(&script.client_with(|builder| builder.retry(limited()))).await.unwrap();
    assert_eq!(script.pauses(), [2_000]);
    let script = forbidden();
    let client = script.client_with(|builder| builder.retry(limited()));
    assert_eq!(client.call(&Get).raw().await.unwrap().status().as_u16(), 200);
}

#[tokio::test(start_paused = true)]
async fn the_headers_of_a_limit_are_shown_without_secrets() {
    const HEADERS: &[(&str, &str)] = &[
        ("x-ratelimit-limit", "60"),
        ("x-ratelimit-reset", "a-long-token"),
        ("ratelimit", "\"a\";r=0;t=90;pk=:dXNlcg==:"),
        ("x-ratelimit-user", "ada"),
    ];
    let script = Script::of([With(429, HEADERS)]);
    let client = script.client_with(|builder| builder.auth(Bearer::new("a-long-token")).retry(RetryPolicy::none()));
    let shown = format!("{:?}", Get.send(&client).await.unwrap_err());
    assert!(shown.contains(r#""x-ratelimit-limit": "60""#), "{shown}");
    assert!(shown.contains(r#""x-ratelimit-reset": "REDACTED""#), "{shown}");
    assert!(!shown.contains("a-long-token") && !shown.contains("dXNlcg") && !shown.contains("ada"), "{shown}");
}
