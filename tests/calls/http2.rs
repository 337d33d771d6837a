//! Requests of HTTP/2: one that the server has not processed is resent with any method, and one that it may have processed is not.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_request::client::RetryPolicy;
use api_request::reply::Text;
use api_request::{ApiRequest, Client, Error};
use bytes::Bytes;
use h2::Reason;
use http::Response;
use tokio::net::TcpListener;

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Post {
    n: u8,
}

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
enum Does {
    Answers,
    Resets(Reason),
    /// Closes the connection and says that it has processed no request.
    GoesAway,
    /// The same for an error.
    GivesUp(Reason),
    /// Drops the connection.
    Drops,
    /// Says that this is the last request, and drops the connection.
    GoesAwayAfterThis(Reason),
}

/// The type and the flags of a frame on stream 0.
fn go_away(last: u8, reason: Reason) -> Vec<u8> {
    let reason = u32::from(reason).to_be_bytes();
    [&[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, last][..], &reason].concat()
}

/// Starts a server that does this with its first requests, and answers the others. Returns its URL and a counter of its requests.
async fn server(first: &'static [Does]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counted = Arc::clone(&counted);
            tokio::spawn(async move {
                let next = || first.get(counted.fetch_add(1, Ordering::SeqCst)).copied().unwrap_or(Does::Answers);
                let does = first.get(counted.load(Ordering::SeqCst)).copied().unwrap_or(Does::Answers);
                if matches!(does, Does::Answers | Does::Resets(_)) {
                    let mut connection = h2::server::handshake(stream).await.unwrap();
                    while let Some(Ok((_, mut respond))) = connection.accept().await {
                        match next() {
                            Does::Resets(reason) => respond.send_reset(reason),
                            _ => {
                                let mut body = respond.send_response(Response::new(()), false).unwrap();
                                body.send_data(Bytes::from_static(b"x"), true).unwrap();
                            }
                        }
                    }
                } else {
                    raw(stream, next()).await;
                }
            });
        }
    });
    (url, count)
}

/// Reads the request, and writes frames that `h2` would not write.
async fn raw(mut stream: tokio::net::TcpStream, does: Does) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    // Empty settings.
    stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
    let mut read = Vec::new();
    // The body of the request is in the last frame, and it is `{"n":1}`.
    while !read.ends_with(br#"{"n":1}"#) && stream.read_buf(&mut read).await.unwrap() > 0 {}
    let frame = match does {
        Does::GoesAway => go_away(0, Reason::NO_ERROR),
        Does::GivesUp(reason) => go_away(0, reason),
        Does::GoesAwayAfterThis(reason) => go_away(1, reason),
        _ => Vec::new(),
    };
    stream.write_all(&frame).await.unwrap();
}

fn client(url: &str) -> Client {
    let builder = reqwest::Client::builder().http2_prior_knowledge();
    let quick =
        RetryPolicy::default().backoff(std::time::Duration::from_millis(1), std::time::Duration::from_millis(2));
    Client::builder(url).reqwest(builder).retry(quick).build().unwrap()
}

#[tokio::test]
async fn what_the_server_has_not_processed_is_sent_again() {
    for first in [
        &[Does::Resets(Reason::REFUSED_STREAM)][..],
        &[Does::Resets(Reason::REFUSED_STREAM), Does::Resets(Reason::REFUSED_STREAM)],
        &[Does::GoesAway],
        &[Does::GivesUp(Reason::ENHANCE_YOUR_CALM)],
    ] {
        let (url, count) = server(first).await;
        let reply = Post { n: 1 }.send(&client(&url)).await;
        assert_eq!(reply.unwrap().0, "x", "{first:?}");
        assert_eq!(count.load(Ordering::SeqCst), first.len() + 1, "{first:?}");
    }
    let (url, _) = server(&[Does::Resets(Reason::REFUSED_STREAM)]).await;
    let error = client(&url).call(&Post { n: 1 }).no_retry().await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(!error.may_have_been_sent() && error.is_retryable());
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("refused stream"), "{cause}");
}

#[tokio::test]
async fn what_it_may_have_processed_is_not() {
    for first in [
        &[Does::Resets(Reason::CANCEL)][..],
        &[Does::Resets(Reason::INTERNAL_ERROR)],
        &[Does::Drops],
        &[Does::GoesAwayAfterThis(Reason::NO_ERROR)],
        &[Does::GoesAwayAfterThis(Reason::INTERNAL_ERROR)],
    ] {
        let (url, count) = server(first).await;
        let error = Post { n: 1 }.send(&client(&url)).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{first:?}: {error:?}");
        assert!(error.may_have_been_sent() && error.tries() == 1, "{first:?}: {error:?}");
        assert_eq!(count.load(Ordering::SeqCst), 1, "{first:?}");
    }
}
