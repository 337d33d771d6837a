//! Which calls are retried, by request and by policy.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api_request::auth::{Refreshing, Token};
use api_request::body::{Body, Stream};
use api_request::client::RetryPolicy;
use api_request::reply::{ByteStream, Text};
use api_request::transport::BoxError;
use api_request::{ApiRequest, Bearer, Error};
use tokio::time::Instant;

use super::Came::{Broken, NotSent, Status};
use super::{Get, PatchOnce, Post, PostAgain, Script, seconds};

/// Returns how many tries a request gets if the first one has this result.
async fn tries<R: ApiRequest>(request: &R, came: super::Came) -> usize {
    let script = Script::of([came]);
    let _ = request.send(&script.client()).await;
    script.tries()
}

#[tokio::test(start_paused = true)]
async fn what_may_be_sent_again_is_by_method_word_or_key() {
    #[derive(ApiRequest)]
    #[api(put = "/a", response = Text)]
    struct Put;
    #[derive(ApiRequest)]
    #[api(delete = "/a", response = Text)]
    struct Delete;
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/a", response = Text)]
    struct Purge;
    for status in [408, 429, 500, 502, 503, 504] {
        let came = || Status(status, None);
        assert_eq!(tries(&Get, came()).await, 2, "{status}");
        assert_eq!(tries(&Put, came()).await, 2);
        assert_eq!(tries(&Delete, came()).await, 2);
        assert_eq!(tries(&PostAgain, came()).await, 2);
        assert_eq!(tries(&PatchOnce { key: None }, came()).await, 2);
        assert_eq!(tries(&Post { n: 1 }, came()).await, 1);
        assert_eq!(tries(&Purge, came()).await, 1);
    }
    for status in [400, 401, 403, 404, 409, 425, 501, 505] {
        assert_eq!(tries(&Get, Status(status, None)).await, 1, "{status}");
    }
    assert_eq!(tries(&Post { n: 1 }, NotSent).await, 2);
    assert_eq!(tries(&Post { n: 1 }, Broken).await, 1);
    assert_eq!(tries(&PostAgain, Broken).await, 2);
}

#[tokio::test(start_paused = true)]
async fn each_try_sends_the_same() {
    let script = Script::of([Broken, Status(503, None)]);
    let client = script.client_with(|builder| builder.auth(Bearer::new("token")).header("x-a", "1"));
    PatchOnce { key: None }.send(&client).await.unwrap();
    let seen = script.seen();
    assert_eq!(seen.len(), 3);
    for again in &seen[1..] {
        assert_eq!((&again.line, &again.headers, &again.body), (&seen[0].line, &seen[0].headers, &seen[0].body));
    }
    assert_eq!(seen[0].headers["authorization"], "Bearer token");
    assert_eq!(seen[0].headers["idempotency-key"].len(), 36);
}

#[derive(ApiRequest)]
#[api(put = "/a", response = Text)]
struct Upload {
    #[api(body)]
    body: Stream,
}

#[tokio::test(start_paused = true)]
async fn a_one_shot_body_is_sent_once() {
    let once = Upload { body: Stream::new(Body::from("a")) };
    for came in [Broken, Status(503, None), NotSent] {
        assert_eq!(tries(&once, came).await, 1);
    }
    let anew = Upload { body: Stream::with(|| Ok(Body::from("a"))) };
    assert_eq!(tries(&anew, Broken).await, 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_may_say_otherwise_than_its_client() {
    let script = Script::of([Broken, Broken]);
    let error = script.client().call(&Get).no_retry().await.unwrap_err();
    assert_eq!((error.tries(), script.tries()), (1, 1));

    let script = Script::of([Broken, Broken, Broken, Broken]);
    let five = RetryPolicy::default().without_jitter().tries(5).backoff(seconds(1), seconds(3));
    script.client().call(&Get).retry(five.clone()).await.unwrap();
    assert_eq!(script.pauses(), [1_000, 2_000, 3_000, 3_000]);

    let script = Script::of([Status(503, Some("5"))]);
    let short = five.longest_wait(seconds(4));
    assert_eq!(script.client().call(&Get).retry(short).await.unwrap_err().tries(), 1);
    let script = Script::of([Broken]);
    let client = script.client_with(|builder| builder.retry(RetryPolicy::none()));
    assert_eq!(Get.send(&client).await.unwrap_err().tries(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_function_of_ones_own_decides() {
    let policy = RetryPolicy::default().without_jitter().when(|failed| {
        assert!(failed.tries() == failed.error().tries() && !failed.is_repeatable());
        failed.is_usual() || failed.error().raw().is_some_and(|raw| &raw[..] == b"x")
    });
    let script = Script::of([Status(409, None), Status(404, None), Status(409, None)]);
    let error = script.client().call(&Post { n: 1 }).retry(policy.clone()).await.unwrap_err();
    assert_eq!((error.tries(), error.status().unwrap().as_u16()), (3, 409));
    let script = Script::of([Broken]);
    assert_eq!(script.client().call(&Post { n: 1 }).retry(policy).await.unwrap_err().tries(), 1);
    let never = RetryPolicy::default().when(|_| false);
    let script = Script::of([NotSent]);
    assert_eq!(script.client().call(&Get).retry(never).await.unwrap_err().tries(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_never_sent_is_not_tried() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Text)]
    struct Checked {
        #[api(validate(non_empty))]
        v: &'static str,
    }
    let script = Script::of([]);
    let always = RetryPolicy::default().when(|_| true);
    let client = script.client_with(|builder| builder.retry(always));
    let error = Checked { v: "" }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }));
    let error = client.call(&Get).auth(Bearer::new("")).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }));
    assert_eq!((error.tries(), script.tries()), (0, 0));

    // Credentials that cannot be fetched are asked for once, because their provider has retries of its own.
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let down = Refreshing::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        ready(Err::<Token, _>(BoxError::from("down")))
    });
    let begun = Instant::now();
    let error = client.call(&Get).auth(down).await.unwrap_err();
    assert!(matches!(error, Error::Auth { .. }));
    assert_eq!((asked.load(Ordering::SeqCst), begun.elapsed()), (1, Duration::ZERO));
}

/// A 401 asks for fresher credentials first, with any policy and any type that reads the response.
#[tokio::test(start_paused = true)]
async fn a_401_is_renewed_before_the_policy_is_asked() {
    for is_raw in [false, true] {
        let script = Script::of([Status(401, None), Status(401, None), Status(401, None)]);
        let count = AtomicU32::new(0);
        let auth = Refreshing::new(move || {
            let token = Token::new(format!("t{}", count.fetch_add(1, Ordering::SeqCst)));
            ready(Ok::<_, BoxError>(token))
        });
        let policy = RetryPolicy::default().when(|failed| failed.error().status().is_some_and(|status| status == 401));
        let client = script.client_with(|builder| builder.retry(policy).auth(auth));
        if is_raw {
            assert_eq!(client.call(&Get).raw().await.unwrap().status(), 401);
        } else {
            assert_eq!(Get.send(&client).await.unwrap_err().tries(), 3);
        }
        let sent: Vec<_> =
            script.seen().iter().map(|seen| seen.headers["authorization"].to_str().unwrap().to_owned()).collect();
        assert_eq!(sent, ["Bearer t0", "Bearer t1", "Bearer t1"]);
    }
}

/// A 401 means that the server did nothing. So any request is sent again, and also after the last retry.
#[tokio::test(start_paused = true)]
async fn a_401_is_renewed_once_for_any_method() {
    let auth = || Refreshing::new(|| ready(Ok::<_, BoxError>(Token::new("t"))));
    let script = Script::of([Status(401, None), Status(503, None)]);
    let error = Post { n: 1 }.send(&script.client_with(|builder| builder.auth(auth()))).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries(), script.tries()), (503, 2, 2));

    let script = Script::of([Status(503, None), Status(503, None), Status(401, None), Status(503, None)]);
    let error = Get.send(&script.client_with(|builder| builder.auth(auth()))).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries(), script.tries()), (503, 4, 4));
}

/// `no_retry` sends a request once: the credentials are not asked for fresher values either.
#[tokio::test(start_paused = true)]
async fn without_tries_a_401_is_final() {
    let script = Script::of([Status(401, None)]);
    let auth = Refreshing::new(|| ready(Ok::<_, BoxError>(Token::new("t"))));
    let client = script.client_with(|builder| builder.auth(auth));
    let error = client.call(&Get).no_retry().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.tries(), script.tries()), (401, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_key_in_an_error_is_the_one_that_was_sent() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text)]
    struct Keyed {
        #[api(header = "X-Key", idempotency_key)]
        key: Option<&'static str>,
    }
    let script = Script::of(std::iter::repeat_n(Status(400, None), 9));
    let client = script.client();
    let error = client.call(&Keyed { key: Some("of the field") }).header("x-key", "of the call").await.unwrap_err();
    assert_eq!(script.seen()[0].headers["x-key"], "of the call");
    assert_eq!(error.idempotency_key(), Some("of the call"));
    let error = client.call(&Keyed { key: Some("of the field") }).header("x-other", "of the call").await.unwrap_err();
    assert_eq!(error.idempotency_key(), Some("of the field"));
}

/// A type that reads an error as a stream holds the facts of the call, and the call still needs them for its retries.
#[tokio::test(start_paused = true)]
async fn an_error_that_is_a_stream_takes_nothing_from_the_call() {
    #[derive(ApiRequest)]
    #[api(post = "/a", response = Text, error = ByteStream)]
    struct Keyed {
        #[api(header = "X-Key", idempotency_key)]
        key: Option<&'static str>,
    }
    let script = Script::of(std::iter::repeat_n(Status(503, None), 9));
    let error = Keyed { key: Some("a key") }.send(&script.client()).await.unwrap_err();
    assert_eq!((error.tries(), error.idempotency_key()), (3, Some("a key")));
}

#[tokio::test(start_paused = true)]
async fn jitter_spreads_the_waits() {
    let mut waits = Vec::new();
    for _ in 0..20 {
        let script = Script::of([Broken]);
        Get.send(&script.client_with(|builder| builder.retry(RetryPolicy::default()))).await.unwrap();
        waits.extend(script.pauses());
    }
    assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(501).as_millis()), "{waits:?}");
    assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");
}
