//! Compressed responses: `Content-Encoding`, and what the client asks for.

use std::io::Write as _;

use api_request::body::Body;
use api_request::reply::{ByteStream, EventStream, JsonLines, Raw, Text};
use api_request::{ApiRequest, BaseUrl, Client, Error, NoContent};
use api_request_tests::{Answer, Server, header};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http_body::Body as _;

const JSON: &str = r#"{"id":7,"name":"Ada"}"#;
/// `JSON` in brotli.
const BROTLI: &[u8] =
    b"\x0b\x0a\x80\x7b\x22\x69\x64\x22\x3a\x37\x2c\x22\x6e\x61\x6d\x65\x22\x3a\x22\x41\x64\x61\x22\x7d\x03";
/// 64 MiB of the digit 0 in brotli.
const BROTLI_BOMB: &[u8] = b"\xcb\xff\xff\x3f\x00\x24\x60\xe2\xb1\x40\x72\xef\xff\xf8\xff\xff\x07\x80\x04\x40\x1c\x16\x80\xee\xfd\x1f\xff\xff\xff\x00\x90\x00\x88\xc3\x02\xd0\xbd\xff\xe3\xff\xff\x1f\x00\x12\x00\x71\x58\x00\xba\xf7\x7f\xfc\xff\xff\x03\x40\x02\x20\x0e\x0b\x40\xf7\xfe\x8f\xff\xff\x7f\x00\x48\x00\xc4\x61\x01\xe8\xde\xff\xf1\xff\xff\x0f\x00\x09\x80\x38\x2c\x00\xdd\xfb\x3f\xfe\xff\xff\x01\x20\x01\x10\x87\x05\xa0\x7b\xff\x37";
const BOMB: usize = 64 << 20;

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn bare_deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn zstd(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0; zstd_safe::compress_bound(data.len())];
    let length = zstd_safe::compress(&mut out[..], data, 3).unwrap();
    out.truncate(length);
    out
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct User {
    id: u32,
    name: String,
}

#[derive(ApiRequest)]
#[api(get = "/user", response = User, error = User)]
struct GetUser;

#[derive(ApiRequest)]
#[api(get = "/bytes", response = ByteStream)]
struct GetStream;

#[derive(ApiRequest)]
#[api(get = "/lines", response = JsonLines<User>)]
struct GetLines;

#[derive(ApiRequest)]
#[api(get = "/text", response = Text)]
struct GetText {
    #[api(header)]
    range: Option<&'static str>,
    #[api(header = "Accept-Encoding")]
    accept: Option<&'static str>,
}

#[derive(ApiRequest)]
#[api(head = "/text", response = NoContent)]
struct HeadText;

#[derive(ApiRequest)]
#[api(post = "/jobs", response = NoContent)]
struct Start;

const TEXT: GetText = GetText { range: None, accept: None };

fn ada() -> User {
    User { id: 7, name: "Ada".to_owned() }
}

fn client(server: &Server) -> Client {
    Client::builder(server.url()).max_reply(1000).build().unwrap()
}

async fn serving(status: &str, codings: &[&str], body: impl AsRef<[u8]>) -> Server {
    let mut headers: Vec<_> = codings.iter().map(|coding| ("content-encoding", *coding)).collect();
    headers.push(("content-type", "application/json"));
    Server::always(Answer::reply(status, &headers, body)).await
}

async fn collect(mut body: Body) -> Result<Vec<u8>, String> {
    let mut all = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| std::pin::Pin::new(&mut body).poll_frame(cx)).await {
        all.extend_from_slice(&frame.map_err(|error| error.to_string())?.into_data().unwrap());
    }
    Ok(all)
}

#[tokio::test]
async fn every_coding_is_decoded_wherever_a_body_is_read() {
    let halves = [gzip(&JSON.as_bytes()[..9]), gzip(&JSON.as_bytes()[9..])].concat();
    let frames = [zstd(&JSON.as_bytes()[..9]), zstd(&JSON.as_bytes()[9..])].concat();
    let json = JSON.as_bytes();
    for (codings, body) in [
        (&["gzip"][..], gzip(json)),
        (&["x-gzip"], gzip(json)),
        (&["GZip"], gzip(json)),
        (&["deflate"], zlib(json)),
        (&["deflate"], bare_deflate(json)),
        (&["br"], BROTLI.to_vec()),
        (&["zstd"], zstd(json)),
        (&["deflate, gzip"], gzip(&zlib(json))),
        (&["br", "gzip"], gzip(BROTLI)),
        (&["gzip, identity", "zstd"], zstd(&gzip(json))),
        // Several members or frames, and padding after the last one.
        (&["gzip"], halves),
        (&["gzip"], [gzip(json), vec![0; 8]].concat()),
        (&["zstd"], frames),
        (&["zstd"], [zstd(json), vec![0; 8]].concat()),
        (&["br"], [BROTLI, &[0; 8]].concat()),
        (&["identity"], json.to_vec()),
        (&["utf-8"], json.to_vec()),
    ] {
        let server = serving("200 OK", codings, &body).await;
        let client = client(&server);
        let reply = client.call(&GetUser).reply().await.unwrap_or_else(|error| panic!("{codings:?}: {error}"));
        assert_eq!(reply.value, ada(), "{codings:?}");
        let is_decoded = !["identity", "utf-8"].contains(&codings[0]);
        assert_eq!(reply.headers.contains_key("content-encoding"), !is_decoded);
        assert_eq!(reply.headers.contains_key("content-length"), !is_decoded);

        let mut stream = GetStream.send(&client).await.unwrap();
        assert_eq!(stream.len_hint().is_none(), is_decoded, "{codings:?}");
        let mut read = Vec::new();
        while let Some(piece) = stream.next().await {
            read.extend_from_slice(&piece.unwrap());
        }
        assert_eq!(read, json, "{codings:?}");
        let mut lines = GetLines.send(&client).await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap(), ada());
        let raw = client.call(&GetUser).raw().await.unwrap();
        assert_eq!(collect(raw.into_body()).await.unwrap(), json, "{codings:?}");

        let server = serving("409 Conflict", codings, &body).await;
        let error = GetUser.send(&self::client(&server)).await.unwrap_err();
        assert_eq!((error.body(), &error.raw().unwrap()[..]), (Some(&ada()), json), "{codings:?}");
    }
}

#[tokio::test]
async fn a_body_that_arrives_byte_by_byte_is_decoded() {
    let json = JSON.as_bytes();
    for (coding, body) in [
        ("gzip", gzip(json)),
        ("deflate", zlib(json)),
        ("br", BROTLI.to_vec()),
        ("zstd", zstd(json)),
        ("br, gzip", gzip(BROTLI)),
        ("gzip", [gzip(&json[..9]), gzip(&json[9..])].concat()),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\ntransfer-encoding: chunked\r\n\r\n");
        let mut answer = head.into_bytes();
        for byte in body {
            answer.extend_from_slice(&[b"1\r\n", &[byte][..], b"\r\n"].concat());
        }
        answer.extend_from_slice(b"0\r\n\r\n");
        let server = Server::always(Answer::Bytes(answer)).await;
        assert_eq!(GetUser.send(&client(&server)).await.unwrap(), ada(), "{coding}");
    }
}

#[tokio::test]
async fn an_empty_body_is_empty_in_every_coding() {
    for coding in ["gzip", "deflate", "br", "zstd", "deflate, gzip"] {
        let server = serving("200 OK", &[coding], "").await;
        assert_eq!(TEXT.send(&client(&server)).await.unwrap().0, "", "{coding}");
    }
}

#[tokio::test]
async fn an_empty_body_is_empty_in_an_unknown_coding_too() {
    let server = serving("200 OK", &["compress"], "").await;
    let client = client(&server);
    assert_eq!(TEXT.send(&client).await.unwrap().0, "");
    assert!(GetStream.send(&client).await.unwrap().next().await.is_none());
    assert!(GetLines.send(&client).await.unwrap().next().await.is_none());
    let raw = client.call(&TEXT).raw().await.unwrap();
    assert_eq!(raw.headers()["content-encoding"], "compress");
    assert_eq!(collect(raw.into_body()).await.unwrap(), b"");
    let requests = server.requests().len();
    assert_eq!(requests, 4, "an empty body does not make the client resend the request");
    let error = GetUser.send(&client).await.unwrap_err();
    assert!(error.to_string().contains("the body is empty"), "{error}");

    let server = serving("404 Not Found", &["compress"], "").await;
    let error = TEXT.send(&Client::builder(server.url()).build().unwrap()).await.unwrap_err();
    assert!(!error.to_string().contains("compress"), "{error}");
}

#[tokio::test]
async fn the_name_of_an_unknown_coding_hides_nothing() {
    for c in "\u{202E}\u{2028}\u{AD}\u{34F}\u{180E}\u{FE0F}\u{115F}\u{3164}\u{E0100}\u{1D173}".chars() {
        let server = serving("200 OK", &[&format!("a{c}b")], "x").await;
        let raw = client(&server).call(&TEXT).raw().await.unwrap_err();
        let error = TEXT.send(&client(&server)).await.unwrap_err();
        for shown in [error.to_string(), raw.to_string(), format!("{error:?}")] {
            assert!(!shown.contains(c), "{c:?}: {shown}");
        }
        assert!(error.to_string().contains(&format!("`a{}b`", c.escape_default())), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_says_why_it_was_not_followed_for_any_coding() {
    let head = "HTTP/1.1 302 Found\r\nlocation: http://elsewhere.example/\r\ncontent-encoding: compress\r\ncontent-length: 3\r\n\r\nabc";
    let server = Server::always(Answer::Bytes(head.into())).await;
    let error = TEXT.send(&client(&server)).await.unwrap_err();
    assert!(
        error.to_string().contains("the redirect was not followed: its `Location` is on another origin"),
        "{error}"
    );
}

#[tokio::test]
async fn an_unknown_coding_is_named_and_the_bytes_are_kept() {
    let server = serving("200 OK", &["gzip, compress"], "\x1f\u{9d}abc").await;
    let client = client(&server);
    let named = "the body has the content coding `compress`, which is not decoded; call `no_decompress()` for the bytes as they were sent";
    let check = |error: &Error<Raw>| {
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!(&error.raw().unwrap()[..], "\x1f\u{9d}abc".as_bytes());
        assert_eq!(error.status().unwrap(), 200);
    };
    check(&GetUser.send(&client).await.unwrap_err().erase());
    check(&client.call(&GetUser).raw().await.unwrap_err().erase());
    check(&GetStream.send(&client).await.unwrap_err().erase());
    check(&GetLines.send(&client).await.map(|_| ()).unwrap_err().erase());
    // A body that nobody reads fails nothing.
    Start.send(&client).await.unwrap();
    let kept = client.call(&TEXT).no_decompress().raw().await.unwrap();
    assert_eq!(kept.headers()["content-encoding"], "gzip, compress");
    assert_eq!(collect(kept.into_body()).await.unwrap(), "\x1f\u{9d}abc".as_bytes());

    let server = serving("500 Internal Server Error", &["compress"], "canary").await;
    let client = Client::builder(server.url()).retry(api_request::client::RetryPolicy::none()).build().unwrap();
    let error = GetUser.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Status { .. }) && error.body().is_none());
    assert!(error.to_string().contains(named) && !error.to_string().contains("canary"), "{error}");
    assert_eq!(&error.raw().unwrap()[..], b"canary");
    let error = client.call(&GetUser).raw().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    assert!(error.to_string().contains(named), "{error}");
}

#[tokio::test]
async fn a_body_that_ends_early_is_a_lost_connection() {
    let json = JSON.as_bytes();
    for (coding, body) in [
        ("gzip", gzip(json)),
        ("gzip", gzip(json)[..5].to_vec()),
        ("deflate", zlib(json)),
        ("br", BROTLI.to_vec()),
        ("zstd", zstd(json)),
        ("deflate, gzip", gzip(&zlib(json)[..12])),
        // The second member ends early.
        ("gzip", [gzip(json), gzip(b" ")[..12].to_vec()].concat()),
    ] {
        let body = &body[..body.len() - 1];
        let server = serving("200 OK", &[coding], body).await;
        let error = GetUser.send(&client(&server)).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{coding}: {error:?}");
        assert_eq!(error.status().unwrap(), 200);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.starts_with("the body ended before its `"), "{source}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_it_says_names_the_coding() {
    let mut flipped = gzip(JSON.as_bytes());
    let last = flipped.len() - 8;
    flipped[last] ^= 1;
    for (coding, named, body) in [
        ("gzip", "gzip", JSON.as_bytes().to_vec()),
        // The checksum is wrong.
        ("gzip", "gzip", flipped),
        ("deflate", "deflate", b"\x78\x9c\xff\xff\xff".to_vec()),
        ("br", "br", b"\xff\xff\xff\xff".to_vec()),
        ("zstd", "zstd", JSON.as_bytes().to_vec()),
        ("gzip, zstd", "zstd", JSON.as_bytes().to_vec()),
    ] {
        let server = serving("200 OK", &[coding], &body).await;
        let error = GetUser.send(&client(&server)).await.unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{coding}: {error:?}");
        let reason = format!("the body is not valid in its content coding `{named}`");
        assert!(error.to_string().contains(&reason), "{error}");
        let mut stream = GetStream.send(&client(&server)).await.unwrap();
        let mut last = None;
        while let Some(piece) = stream.next().await {
            last = Some(piece);
        }
        let error = last.unwrap().unwrap_err();
        assert!(matches!(error, Error::Decode { .. }) && error.to_string().contains(&reason), "{error}");
    }
}

#[tokio::test]
async fn the_cap_counts_decoded_bytes() {
    let zeros = vec![b'0'; BOMB];
    for (coding, body) in [
        ("gzip", gzip(&zeros)),
        ("gzip, gzip", gzip(&gzip(&zeros))),
        ("deflate", zlib(&zeros)),
        ("br", BROTLI_BOMB.to_vec()),
        ("zstd", zstd(&zeros)),
    ] {
        for status in ["200 OK", "409 Conflict"] {
            let server = serving(status, &[coding], &body).await;
            let error = TEXT.send(&client(&server)).await.unwrap_err();
            assert_eq!(error.raw().unwrap().len(), 1000, "{coding}");
            if status == "200 OK" {
                let reason = "the body is longer than the cap of 1000 bytes";
                assert!(matches!(error, Error::Decode { .. }) && error.to_string().contains(reason), "{error}");
            }
        }
        // A stream has no cap, and hands out small pieces.
        let server = serving("200 OK", &[coding], &body).await;
        let (mut stream, mut length) = (GetStream.send(&client(&server)).await.unwrap(), 0);
        while let Some(piece) = stream.next().await {
            let piece = piece.unwrap();
            assert!(piece.len() <= 16 << 10, "{coding}: {}", piece.len());
            length += piece.len();
        }
        assert_eq!(length, BOMB, "{coding}");
    }
}

#[tokio::test]
async fn a_window_larger_than_http_allows_is_refused() {
    // A frame of zstd with a window of 16 MiB (RFC 8878, section 3.1.1.1.2), and one raw block.
    let frame = b"\x28\xb5\x2f\xfd\x00\x70\x09\x00\x00a";
    let server = serving("200 OK", &["zstd"], frame).await;
    let error = TEXT.send(&client(&server)).await.unwrap_err();
    assert!(error.to_string().contains("not valid in its content coding `zstd`"), "{error}");
    let small = b"\x28\xb5\x2f\xfd\x00\x50\x09\x00\x00a";
    let server = serving("200 OK", &["zstd"], small).await;
    assert_eq!(TEXT.send(&client(&server)).await.unwrap().0, "a");
}

/// The `Accept-Encoding` that the server received.
async fn accepted(call: impl AsyncFn(&Client)) -> Option<String> {
    let server = serving("200 OK", &[], "").await;
    call(&client(&server)).await;
    header(&server.only_request(), "accept-encoding").map(str::to_owned)
}

#[tokio::test]
async fn the_client_asks_for_what_it_decodes() {
    let ours = Some("gzip, br, zstd".to_owned());
    assert_eq!(accepted(async |client| drop(TEXT.send(client).await.unwrap())).await, ours);
    assert_eq!(accepted(async |client| drop(client.call(&TEXT).raw().await.unwrap())).await, ours);
    // A range and a length would be those of the encoded body.
    let part = GetText { range: Some("bytes=0-9"), ..TEXT };
    assert_eq!(accepted(async |client| drop(part.send(client).await.unwrap())).await, None);
    assert_eq!(accepted(async |client| HeadText.send(client).await.map(drop).unwrap()).await, None);
    let range = async |client: &Client| drop(client.call(&TEXT).header("range", "bytes=0-9").await.unwrap());
    assert_eq!(accepted(range).await, None);
    assert_eq!(accepted(async |client| drop(client.call(&TEXT).no_decompress().await.unwrap())).await, None);
    let own = GetText { accept: Some("identity"), ..TEXT };
    assert_eq!(accepted(async |client| drop(own.send(client).await.unwrap())).await.unwrap(), "identity");
    let of_call = async |client: &Client| drop(client.call(&own).header("accept-encoding", "br;q=1").await.unwrap());
    assert_eq!(accepted(of_call).await.unwrap(), "br;q=1");
    let server = serving("200 OK", &["gzip"], gzip(b"decoded")).await;
    let of_client = Client::builder(server.url()).header("Accept-Encoding", "x-gzip").build().unwrap();
    // What is asked for does not decide what is decoded.
    assert_eq!(TEXT.send(&of_client).await.unwrap().0, "decoded");
    assert_eq!(header(&server.only_request(), "accept-encoding"), Some("x-gzip"));

    let base: BaseUrl = "https://h.example".parse().unwrap();
    assert!(!TEXT.to_http(&base).unwrap().headers().contains_key("accept-encoding"));
    assert!(!TEXT.to_curl(&base).unwrap().to_string().contains("ncoding"));
}

#[tokio::test]
async fn a_response_without_a_whole_body_is_left_alone() {
    #[derive(ApiRequest)]
    #[api(get = "/part", response = Raw, error = Raw)]
    struct Part;

    let body = gzip(b"whole");
    for (status, length) in [("206 Partial Content", 9), ("204 No Content", 0), ("304 Not Modified", 0)] {
        let text = format!("HTTP/1.1 {status}\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n");
        let server = Server::always(Answer::Bytes([text.as_bytes(), &body[..length]].concat())).await;
        let reply = client(&server).call(&Part).raw().await.unwrap();
        assert_eq!(reply.headers()["content-encoding"], "gzip", "{status}");
        assert_eq!(collect(reply.into_body()).await.unwrap(), body[..length], "{status}");
    }
    let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 77\r\nconnection: close\r\n\r\n";
    let server = Server::always(Answer::Bytes(head.into())).await;
    let reply = client(&server).call(&HeadText).reply().await.unwrap();
    assert_eq!(
        (&reply.headers["content-length"], &reply.headers["content-encoding"]),
        (&"77".parse().unwrap(), &"gzip".parse().unwrap())
    );
}

#[tokio::test]
async fn reqwest_decodes_nothing_by_itself() {
    let server = serving("200 OK", &["gzip"], gzip(b"text")).await;
    let ours = Client::builder(server.url()).reqwest(reqwest::Client::builder().gzip(true)).build().unwrap();
    let kept = ours.call(&TEXT).no_decompress().raw().await.unwrap();
    assert_eq!(kept.headers()["content-encoding"], "gzip");
    assert_eq!(collect(kept.into_body()).await.unwrap(), gzip(b"text"));
    assert_eq!(header(&server.only_request(), "accept-encoding"), None);
}

#[derive(ApiRequest)]
#[api(get = "/events", response = EventStream<User>)]
struct Events;

#[tokio::test]
async fn an_event_is_read_as_soon_as_it_is_flushed() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(b"data: {\"id\":7,\"name\":\"Ada\"}\n\ndata: t").unwrap();
    gzip.flush().unwrap();
    let mut zstd = vec![0; 1 << 10];
    let mut context = zstd_safe::CCtx::create();
    let mut out = zstd_safe::OutBuffer::around(&mut zstd[..]);
    let mut data = zstd_safe::InBuffer::around(b"data: {\"id\":7,\"name\":\"Ada\"}\n\ndata: t");
    context.compress_stream(&mut out, &mut data).unwrap();
    context.flush_stream(&mut out).unwrap();
    let length = out.pos();
    for (coding, part) in [("gzip", gzip.get_ref().clone()), ("zstd", zstd[..length].to_vec())] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: {coding}\r\n\r\n");
        let server = Server::always(Answer::Stall([head.as_bytes(), &part].concat())).await;
        let mut events = Events.send(&client(&server)).await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, ada(), "{coding}");
    }
}

#[tokio::test]
async fn a_coding_that_repeats_a_secret_is_masked() {
    for status in ["200 OK", "403 Forbidden"] {
        let server = serving(status, &["canary-token-7f3a"], "x").await;
        let client = Client::builder(server.url()).auth(api_request::Bearer::new("canary-token-7f3a")).build().unwrap();
        let error = GetUser.send(&client).await.unwrap_err();
        assert!(error.to_string().contains("content coding") && !error.to_string().contains("canary"), "{error}");
    }
}
