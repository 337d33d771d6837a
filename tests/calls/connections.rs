//! The real cause of a connection's failure is the `source()` of the error, without the layers around it.

use std::error::Error as _;
use std::io;

use api_request::client::RetryPolicy;
use api_request::reply::{ByteStream, Text};
use api_request::transport::{NotSent, Reqwest, Tower};
use api_request::{ApiRequest, Client, Error};
use api_request_tests::{Answer, Server};
use tokio::io::AsyncWriteExt as _;
use tower::ServiceBuilder;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get;

fn client(base: &str) -> Client {
    Client::builder(base).retry(RetryPolicy::none()).build().unwrap()
}

/// A port of loopback where nobody listens.
fn free_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn a_connection_that_is_refused_says_so() {
    let error = Get.send(&client(&free_port())).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let cause = error.source().unwrap();
    assert!(cause.to_string().starts_with("Connection refused"), "{cause}");
    assert_eq!(cause.downcast_ref::<io::Error>().unwrap().kind(), io::ErrorKind::ConnectionRefused);
    assert!(cause.source().is_none());
    // `Debug` has the layers too.
    assert!(format!("{error:?}").contains("tcp connect error"), "{error:?}");
}

#[tokio::test]
async fn so_it_does_behind_a_layer() {
    let service = ServiceBuilder::new().concurrency_limit(1).service(Reqwest::new().unwrap());
    let builder = Client::builder(&free_port()).retry(RetryPolicy::none());
    let error = Get.send(&builder.transport(Tower(service)).build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(error.source().unwrap().to_string().starts_with("Connection refused"), "{error:?}");

    #[derive(Debug)]
    struct Wrapped(api_request::transport::BoxError);
    impl std::fmt::Display for Wrapped {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the layer failed")
        }
    }
    impl std::error::Error for Wrapped {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&*self.0)
        }
    }
    let service = ServiceBuilder::new().map_err(Wrapped).service(Reqwest::new().unwrap());
    let builder = Client::builder(&free_port()).retry(RetryPolicy::none());
    let error = Get.send(&builder.transport(Tower(service)).build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let cause = error.source().unwrap();
    assert_eq!(cause.to_string(), "the layer failed");
    let inner = cause.source().unwrap();
    assert!(inner.is::<NotSent>() && inner.to_string().starts_with("Connection refused"), "{inner}");
    let chain = std::iter::successors(Some(cause), |error| (*error).source());
    assert!(chain.filter_map(|error| error.downcast_ref::<io::Error>()).count() > 0);
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    let error = Get.send(&client(&url)).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    let cause = error.source().unwrap();
    assert!(cause.source().is_none() && !cause.to_string().contains("error sending request"), "{cause}");
}

#[tokio::test]
async fn a_connection_that_is_lost_says_so() {
    let server = Server::always(Answer::Bytes(Vec::new())).await;
    let error = Get.send(&client(server.url())).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    let cause = error.source().unwrap();
    assert!(cause.source().is_none() && !cause.to_string().contains("error sending request"), "{cause}");

    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
    let server = Server::always(Answer::Bytes(cut.into())).await;
    let error = Get.send(&client(server.url())).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    let cause = error.source().unwrap();
    assert!(cause.source().is_none() && !cause.to_string().contains("request or response body"), "{cause}");

    #[derive(ApiRequest)]
    #[api(get = "/a", response = ByteStream)]
    struct Stream;
    let mut stream = Stream.send(&client(server.url())).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "abc");
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.source().unwrap().source().is_none(), "{error:?}");
}
