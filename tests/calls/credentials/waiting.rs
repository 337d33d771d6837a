//! Concurrent calls that wait for a token: calls that are dropped, and fetches that fail, hang or panic.

use std::error::Error as _;
use std::sync::atomic::{AtomicU32, Ordering};

use api_request::ApiRequest as _;
use api_request::auth::{Refreshing, Token};
use api_request::transport::BoxError;
use tokio::time::{Instant, sleep};

use super::scripted::{Echo, Endless, Fails, Hangs, SECOND, Sealed, fifty, scripted, sent};
use super::{Get, reason};

#[tokio::test(start_paused = true)]
async fn when_the_call_that_refreshes_is_dropped_another_goes_on_from_there() {
    let (auth, count) = scripted(&[Endless]);
    let client = Echo::default().client(&auth);
    let begun = Instant::now();
    let first = tokio::spawn(Get.send(&client));
    sleep(SECOND / 4).await;
    let others = fifty(&client);
    sleep(SECOND / 4).await;
    first.abort();
    for call in others {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t1");
    }
    assert_eq!(begun.elapsed(), SECOND);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn when_the_call_that_refreshes_is_left_alone_another_goes_on_from_there() {
    let (auth, count) = scripted(&[Endless]);
    let client = Echo::default().client(&auth);
    let mut left_alone = Box::pin(Get.send(&client));
    tokio::select! {
        biased;
        _ = &mut left_alone => unreachable!("it takes a second"),
        () = sleep(SECOND / 4) => {}
    }
    assert_eq!(sent(&client).await, "Bearer t1");
    assert_eq!(left_alone.await.unwrap().0, "Bearer t1");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn when_all_calls_are_dropped_the_refresh_runs_to_its_end() {
    let (auth, count) = scripted(&[Endless]);
    let client = Echo::default().client(&auth);
    let calls = fifty(&client);
    sleep(SECOND / 4).await;
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }
    // A call that comes before its end waits for it, and one that comes later has its token.
    let begun = Instant::now();
    assert_eq!(sent(&client).await, "Bearer t1");
    assert_eq!(begun.elapsed(), SECOND * 3 / 4);
    assert_eq!(sent(&client).await, "Bearer t1");
    assert_eq!(count.load(Ordering::SeqCst), 1);

    let (auth, count) = scripted(&[Endless]);
    let client = Echo::default().client(&auth);
    assert!(tokio::time::timeout(SECOND / 4, Get.send(&client)).await.is_err());
    sleep(2 * SECOND).await;
    let begun = Instant::now();
    assert_eq!((sent(&client).await.as_str(), begun.elapsed().as_secs()), ("Bearer t1", 0));
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_fails_for_all_who_have_waited_and_for_nobody_else() {
    let (auth, count) = scripted(&[Fails, Endless]);
    let client = Echo::default().client(&auth);
    for call in fifty(&client) {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(reason(&error), "the token could not be fetched");
        let cause = error.source().unwrap().source().unwrap();
        assert_eq!(cause.downcast_ref(), Some(&Sealed(1)));
        assert!(!error.is_timeout());
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert_eq!(sent(&client).await, "Bearer t2");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_not_kept_for_later_calls() {
    let (auth, count) = scripted(&[Fails, Endless]);
    let client = Echo::default().client(&auth);
    let mut left_alone = Box::pin(Get.send(&client));
    tokio::select! {
        biased;
        _ = &mut left_alone => unreachable!("it takes a second"),
        () = sleep(SECOND / 4) => {}
    }
    assert_eq!(reason(&Get.send(&client).await.unwrap_err()), "the token could not be fetched");
    assert_eq!(sent(&client).await, "Bearer t2");
    assert_eq!(reason(&left_alone.await.unwrap_err()), "the token could not be fetched");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_ends_each_call_by_its_own_deadline() {
    let (auth, count) = scripted(&[Hangs, Endless]);
    let client = Echo::default().client(&auth);
    let begun = Instant::now();
    let limits = [3, 5, 2, 4];
    let calls = limits.map(|limit| tokio::spawn(client.call(&Get).timeout(limit * SECOND).send()));
    for (call, limit) in calls.into_iter().zip(limits) {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(reason(&error), "timed out");
        assert!(error.is_timeout() && begun.elapsed() >= limit * SECOND);
    }
    assert_eq!(begun.elapsed(), 5 * SECOND);
    // It is given up after its own time limit, and then the next call begins another.
    assert_eq!(reason(&Get.send(&client).await.unwrap_err()), "the token could not be fetched");
    assert_eq!((begun.elapsed(), count.load(Ordering::SeqCst)), (30 * SECOND, 1));
    assert_eq!(sent(&client).await, "Bearer t2");
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_hangs_ends_though_calls_keep_coming() {
    for (limit, auth) in [(30, None), (7, Some(7))] {
        let (scripted, count) = scripted(&[Hangs, Endless]);
        let auth = auth.map_or(scripted.clone(), |seconds| scripted.timeout(seconds * SECOND));
        let client = Echo::default().client(&auth);
        let begun = Instant::now();
        let mut calls = Vec::new();
        while count.load(Ordering::SeqCst) < 2 {
            calls.push((begun.elapsed(), tokio::spawn(client.call(&Get).timeout(3 * SECOND).send())));
            sleep(SECOND).await;
        }
        let restarted = limit * SECOND;
        for (sent_at, call) in calls {
            match call.await.unwrap() {
                Ok(reply) => assert_eq!((reply.0.as_str(), sent_at >= restarted), ("Bearer t2", true)),
                Err(error) => assert!(error.is_timeout() && sent_at < restarted, "{error:?}"),
            }
        }
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_reaches_nobody_who_waits() {
    let count = AtomicU32::new(0);
    let auth = Refreshing::new(move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        assert!(number > 0, "the function itself");
        async move {
            sleep(SECOND).await;
            assert!(number > 1, "its future");
            Ok::<_, BoxError>(Token::new("t"))
        }
    });
    let client = Echo::default().client(&auth);
    let mut errors = vec![Get.send(&client).await.unwrap_err()];
    for call in fifty(&client) {
        errors.push(call.await.unwrap().unwrap_err());
    }
    for error in errors {
        assert_eq!(reason(&error), "the token could not be fetched");
        let cause = error.source().unwrap().source().unwrap().to_string();
        assert_eq!(cause, "the function that fetches the token panicked");
    }
    assert_eq!(sent(&client).await, "Bearer t");
}
