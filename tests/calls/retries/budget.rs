//! The budget that all calls of a client share.

use api_request::client::RetryPolicy;
use api_request::{ApiRequest, Bearer};

use super::Came::Status;
use super::{Get, Script};

#[tokio::test(start_paused = true)]
async fn a_server_that_is_down_is_not_stormed() {
    let down = vec![Status(503, None); 1_000];
    let script = Script::of(down);
    let client = script.client();
    // Clients from `with_base` and `with_auth` share the budget.
    let clients =
        [client.clone(), client.with_base("https://other.example").unwrap(), client.with_auth(Bearer::new("a"))];
    for index in 0..100 {
        Get.send(&clients[index % 3]).await.unwrap_err();
    }
    assert_eq!(script.tries(), 100 + 100);

    let script = Script::of([]);
    let client = script.client_with(|builder| builder.retry(RetryPolicy::default().without_jitter()));
    for _ in 0..10 {
        Get.send(&client).await.unwrap();
    }
    assert_eq!(script.tries(), 10);
}

#[tokio::test(start_paused = true)]
async fn calls_that_succeed_give_a_fifth_back() {
    let down = vec![Status(503, None); 150];
    let script = Script::of(down);
    let client = script.client();
    for _ in 0..50 {
        Get.send(&client).await.unwrap_err();
    }
    // The budget is spent, so nothing is retried.
    assert_eq!(script.tries(), 150);
    for _ in 0..5 {
        Get.send(&client).await.unwrap();
    }
    let tries = script.tries();
    let one = Script::of([Status(503, None), Status(503, None), Status(503, None)]);
    assert_eq!((tries, one.tries()), (155, 0));
    script.next.lock().unwrap().extend([Status(503, None), Status(503, None)]);
    assert_eq!(Get.send(&client).await.unwrap_err().tries(), 2);
}
