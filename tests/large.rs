//! Streams a gibibyte in each direction and a thousand pages, reads a large error body, and checks that little is in memory at once.
//! This is a separate binary, so that nothing else is measured.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_request::body::Stream;
use api_request::reply::ByteStream;
use api_request::{ApiRequest, Client};
use bytes::Bytes;
use http_body::Frame;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const SIZE: u64 = 1 << 30;
const PIECE: usize = 256 << 10;

/// How many bytes more than before may be in memory at once.
const MOST: u64 = 32 << 20;

#[derive(ApiRequest)]
#[api(get = "/backup", response = ByteStream)]
struct Download;

#[derive(ApiRequest)]
#[api(put = "/backup")]
struct Upload {
    #[api(body)]
    content: Stream,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_streamed_is_not_held() {
    let _alone = ALONE.lock().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let pattern = pattern();
        give(&listener, &pattern).await;
        take(&listener, &pattern).await
    });
    // The deadline of a call covers its upload. This test is not about the deadline.
    let client = Client::builder(&url).timeout(Duration::from_secs(600)).build().unwrap();
    let pattern = pattern();

    let memory = Memory::now();
    let mut stream = Download.send(&client).await.unwrap();
    assert_eq!(stream.len_hint(), Some(SIZE));
    let mut read = Checked { pattern: &pattern, length: 0 };
    while let Some(piece) = stream.next().await {
        read.add(&piece.unwrap());
    }
    assert_eq!(read.length, SIZE);
    memory.is_hardly_more("a download");

    let memory = Memory::now();
    let content = Stream::with(move || Ok(Repeated { piece: pattern.clone(), left: SIZE })).length(SIZE);
    Upload { content }.send(&client).await.unwrap();
    memory.is_hardly_more("an upload");
    assert_eq!(server.await.unwrap(), SIZE);
}

/// The message of an error is searched for in its body, which must not be parsed into memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_error_body_is_held_once() {
    const LENGTH: usize = 10 << 20;
    let _alone = ALONE.lock().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let part = br#"{"":0},"#;
    let body = [b"[".to_vec(), part.repeat(LENGTH / part.len() - 1), b"0]".to_vec()].concat();
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        head(&mut connection).await;
        let head = format!("HTTP/1.1 400 No\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        connection.write_all(head.as_bytes()).await.unwrap();
        connection.write_all(&body).await.unwrap();
    });
    let client = Client::builder(&url).timeout(Duration::from_secs(10)).build().unwrap();
    let memory = Memory::now();
    let error = client.call(&Download).no_retry().await.unwrap_err();
    memory.is_hardly_more("an error body");
    assert_eq!((error.status().unwrap().as_u16(), error.context().message()), (400, None));
    assert!(error.raw().unwrap().len() > LENGTH - 100);
}

#[derive(serde::Deserialize)]
struct Page {
    texts: Vec<String>,
    next: Option<u32>,
}

#[derive(Clone, ApiRequest)]
#[api(get = "/texts", response = Page, paginate(cursor = after, next = next, items = texts, item = String))]
struct ListTexts {
    after: Option<u32>,
}

/// Of what a page has, only its items are held, and only until the next page is fetched.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_pages_are_not_held() {
    const PAGES: u32 = 1_000;
    /// A hundred texts of a kibibyte.
    const ITEMS: usize = 100;
    let _alone = ALONE.lock().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let texts = vec![format!("\"{}\"", "x".repeat(1 << 10)); ITEMS].join(",");
    let server = tokio::spawn(async move {
        for page in 1..=PAGES {
            let (mut connection, _) = listener.accept().await.unwrap();
            head(&mut connection).await;
            let next = if page < PAGES { page.to_string() } else { "null".to_owned() };
            let body = format!("{{\"texts\":[{texts}],\"next\":{next}}}");
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            connection.write_all(head.as_bytes()).await.unwrap();
            connection.write_all(body.as_bytes()).await.unwrap();
        }
    });
    let client = Client::builder(&url).build().unwrap();
    let memory = Memory::now();
    let mut items = ListTexts { after: None }.items(&client);
    let mut count = 0;
    while let Some(item) = items.next().await {
        count += usize::from(item.unwrap().len() == 1 << 10);
    }
    assert_eq!((count, items.progress().pages()), (ITEMS * PAGES as usize, u64::from(PAGES)));
    memory.is_hardly_more("a thousand pages");
    server.await.unwrap();
}

/// One test at a time, because the memory of the whole process is measured.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The bytes that are sent repeatedly. A lost or repeated byte is noticed.
fn pattern() -> Bytes {
    (0..=250).cycle().take(PIECE).collect()
}

/// Compares the received bytes with the sent ones.
struct Checked<'a> {
    pattern: &'a [u8],
    length: u64,
}

impl Checked<'_> {
    fn add(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() {
            let begin = usize::try_from(self.length % PIECE as u64).unwrap();
            let expected = &self.pattern[begin..];
            let (now, later) = piece.split_at(piece.len().min(expected.len()));
            assert!(now == &expected[..now.len()], "other bytes came after {}", self.length);
            self.length += now.len() as u64;
            piece = later;
        }
    }
}

/// A body that repeats a piece until this many bytes are sent.
struct Repeated {
    piece: Bytes,
    left: u64,
}

impl http_body::Body for Repeated {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = (self.left > 0).then(|| self.piece.clone());
        self.left -= piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}

/// Answers a request with a gibibyte.
async fn give(listener: &TcpListener, pattern: &[u8]) {
    let (mut connection, _) = listener.accept().await.unwrap();
    let (head, _) = head(&mut connection).await;
    assert!(head.starts_with("GET /backup "), "{head}");
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\nconnection: close\r\n\r\n");
    connection.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..SIZE / PIECE as u64 {
        connection.write_all(pattern).await.unwrap();
    }
}

/// Reads a request with a gibibyte, and returns the length of its body.
async fn take(listener: &TcpListener, pattern: &[u8]) -> u64 {
    let (mut connection, _) = listener.accept().await.unwrap();
    let (head, begun) = head(&mut connection).await;
    assert!(head.starts_with("PUT /backup ") && head.contains(&format!("content-length: {SIZE}\r\n")), "{head}");
    let mut taken = Checked { pattern, length: 0 };
    taken.add(&begun);
    let mut piece = vec![0; PIECE];
    while taken.length < SIZE {
        let length = connection.read(&mut piece).await.unwrap();
        assert!(length > 0, "the body ended after {}", taken.length);
        taken.add(&piece[..length]);
    }
    connection.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await.unwrap();
    taken.length
}

/// Reads the head of a request. Returns it with the bytes that came after it.
async fn head(connection: &mut TcpStream) -> (String, Vec<u8>) {
    let mut read = Vec::new();
    loop {
        assert!(connection.read_buf(&mut read).await.unwrap() > 0, "the head ended early");
        if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = read.split_off(end + 4);
            return (String::from_utf8(read).unwrap(), rest);
        }
    }
}

/// The memory of this process at one time, if the system reports it.
struct Memory(Option<u64>);

impl Memory {
    fn now() -> Self {
        // Resets the peak (proc(5)). Where that is not allowed, the measured value is larger, never smaller.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        Self(bytes_of("VmRSS:"))
    }

    fn is_hardly_more(&self, what: &str) {
        let (Some(before), Some(peak)) = (self.0, bytes_of("VmHWM:")) else {
            println!("{what}: memory is not measured on this system");
            return;
        };
        let more = peak.saturating_sub(before);
        println!("{what}: at most {} KiB were in memory, {} KiB more than before", peak >> 10, more >> 10);
        assert!(more < MOST, "{what} took {more} bytes of memory");
    }
}

/// Reads a line of `/proc/self/status`.
fn bytes_of(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}
