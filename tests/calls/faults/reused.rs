//! A connection that a call reuses and that dies: GET is retried on another connection, and a POST is not sent twice.

use api_request::client::RetryPolicy;
use api_request::reply::Text;
use api_request::{ApiRequest, Client, Error};

use super::server::Step::{Arrived, Keep, Reset};
use super::server::{Script, Server, Step, send};

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Post {
    n: u8,
}

fn kept() -> Vec<Step> {
    vec![send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"), Keep]
}

async fn start(script: Script) -> (Server, Client) {
    let server = Server::start(script).await;
    let quick = RetryPolicy::default().backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    let client = Client::builder(&server.url("http")).retry(quick).build().unwrap();
    assert_eq!(Get.send(&client).await.unwrap().0, "ok");
    (server, client)
}

#[tokio::test]
async fn it_dies_behind_a_request_that_was_read() {
    for died in [vec![], vec![Reset]] {
        let script = move || {
            let died = died.clone();
            Script::by(move |_, number| if number == 1 { died.clone() } else { kept() })
        };
        let (server, client) = start(script()).await;
        assert_eq!(Get.send(&client).await.unwrap().0, "ok");
        assert_eq!((server.requests().len(), server.connections()), (3, 2));

        let (server, client) = start(script()).await;
        let error = Post { n: 1 }.send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert_eq!((error.tries(), error.may_have_been_sent(), error.is_retryable()), (1, true, false));
        // One of them is the GET that opened the connection.
        assert_eq!((server.requests().len(), server.connections()), (2, 1));
    }
}

#[tokio::test]
async fn it_dies_before_the_request_is_read() {
    let first = || {
        Script::by(|_, number| {
            let mut steps = kept();
            if number == 0 {
                // Instead of reading the next request.
                steps.splice(1.., [Arrived, Reset]);
            }
            steps
        })
    };
    let (server, client) = start(first()).await;
    assert_eq!(Get.send(&client).await.unwrap().0, "ok");
    assert_eq!((server.requests().len(), server.connections()), (2, 2));

    let (server, client) = start(first()).await;
    let error = Post { n: 1 }.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    assert_eq!((error.tries(), error.may_have_been_sent(), server.requests().len()), (1, true, 1));
}

/// Bytes that a server sends after its response belong to no call: the next call must not read them as its response.
#[tokio::test]
async fn more_than_a_reply_is_not_the_next_one() {
    const MORE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
    for first in [
        "200 OK\r\ncontent-length: 2\r\n\r\nok",
        "200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "204 No Content\r\n\r\n",
        "204 No Content\r\ncontent-length: 63\r\n\r\n",
        "404 Not Found\r\ncontent-length: 2\r\n\r\nok",
        "302 Found\r\nlocation: /b\r\ncontent-length: 0\r\n\r\n",
    ] {
        let script = Script::by(move |request, number| match number {
            1 => vec![send(format!("HTTP/1.1 {first}{MORE}")), Keep],
            // The target of the followed redirect.
            _ if request.starts_with("GET /b") => vec![send("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n"), Keep],
            _ => kept(),
        });
        let (server, client) = start(script).await;
        match Get.send(&client).await {
            Ok(text) => assert_ne!(text.0, "evil", "{first}"),
            Err(error) => assert_eq!(error.status().unwrap(), 404, "{first}"),
        }
        assert_eq!(Get.send(&client).await.unwrap().0, "ok", "{first}");
        assert_eq!(server.connections(), 2, "{first}");
    }
}

/// Whether the client notices the closed connection before it sends is a race. In both cases the server has read each POST at most
/// once, and has read each POST that succeeded.
#[tokio::test]
async fn it_is_closed_while_nobody_uses_it() {
    let (mut succeeded, mut broke) = (0, 0);
    for round in 0..50 {
        let closes = Script::by(|_, number| if number == 0 { kept()[..1].to_vec() } else { kept() });
        let (server, client) = start(closes).await;
        if round % 2 == 0 {
            assert!(server.is_left().await);
        }
        match (Post { n: 1 }).send(&client).await {
            Ok(_) => {
                succeeded += 1;
                assert_eq!(server.requests().len(), 2);
            }
            Err(error) => {
                broke += 1;
                assert!(matches!(error, Error::Transport { .. }), "{error:?}");
                assert_eq!((error.tries(), error.may_have_been_sent(), server.requests().len()), (1, true, 1));
            }
        }
        assert_eq!(Get.send(&client).await.unwrap().0, "ok");
    }
    println!("POST behind a close: {succeeded} succeeded by another connection, {broke} broke unread");
}
