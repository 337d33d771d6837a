//! Whole bodies other than JSON, and bodies that are sent in pieces.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use api_request::body::{Body, Json, Optional, Raw, Stream, Text, Xml};
use api_request::client::RetryPolicy;
use api_request::error::Phase;
use api_request::{ApiRequest, BaseUrl, Client, Error, Secret};
use api_request_tests::{Answer, Server, header};

#[derive(ApiRequest)]
#[api(post = "/a")]
struct Post<B> {
    #[api(body)]
    body: B,
    #[api(header = "Content-Type")]
    kind: Option<&'static str>,
}

fn post<B>(body: B) -> Post<B> {
    Post { body, kind: None }
}

fn base() -> BaseUrl {
    "https://h.example".parse().unwrap()
}

/// The content type and the bytes.
fn built(request: &impl ApiRequest) -> (String, Vec<u8>) {
    let request = request.to_http(&base()).unwrap();
    let kind = request.headers()["content-type"].to_str().unwrap().to_owned();
    (kind, request.body().as_bytes().unwrap().to_vec())
}

#[test]
fn a_json_body_is_json_for_any_type() {
    let json = |bytes: &str| ("application/json".to_owned(), bytes.as_bytes().to_vec());
    assert_eq!(built(&post(Json(vec![0_u8, 255]))), json("[0,255]"));
    assert_eq!(built(&post(Json("text"))), json(r#""text""#));
    assert_eq!(built(&post(Json(None::<u8>))), json("null"));
    assert_eq!(built(&post(Json(()))), json("null"));
    assert_eq!(built(&post(Optional(Some(Json(Some(1)))))), json("1"));
    assert!(post(Optional(None::<Json<u8>>)).to_http(&base()).unwrap().body().as_bytes().unwrap().is_empty());
    let error = post(Json(f64::NAN)).to_http(&base()).unwrap_err();
    assert_eq!(error.to_string(), "`body` (body) cannot be sent: the value cannot be written as JSON");
}

#[derive(serde::Serialize)]
#[serde(rename = "Doc")]
struct Document<T> {
    #[serde(rename = "@id")]
    id: T,
    #[serde(rename = "Item")]
    items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<T>,
}

#[test]
fn a_value_is_xml() {
    let document = |id| Document { id, items: vec![id, "b"], note: None };
    let xml = |bytes: &str| ("application/xml".to_owned(), bytes.as_bytes().to_vec());
    assert_eq!(built(&post(Xml(document("7")))), xml(r#"<Doc id="7"><Item>7</Item><Item>b</Item></Doc>"#));
    // What a parser would change is escaped.
    assert_eq!(
        built(&post(Xml(document("<&>\"\r\n\t")))),
        xml("<Doc id=\"&lt;&amp;&gt;&quot;&#13;&#10;&#9;\"><Item>&lt;&amp;&gt;\"&#13;\n\t</Item><Item>b</Item></Doc>")
    );
    let typed = Post { body: Xml(document("7")), kind: Some("text/xml") };
    assert_eq!(built(&typed).0, "text/xml");
    assert!(post(Optional(None::<Xml<Document<u8>>>)).to_http(&base()).unwrap().body().as_bytes().unwrap().is_empty());
    let refused = "`body` (body) cannot be sent: the value ";
    for character in ["\0", "\u{1f}", "\u{b}", "\u{ffff}"] {
        let error = post(Xml(document(character))).to_http(&base()).unwrap_err();
        let reason = "contains a control character, which XML cannot represent";
        assert_eq!(error.to_string(), format!("{refused}{reason}"));
    }
    let without_root = "cannot be written as XML; its root element must be named, by a struct or a variant of an enum";
    for error in [
        post(Xml(vec!["canary"])).to_http(&base()).unwrap_err(),
        post(Xml("canary")).to_http(&base()).unwrap_err(),
        post(Xml(None::<Document<u8>>)).to_http(&base()).unwrap_err(),
    ] {
        assert_eq!(error.to_string(), format!("{refused}{without_root}"));
    }
    let secret = Document { id: Secret::new("canary-1234"), items: Vec::new(), note: None };
    let curl = post(Xml(secret)).to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert!(curl.with_secrets().to_string().contains("<Doc id=\"canary-1234\"/>"));
}

#[test]
fn text_and_bytes_say_what_they_are() {
    let pair = |kind: &str, bytes: &[u8]| (kind.to_owned(), bytes.to_vec());
    assert_eq!(built(&post(Text::new("ä"))), pair("text/plain; charset=utf-8", "ä".as_bytes()));
    assert_eq!(
        built(&post(Text::from("a").content_type("text/csv; header=present"))),
        pair("text/csv; header=present", b"a")
    );
    assert_eq!(built(&post(Raw::from(vec![0, 255]))), pair("application/octet-stream", &[0, 255]));
    assert_eq!(built(&post(Raw::new("x").content_type("image/png"))), pair("image/png", b"x"));
    let given = Post { body: Raw::new("x").content_type("image/png"), kind: Some("image/webp") };
    assert_eq!(built(&given).0, "image/webp");
    for wrong in ["", "text", "text/", "/plain", "te xt/plain", "text/plain\r\nhost: evil", "ä/b"] {
        let error = post(Text::new("a").content_type(wrong)).to_http(&base()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`body` (body) cannot be sent: the content type is not a valid media type, such as `text/plain`"
        );
    }
    assert_eq!(format!("{:?} {:?}", Text::new("canary"), Raw::new("canary")), "Text(6 bytes) Raw(6 bytes)");
    let curl = post(Text::new("canary")).to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
    assert!(curl.with_secrets().to_string().ends_with("--data-raw 'canary'"));
}

async fn server() -> Server {
    Server::always(Answer::reply("204 No Content", &[], "")).await
}

fn body_of(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn a_stream_is_sent_once_or_opened_anew() {
    let server = server().await;
    let client = Client::builder(server.url()).build().unwrap();
    let once = post(Stream::new(Body::from("abc")));
    // What is only shown does not use it up.
    assert!(once.to_curl(&base()).unwrap().to_string().contains("# a stream"));
    once.send(&client).await.unwrap();
    let error = once.send(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /a: `body` (body) cannot be sent: the stream has already been sent; use `Stream::with` to open a new one each time"
    );
    assert!(!error.may_have_been_sent());

    let opened = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&opened);
    let anew = post(Stream::with(move || {
        count.fetch_add(1, Ordering::Relaxed);
        Ok(Body::from("def"))
    }));
    anew.send(&client).await.unwrap();
    anew.send(&client).await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 2);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(body_of(&requests[0]), "abc");
    for request in &requests {
        assert_eq!(header(request, "content-type"), Some("application/octet-stream"));
    }
}

#[tokio::test]
async fn a_file_has_its_length_and_is_read_for_each_send() {
    let path = std::env::temp_dir().join(format!("api-request-{}-upload", std::process::id()));
    let content = "0123456789".repeat(20_000);
    std::fs::write(&path, &content).unwrap();
    let upload = post(Stream::file(&path).unwrap().content_type("text/plain"));
    let server = server().await;
    let client = Client::builder(server.url()).build().unwrap();
    upload.send(&client).await.unwrap();
    let request = server.only_request();
    assert_eq!(header(&request, "content-length"), Some("200000"));
    assert_eq!(body_of(&request), content);
    std::fs::write(&path, "short").unwrap();
    let error = upload.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error:?}");
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(upload.send(&client).await.unwrap_err(), Error::Transport { .. }));
    assert!(Stream::file(&path).is_err());
    assert_eq!(Stream::file(std::env::temp_dir()).unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}

/// A body of one piece, and then nothing more.
struct Stalls(bool);

impl http_body::Body for Stalls {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        if std::mem::replace(&mut self.0, true) {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data("a".into()))))
    }
}

#[tokio::test]
async fn an_upload_that_stalls_ends_in_time() {
    let server = server().await;
    let client = Client::builder(server.url()).idle_timeout(Duration::from_millis(100)).build().unwrap();
    let begin = std::time::Instant::now();
    let error = post(Stream::new(Stalls(false))).send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Upload, .. }), "{error:?}");
    assert_eq!(error.context().limit(), Some(Duration::from_millis(100)));
    assert!(error.may_have_been_sent() && error.is_timeout());
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_upload_that_the_server_does_not_read_ends_in_time() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder(&url).idle_timeout(Duration::from_millis(200)).build().unwrap();
    let accepted = tokio::spawn(async move {
        let connection = listener.accept().await;
        tokio::time::sleep(Duration::from_secs(10)).await;
        drop(connection);
    });
    let endless = || Ok(Body::wrap(Endless(bytes::Bytes::from(vec![0; 1 << 16]))));
    let error = post(Stream::with(endless)).send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { phase: Phase::Upload, .. }), "{error:?}");
    accepted.abort();
}

/// The same piece again and again.
struct Endless(bytes::Bytes);

impl http_body::Body for Endless {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(self.0.clone()))))
    }
}

fn pieces(texts: &'static [&'static str]) -> Pieces {
    Pieces(texts.iter())
}

/// Some pieces, and no word of how long they are.
struct Pieces(std::slice::Iter<'static, &'static str>);

impl http_body::Body for Pieces {
    type Data = bytes::Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
        std::task::Poll::Ready(self.0.next().map(|text| Ok(http_body::Frame::data((*text).into()))))
    }
}

#[tokio::test]
async fn a_stream_of_a_wrong_length_fails() {
    let server = server().await;
    let client = Client::builder(server.url()).retry(RetryPolicy::none()).build().unwrap();
    post(Stream::with(|| Ok(pieces(&["ab", "", "cd"]))).length(4)).send(&client).await.unwrap();
    post(Stream::new(pieces(&["ab", "cd"])).length(4)).send(&client).await.unwrap();
    post(Stream::with(|| Ok(pieces(&[]))).length(0)).send(&client).await.unwrap();
    for length in [0, 1, 3, 5, 100] {
        let anew = post(Stream::with(|| Ok(pieces(&["ab", "cd"]))).length(length)).send(&client).await.unwrap_err();
        let once = post(Stream::new(pieces(&["ab", "cd"])).length(length)).send(&client).await.unwrap_err();
        for error in [anew, once] {
            assert!(matches!(error, Error::Transport { .. }), "{length}: {error:?}");
        }
    }
    let requests = server.requests();
    assert_eq!(requests[..2].iter().map(|request| body_of(request)).collect::<Vec<_>>(), ["abcd", "abcd"]);
}

/// Once all of it has gone, only the deadline counts.
#[tokio::test]
async fn a_server_that_thinks_longer_than_a_stream_may_pause_is_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut read = Vec::new();
                while !read.ends_with(b"end") && !read.ends_with(b"0\r\n\r\n") {
                    stream.read_buf(&mut read).await.unwrap();
                }
                tokio::time::sleep(Duration::from_millis(400)).await;
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await;
            });
        }
    });
    let path = std::env::temp_dir().join(format!("api-request-{}-slow", std::process::id()));
    std::fs::write(&path, "0123456789".repeat(30_000) + "end").unwrap();
    let client = Client::builder(&url).idle_timeout(Duration::from_millis(100)).build().unwrap();
    let call = |body: Stream| {
        let client = client.clone();
        async move { client.call(&post(body)).no_retry().await }
    };
    call(Stream::file(&path).unwrap()).await.unwrap();
    call(Stream::new(pieces(&["the ", "end"])).length(7)).await.unwrap();
    call(Stream::with(|| Ok(pieces(&["the ", "end"]))).length(7)).await.unwrap();
    call(Stream::new(pieces(&["the ", "end"]))).await.unwrap();
    std::fs::remove_file(&path).unwrap();
}

/// As long as no connection is there, nothing stalls.
#[tokio::test(start_paused = true)]
async fn a_slow_connection_does_not_count_as_a_stalled_upload() {
    use api_request::transport::{Attempt, BoxError, BoxFuture, NotSent, Transport};

    struct Slow;

    impl Transport for Slow {
        fn call<'a>(
            &'a self,
            _: http::Request<Body>,
            _: &'a Attempt,
        ) -> BoxFuture<'a, Result<http::Response<Body>, BoxError>> {
            Box::pin(async {
                tokio::time::sleep(Duration::from_secs(5)).await;
                Err(NotSent::new("refused").into())
            })
        }
    }

    let client =
        Client::builder("https://h.example").transport(Slow).idle_timeout(Duration::from_secs(1)).build().unwrap();
    let error = client.call(&post(Stream::with(|| Ok(pieces(&["a"]))))).no_retry().await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }) && !error.may_have_been_sent(), "{error:?}");
}
