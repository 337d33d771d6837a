//! Tokens that are fetched in a call that ends early, or in a tokio runtime that ends or is not driven.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use api_request::auth::{Refreshing, Token};
use api_request::transport::BoxError;
use api_request::{ApiRequest, Client, Secret};
use api_request_tests::{Answer, Server};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

use super::scripted::{Echo, sent};
use super::{Get, reason};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Credentials whose first fetch never ends, and a counter of the fetches.
fn first_hangs() -> (Refreshing, Arc<AtomicU32>, Arc<Notify>) {
    let (count, begun) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
    let (counted, told) = (Arc::clone(&count), Arc::clone(&begun));
    let auth = Refreshing::new(move || {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        told.notify_one();
        async move {
            if number == 1 {
                std::future::pending::<()>().await;
            }
            Ok::<_, BoxError>(Token::new(format!("t{number}")))
        }
    });
    (auth, count, begun)
}

#[tokio::test]
async fn a_refresh_token_that_can_be_used_once_is_not_lost() {
    #[derive(ApiRequest)]
    #[api(post = "/token", body = form, response = Issued, auth = none)]
    struct Refresh {
        refresh_token: Secret<String>,
    }
    #[derive(serde::Deserialize)]
    struct Issued {
        access_token: String,
        refresh_token: String,
    }
    let server = Server::start(|request| {
        if request.starts_with("GET /a") {
            return Answer::reply("200 OK", &[], "x");
        }
        std::thread::sleep(Duration::from_millis(300));
        match request.split("refresh_token=").nth(1) {
            Some("r0") => Answer::json("200 OK", r#"{"access_token":"a1","refresh_token":"r1"}"#),
            _ => Answer::json("400 Bad Request", r#"{"error":"invalid_grant"}"#),
        }
    })
    .await;
    let plain = Client::builder(server.url()).build().unwrap();
    let stored = Arc::new(std::sync::Mutex::new("r0".to_owned()));
    let auth = Refreshing::new({
        let plain = plain.clone();
        move || {
            let (plain, stored) = (plain.clone(), Arc::clone(&stored));
            async move {
                let refresh_token = Secret::new(stored.lock().unwrap().clone());
                let issued = Refresh { refresh_token }.send(&plain).await?;
                *stored.lock().unwrap() = issued.refresh_token;
                Ok::<_, BoxError>(Token::new(issued.access_token))
            }
        }
    });
    let client = plain.with_auth(auth);
    let error = client.call(&Get).timeout(Duration::from_millis(100)).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    Get.send(&client).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2, "one for the token, and one with it: {requests:?}");
    assert!(requests[1].contains("authorization: Bearer a1\r\n"), "{requests:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_fetches_again_if_the_runtime_that_fetches_ends() {
    let (auth, count, begun) = first_hangs();
    let client = Echo::default().client(&auth);
    let (end, ended) = std::sync::mpsc::channel::<()>();
    let other = std::thread::spawn({
        let client = client.clone();
        move || {
            let runtime = runtime();
            runtime.spawn(Get.send(&client));
            runtime.block_on(async {
                while ended.try_recv().is_err() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            });
        }
    });
    begun.notified().await;
    let start = Instant::now();
    let calls: Vec<_> = (0..3).map(|_| tokio::spawn(Get.send(&client))).collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(calls.iter().all(|call| !call.is_finished()));
    end.send(()).unwrap();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().0, "Bearer t2");
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(count.load(Ordering::SeqCst), 2);
    other.join().unwrap();
    assert_eq!(sent(&client).await, "Bearer t2");
}

#[test]
fn a_call_fetches_again_soon_if_nobody_drives_the_runtime_that_fetches() {
    let (auth, count, _) = first_hangs();
    let client = Echo::default().client(&auth);
    let (first, second) = (runtime(), runtime());
    let error = first.block_on(client.call(&Get).timeout(Duration::from_millis(50)).send()).unwrap_err();
    assert_eq!(reason(&error), "timed out");
    let start = Instant::now();
    assert_eq!(second.block_on(sent(&client)), "Bearer t2");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a_slow_fetch_of_another_runtime_is_shared() {
    let (count, begun) = (Arc::new(AtomicU32::new(0)), Arc::new(Notify::new()));
    let (counted, told) = (Arc::clone(&count), Arc::clone(&begun));
    let auth = Refreshing::new(move || {
        let number = counted.fetch_add(1, Ordering::SeqCst) + 1;
        told.notify_one();
        async move {
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            Ok::<_, BoxError>(Token::new(format!("t{number}")))
        }
    });
    let client = Echo::default().client(&auth);
    let other = std::thread::spawn({
        let client = client.clone();
        move || runtime().block_on(sent(&client))
    });
    runtime().block_on(async {
        begun.notified().await;
        assert_eq!(sent(&client).await, "Bearer t1");
    });
    assert_eq!(other.join().unwrap(), "Bearer t1");
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn a_call_fetches_again_after_the_time_limit_if_nobody_drives_the_runtime_that_fetches() {
    let (auth, count, _) = first_hangs();
    let client = Echo::default().client(&auth.timeout(Duration::from_millis(400)));
    let (first, second) = (runtime(), runtime());
    let error = first.block_on(client.call(&Get).timeout(Duration::from_millis(50)).send()).unwrap_err();
    assert_eq!(reason(&error), "timed out");
    let start = Instant::now();
    assert_eq!(second.block_on(sent(&client)), "Bearer t2");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    // The first runtime runs again. Its fetch is given up, and does not replace the newer token.
    first.block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
    assert_eq!(first.block_on(sent(&client)), "Bearer t2");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}
