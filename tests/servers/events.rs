//! Events that nchan stores and sends, and clients that disconnect, are disconnected, and reconnect.

use std::time::Duration;

use api_request::reply::{Event, EventSource, EventStream, FromEvent, Text};
use api_request::{ApiRequest, Client, Error, body};
use serde::Deserialize;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::nginx::Nginx;

#[derive(ApiRequest)]
#[api(post = "/publish", response = Published)]
struct Publish<'a> {
    #[api(header = "X-EventSource-Event")]
    kind: Option<&'a str>,
    #[api(body)]
    message: body::Text,
}

#[derive(Deserialize)]
struct Published {
    last_message_id: String,
}

/// Disconnects all subscribers.
#[derive(ApiRequest)]
#[api(delete = "/publish")]
struct Close;

#[derive(ApiRequest)]
#[api(get = "/{place}", response = EventStream<T>)]
struct Follow<T> {
    place: &'static str,
    #[api(header = "Last-Event-ID")]
    after: Option<String>,
    #[api(skip)]
    of: std::marker::PhantomData<fn() -> T>,
}

fn follow<T>(place: &'static str) -> Follow<T> {
    Follow { place, after: None, of: std::marker::PhantomData }
}

fn start() -> (Nginx, Client) {
    let nginx = Nginx::start();
    let client = Client::builder(&nginx.url()).build().unwrap();
    (nginx, client)
}

async fn publish(client: &Client, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        Publish { kind: None, message: number.to_string().into() }.send(client).await.unwrap();
    }
}

async fn next<T: FromEvent>(events: &mut EventStream<T>) -> Option<Result<Event<T>, Error>> {
    timeout(PATIENCE, events.next()).await.expect("something arrives, or the stream ends")
}

async fn numbers(events: &mut EventStream<u32>, count: usize) -> Vec<u32> {
    let mut numbers = Vec::new();
    while numbers.len() < count {
        numbers.push(next(events).await.expect("the stream goes on").unwrap().data);
    }
    numbers
}

#[tokio::test]
async fn what_is_published_arrives_with_its_kind_and_id() {
    let (_nginx, client) = start();
    let publish =
        async |kind, text: &str| Publish { kind, message: text.into() }.send(&client).await.unwrap().last_message_id;
    let first = publish(Some("added"), "an event\nof two lines").await;
    let second = publish(None, "ü: {\"a\": 1}").await;
    let mut events = follow::<Text>("events").send(&client).await.unwrap();
    let mut arrives = async |kind, text, id: &str| {
        let event = next(&mut events).await.unwrap().unwrap();
        assert_eq!((&*event.kind, &*event.data.0, event.id.as_deref()), (kind, text, Some(id)));
    };
    arrives("added", "an event\nof two lines", &first).await;
    arrives("message", "ü: {\"a\": 1}", &second).await;
    let third = publish(Some("removed"), " while somebody listens").await;
    arrives("removed", " while somebody listens", &third).await;

    Close.send(&client).await.unwrap();
    assert!(next(&mut events).await.is_none(), "nchan ends a stream by closing its connection");
    assert_eq!(events.last_event_id(), Some(&*third));
}

#[tokio::test]
async fn a_client_that_reconnects_continues_after_the_last_event() {
    let (_nginx, client) = start();
    publish(&client, 1..=5).await;
    let mut follow = follow::<u32>("events");
    let mut events = follow.send(&client).await.unwrap();
    assert_eq!(numbers(&mut events, 3).await, [1, 2, 3]);
    follow.after = events.last_event_id().map(str::to_owned);
    drop(events);

    publish(&client, 6..=8).await;
    let mut events = follow.send(&client).await.unwrap();
    assert_eq!(numbers(&mut events, 5).await, [4, 5, 6, 7, 8]);
    publish(&client, [9]).await;
    assert_eq!(numbers(&mut events, 1).await, [9]);
}

/// The proxy cuts the connection after a silence. Which events are published before the cut differs from run to run.
#[tokio::test]
async fn a_client_that_is_cut_repeatedly_misses_nothing() {
    let (_nginx, client) = start();
    let mut follow = follow::<u32>("proxied");
    let mut read = Vec::new();
    for round in 0..4 {
        let first = round * 5 + 1;
        publish(&client, first..first + 3).await;
        let mut events = follow.send(&client).await.unwrap();
        read.push(next(&mut events).await.unwrap().unwrap().data);
        publish(&client, first + 3..first + 5).await;
        let error = loop {
            match next(&mut events).await.expect("a lost connection does not end the stream") {
                Ok(event) => read.push(event.data),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert!(error.is_retryable() && next(&mut events).await.is_none());
        follow.after = events.last_event_id().map(str::to_owned);
    }
    publish(&client, [21]).await;
    let mut events = follow.send(&client).await.unwrap();
    while read.last() != Some(&21) {
        read.append(&mut numbers(&mut events, 1).await);
    }
    assert_eq!(read, (1..=21).collect::<Vec<_>>());
}

async fn next_numbers(events: &mut EventSource<Follow<u32>>, count: usize) -> Vec<u32> {
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let event = timeout(PATIENCE, events.next()).await.expect("something arrives");
        numbers.push(event.expect("the source goes on").unwrap().data);
    }
    numbers
}

#[tokio::test]
async fn a_source_that_is_cut_again_and_again_misses_nothing() {
    let (mut nginx, client) = start();
    let mut events = EventSource::new(&client, follow::<u32>("proxied")).wait(Duration::ZERO);
    for first in [1, 6, 11, 16] {
        publish(&client, first..first + 3).await;
        assert_eq!(next_numbers(&mut events, 2).await, [first, first + 1]);
        nginx.cuts();
        publish(&client, first + 3..first + 5).await;
        assert_eq!(next_numbers(&mut events, 3).await, [first + 2, first + 3, first + 4]);
    }
    drop(events);
    let requests = nginx.requests();
    assert!(requests.iter().filter(|request| request.ends_with("GET /proxied")).count() > 4, "{requests:?}");
}

/// nchan closes a connection that has lasted too long, as it closes any other.
#[tokio::test]
async fn a_source_goes_on_after_an_end() {
    let (nginx, client) = start();
    let mut events = EventSource::new(&client, follow::<u32>("brief")).wait(Duration::ZERO);
    publish(&client, 1..=3).await;
    assert_eq!(next_numbers(&mut events, 3).await, [1, 2, 3]);
    let none = timeout(Duration::from_millis(1500), events.next()).await;
    assert!(none.is_err(), "what comes after an end comes twice: {none:?}");
    publish(&client, 4..=6).await;
    assert_eq!(next_numbers(&mut events, 3).await, [4, 5, 6]);
    drop(events);
    let requests = nginx.requests();
    assert!(requests.iter().filter(|request| request.ends_with("GET /brief")).count() > 1, "{requests:?}");
}

#[tokio::test]
async fn half_an_event_is_dropped_and_its_id_is_not_kept() {
    let (_nginx, client) = start();
    let mut events = follow::<Text>("half").send(&client).await.unwrap();
    let event = next(&mut events).await.unwrap().unwrap();
    assert_eq!((&*event.data.0, event.id.as_deref()), ("whole", Some("1")));
    let error = next(&mut events).await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!(events.last_event_id(), Some("1"));
}
