//! A blocking call in async code is an error, and works where blocking is allowed.

use std::io::Read as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use api_request::reply::{EventSource, EventStream, Text};
use api_request::{ApiRequest, Error, blocking};
use api_request_tests::Answer;
use tokio::runtime::Builder;
use tokio::task::{LocalSet, coop};

use super::{Bytes, Get, Peer, refuses, whole};

fn peer() -> Peer {
    Peer::always(Answer::reply("200 OK", &[], "text"))
}

/// How much tokio lets this task do before it yields.
fn budget() -> usize {
    let mut context = Context::from_waker(Waker::noop());
    let mut steps = Vec::new();
    while coop::has_budget_remaining() && steps.len() < 1000 {
        let Poll::Ready(step) = coop::poll_proceed(&mut context) else { break };
        steps.push(step);
    }
    let count = steps.len();
    // The first one restores the original budget, so it is dropped last.
    while steps.pop().is_some() {}
    count
}

#[test]
fn every_kind_of_async_code_is_recognised() {
    let peer = peer();
    let client = peer.client();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    let multi = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for runtime in [&single, &multi] {
        // The future that a runtime blocks on, a task, and a local task.
        runtime.block_on(async { refuses(Get.send(&client)) });
        let task = client.clone();
        runtime.block_on(runtime.spawn(async move { refuses(Get.send(&task)) })).unwrap();
        let task = client.clone();
        let local = LocalSet::new();
        local.spawn_local(async move { refuses(Get.send(&task)) });
        runtime.block_on(local);
        let local = LocalSet::new();
        runtime.block_on(local.run_until(async { refuses(Get.send(&client)) }));
        // Each way to end a call.
        runtime.block_on(async {
            refuses(client.call(&Get).send());
            refuses(client.call(&Get).reply());
            refuses(client.call(&Get).raw());
        });
    }
    assert!(peer.server.requests().is_empty());
    // The client works afterwards.
    assert_eq!(Get.send(&client).unwrap().0, "text");
}

#[test]
fn a_refused_call_leaves_the_task_its_budget() {
    let peer = peer();
    let client = peer.client();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let before = budget();
        assert!(before > 1, "tokio limits a task");
        refuses(Get.send(&client));
        assert_eq!(budget(), before);
        // A task that has used up its budget is in async code too.
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(step) = coop::poll_proceed(&mut context) {
            step.made_progress();
        }
        refuses(Get.send(&client));
        assert!(!coop::has_budget_remaining());
    });
}

#[test]
fn it_works_where_a_runtime_allows_blocking() {
    let peer = peer();
    let client = peer.client();
    let single = Builder::new_current_thread().enable_all().build().unwrap();
    let multi = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    for runtime in [&single, &multi] {
        let task = client.clone();
        let text = runtime.block_on(async { tokio::task::spawn_blocking(move || Get.send(&task).unwrap().0).await });
        assert_eq!(text.unwrap(), "text");
        // Within a runtime, but not in a future.
        let _entered = runtime.enter();
        assert_eq!(Get.send(&client).unwrap().0, "text");
    }
    // In a task, and in the future that the runtime blocks on.
    let task = client.clone();
    let text = multi.block_on(multi.spawn(async move { tokio::task::block_in_place(|| Get.send(&task).unwrap().0) }));
    assert_eq!(text.unwrap(), "text");
    let text = multi.block_on(async {
        let text = tokio::task::block_in_place(|| Get.send(&client).unwrap().0);
        // tokio restores the limit of this future only when it polls it again.
        tokio::task::yield_now().await;
        refuses(Get.send(&client));
        text
    });
    assert_eq!(text, "text");
}

#[test]
fn a_client_can_be_built_and_dropped_in_async_code() {
    let peer = peer();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = peer.client();
        let task = client.clone();
        let stream = tokio::task::spawn_blocking(move || Bytes.send(&task).unwrap()).await.unwrap();
        drop(client);
        drop(stream);
    });
}

#[test]
fn a_stream_can_be_read_in_async_code_by_its_async_methods_only() {
    #[derive(ApiRequest)]
    #[api(get = "/events", response = EventStream<Text>)]
    struct Follow;
    let peer = Peer::always(whole(&["abc", "def"]));
    let client = peer.client();
    let stream = || Bytes.send(&client).unwrap();
    let (mut read, iterated, mut reader) = (stream(), stream(), stream().into_read());
    let source = EventSource::new(&client, Follow);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        assert_eq!(read.next().await.unwrap().unwrap(), "abc");
        let mut items = iterated.into_iter();
        let error = items.next().unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.to_string().contains("`tokio::task::spawn_blocking`"), "{error}");
        assert!(items.next().is_none());
        let error = reader.read(&mut [0; 9]).unwrap_err();
        assert!(error.to_string().contains("`tokio::task::spawn_blocking`"), "{error}");
        let mut events = source.into_iter();
        refuses(events.next().unwrap());
        assert!(events.next().is_none());
    });
    // Nothing was read, so the reader can be moved to where blocking is allowed.
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "abcdef");
}

/// The future is not polled by tokio, so the runtime that it runs in cannot be told from a plain thread: the call blocks.
#[test]
fn another_executor_is_a_plain_thread() {
    let peer = peer();
    let client: blocking::Client = peer.client();
    let future = pin!(async { Get.send(&client).unwrap().0 });
    assert_eq!(future.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready("text".to_owned()));
}
