//! The rules of the client are the same on every transport: each case runs on all of them.

use std::time::{Duration, Instant};

use api_request::body::{Body, Stream};
use api_request::client::RetryPolicy;
use api_request::error::Phase;
use api_request::reply::{ByteStream, JsonLines, Text};
use api_request::{ApiRequest, Error};
use http::HeaderValue;

use super::world::{End, Pieces, Way, on_every_transport};

#[derive(ApiRequest)]
#[api(get = "/{path:+}", response = Text)]
struct Get<'a> {
    path: &'a str,
    q: Option<&'a str>,
}

fn get(path: &str) -> Get<'_> {
    Get { path, q: None }
}

#[derive(ApiRequest)]
#[api(post = "/{path:+}", response = Text)]
struct Post<'a> {
    path: &'a str,
    n: Option<u8>,
}

#[tokio::test]
async fn a_request_arrives_as_it_was_built() {
    on_every_transport(async |world| {
        let said = Get { path: "say/a%&b", q: Some("c+d é'/?") }.send(&world.client()).await.unwrap();
        assert_eq!(said.0, "a%25%26b");
        assert_eq!(Post { path: "read", n: Some(7) }.send(&world.client()).await.unwrap().0, "Ok(7)");
        assert_eq!(Post { path: "read", n: None }.send(&world.client()).await.unwrap().0, "Ok(2)");
        let [got, posted, _] = &world.seen()[..] else { panic!("three requests arrive") };
        assert_eq!((got.method.as_str(), &*got.target), ("GET", "/say/a%25%26b?q=c%2Bd%20%C3%A9%27%2F%3F"));
        let by_reqwest = matches!(world.way, Way::Reqwest | Way::LayersAroundReqwest);
        // reqwest always sends `Accept`, and `*/*` means the same as no header.
        assert_eq!(got.headers.get("accept").map(HeaderValue::as_bytes), by_reqwest.then_some(b"*/*".as_slice()));
        assert_eq!(got.headers["authorization"], "Bearer canary-token");
        assert!(got.headers["user-agent"].to_str().unwrap().starts_with("api-request/"));
        assert!(!got.headers.contains_key("content-length") && !got.headers.contains_key("transfer-encoding"));
        assert_eq!(
            (posted.method.as_str(), &posted.headers["content-type"]),
            ("POST", &"application/json".parse().unwrap())
        );
        let has_layers = matches!(world.way, Way::LayersAroundReqwest | Way::LayersAroundRouter);
        assert_eq!(got.headers.contains_key("x-layer"), has_layers);
        // Ours, which a layer that decompresses leaves as it is.
        assert_eq!(got.headers["accept-encoding"], "gzip, br, zstd");
    })
    .await;
}

#[tokio::test]
async fn credentials_are_marked_and_what_echoes_them_is_masked() {
    #[derive(ApiRequest)]
    #[api(get = "/status/403", response = Text, auth = none)]
    struct Anonymous;
    on_every_transport(async |world| {
        let error = get("status/403").send(&world.client()).await.unwrap_err();
        assert_eq!(error.raw().unwrap(), "for Bearer");
        let client = world.limited().max_reply(100).build().unwrap();
        let error = get("status/403").send(&client).await.unwrap_err();
        assert_eq!(error.raw().unwrap(), "for Bearer canary-token");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
        let error = Anonymous.send(&client).await.unwrap_err();
        assert_eq!(error.raw().unwrap(), "for nobody");
        // On the wire, the mark `sensitive` is lost.
        if world.way == Way::RouterInMemory {
            assert!(world.seen()[0].headers["authorization"].is_sensitive());
        }
    })
    .await;
}

#[tokio::test]
async fn redirects_are_followed_within_the_origin() {
    on_every_transport(async |world| {
        let client = world.client();
        assert_eq!(get("redirect/redirect/say/hi").send(&client).await.unwrap().0, "hi");
        let seen = world.seen();
        assert_eq!(
            seen.iter().map(|seen| &*seen.target).collect::<Vec<_>>(),
            ["/redirect/redirect/say/hi", "/redirect/say/hi", "/say/hi"]
        );
        for seen in seen {
            assert_eq!(seen.headers.get_all("authorization").iter().count(), 1);
            assert!(!seen.headers.contains_key("referer"));
        }
    })
    .await;
}

#[tokio::test]
async fn redirects_end_at_five_at_another_origin_and_at_a_post() {
    on_every_transport(async |world| {
        let client = world.limited().max_reply(100).build().unwrap();
        let six = "redirect/".repeat(6) + "say/hi";
        let error = get(&six).send(&client).await.unwrap_err();
        assert_eq!(error.headers().unwrap()["location"], "/say/hi");
        assert_eq!((error.status().unwrap().as_u16(), world.seen().len()), (307, 6));
        assert_eq!(get(&six["redirect/".len()..]).send(&client).await.unwrap().0, "hi");
        assert_eq!(world.seen().len(), 6);
        let error = get("elsewhere").send(&client).await.unwrap_err();
        assert_eq!(error.headers().unwrap()["location"], "http://other.example/");
        let error = Post { path: "redirect/read", n: None }.send(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), world.seen().len()), (307, 2));
    })
    .await;
}

#[tokio::test]
async fn a_busy_server_gets_a_repeatable_request_twice() {
    on_every_transport(async |world| {
        let soon = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
        let client = world.limited().retry(soon).build().unwrap();
        let error = Post { path: "busy", n: None }.send(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.tries(), world.seen().len()), (503, 1, 1));
        assert_eq!(get("busy").send(&client).await.unwrap().0, "at last");
        let seen = world.seen();
        assert_eq!(seen.len(), 3);
        assert!(seen.iter().all(|seen| seen.headers["authorization"] == "Bearer canary-token"));
    })
    .await;
}

#[tokio::test]
async fn a_reply_has_its_cap() {
    on_every_transport(async |world| {
        let client = world.client();
        assert_eq!(get("bytes/10").send(&client).await.unwrap().0.len(), 10);
        let error = get("bytes/11").send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.to_string().contains("the cap of 10 bytes"), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.raw().unwrap().len()), (200, 10));
    })
    .await;
}

#[derive(ApiRequest)]
#[api(get = "/{path:+}", response = ByteStream)]
struct GetStream<'a> {
    path: &'a str,
}

#[tokio::test]
async fn a_streamed_reply_has_no_cap_but_its_lines_have() {
    #[derive(ApiRequest)]
    #[api(get = "/bytes/{count}", response = JsonLines<u8>)]
    struct Lines {
        count: u32,
    }
    on_every_transport(async |world| {
        let mut stream = GetStream { path: "bytes/100" }.send(&world.client()).await.unwrap();
        let mut length = 0;
        while let Some(piece) = stream.next().await {
            length += piece.unwrap().len();
        }
        assert_eq!(length, 100);
        let mut lines = Lines { count: 11 }.send(&world.client()).await.unwrap();
        let error = lines.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("the cap of 10 bytes"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_deadline_holds_over_head_and_body() {
    on_every_transport(async |world| {
        let client = world.limited().idle_timeout(Duration::from_secs(9)).build().unwrap();
        for (path, phase, status) in [("silent", Phase::Head, None), ("stall", Phase::Body, Some(200))] {
            let begun = Instant::now();
            let error = get(path).send(&client).await.unwrap_err();
            assert!(begun.elapsed() >= Duration::from_millis(300) && begun.elapsed() < Duration::from_secs(3));
            let Error::Timeout { phase: found, context, .. } = &error else { panic!("{error:?}") };
            assert_eq!((*found, context.limit()), (phase, Some(Duration::from_millis(300))));
            assert_eq!(error.status().map(|status| status.as_u16()), status);
            assert!(error.may_have_been_sent() && error.is_timeout());
        }
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_stalls_ends_in_time() {
    on_every_transport(async |world| {
        let mut stream = GetStream { path: "stall" }.send(&world.client()).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap(), "abc");
        let error = stream.next().await.unwrap().unwrap_err();
        let Error::Timeout { phase, context, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*phase, context.limit()), (Phase::Body, Some(Duration::from_millis(100))));
    })
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_is_a_broken_connection() {
    on_every_transport(async |world| {
        let error = get("break").send(&world.client()).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), &error.raw().unwrap()[..]), (200, b"abc".as_slice()));
        assert!(error.may_have_been_sent() && !error.is_timeout());
    })
    .await;
}

#[tokio::test]
async fn an_upload_arrives_or_ends_in_time() {
    #[derive(ApiRequest)]
    #[api(post = "/read", response = Text)]
    struct Upload {
        #[api(body)]
        body: Stream,
    }
    let upload = |end| Upload { body: Stream::with(move || Ok(Body::wrap(Pieces::new(end)))) };
    on_every_transport(async |world| {
        assert_eq!(upload(End::Whole).send(&world.client()).await.unwrap().0, "Ok(3)");
        let (long, short) = (Duration::from_secs(9), Duration::from_millis(100));
        for (timeout, idle) in [(long, short), (short, long)] {
            let client = world.limited().timeout(timeout).idle_timeout(idle).build().unwrap();
            let error = upload(End::Never).send(&client).await.unwrap_err();
            let Error::Timeout { phase, context, .. } = &error else { panic!("{error:?}") };
            assert_eq!((*phase, context.limit()), (Phase::Upload, Some(short)));
            assert!(error.may_have_been_sent());
        }
        // With any error of the body, the server receives its beginning, and receives it only once.
        for (end, reason) in [(End::Broken, "the disk is gone"), (End::Unconnected, "the storage is down")] {
            let client = world.limited().retry(RetryPolicy::default()).build().unwrap();
            let error = upload(end).send(&client).await.unwrap_err();
            // A server in memory notices that the body broke, and still answers.
            if matches!(world.way, Way::Reqwest | Way::LayersAroundReqwest) {
                assert!(matches!(error, Error::Transport { .. }), "{error:?}");
                assert_eq!(std::error::Error::source(&error).unwrap().to_string(), reason);
            }
            assert!(error.may_have_been_sent() && error.tries() == 1, "{error:?}");
        }
    })
    .await;
}
