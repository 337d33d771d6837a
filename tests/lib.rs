//! Helpers that the tests share: a server on loopback that records raw requests and answers by a script.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Writes these bytes, then closes the connection.
    Bytes(Vec<u8>),
    /// Writes these bytes, and then keeps the connection open without writing more.
    Stall(Vec<u8>),
    /// Writes the first bytes, and then the second ones repeatedly until the client disconnects.
    Endless(Vec<u8>, Vec<u8>),
}

impl Answer {
    /// A complete response with a body.
    #[must_use]
    pub fn reply(status: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
        for (name, value) in headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str("\r\n");
        Self::Bytes([bytes.as_bytes(), body].concat())
    }

    /// A complete response with a JSON body.
    #[must_use]
    pub fn json(status: &str, body: &str) -> Self {
        Self::reply(status, &[("content-type", "application/json")], body)
    }
}

/// A server on loopback. Dropping it stops it.
#[derive(Debug)]
pub struct Server {
    url: String,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
    gone: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that answers each request with the result of `answer`, which receives its raw bytes.
    ///
    /// # Panics
    ///
    /// Panics if no loopback port is free.
    pub async fn start(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let requests = Arc::default();
        let recorded = Arc::clone(&requests);
        let gone = Arc::new(Notify::new());
        let (answer, notify) = (Arc::new(answer), Arc::clone(&gone));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&recorded), Arc::clone(&answer), Arc::clone(&notify)));
            }
        });
        Self { url, requests, gone, task }
    }

    /// Starts a server that answers every request in the same way.
    pub async fn always(answer: Answer) -> Self {
        Self::start(move |_| answer.clone()).await
    }

    /// The URL of the server, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until a client disconnects from an answer that does not end by itself.
    pub async fn client_gone(&self) {
        self.gone.notified().await;
    }

    /// Each request so far, as text.
    ///
    /// # Panics
    ///
    /// Panics if the server panicked.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.raw_requests().iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// The raw bytes of each request so far.
    ///
    /// # Panics
    ///
    /// Panics if the server panicked.
    #[must_use]
    pub fn raw_requests(&self) -> Vec<Vec<u8>> {
        self.requests.lock().expect("the server did not panic").clone()
    }

    /// The raw bytes of the only request, as text.
    ///
    /// # Panics
    ///
    /// Panics unless there was exactly one request.
    #[must_use]
    pub fn only_request(&self) -> String {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    recorded: Arc<Mutex<Vec<Vec<u8>>>>,
    answer: Arc<impl Fn(&str) -> Answer + Send + Sync + 'static>,
    gone: Arc<Notify>,
) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    let answer = answer(&String::from_utf8_lossy(&request));
    recorded.lock().expect("no other task panicked").push(request);
    let (Answer::Bytes(bytes) | Answer::Stall(bytes) | Answer::Endless(bytes, _)) = &answer;
    // The client may have disconnected; the test notices it.
    let _ = stream.write_all(bytes).await;
    match &answer {
        Answer::Bytes(_) => return,
        Answer::Stall(_) => while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {},
        Answer::Endless(_, again) => while stream.write_all(again).await.is_ok() {},
    }
    gone.notify_one();
}

/// Reads one request: the head, and a body with a length or in chunks. Returns `None` if the client disconnects before its end.
pub async fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        let read = stream.read_buf(&mut request).await.ok()?;
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let is_chunked = head.lines().any(|line| line == "transfer-encoding: chunked");
            let is_whole = if is_chunked { request.ends_with(b"\r\n0\r\n\r\n") } else { true };
            if is_whole && request.len() >= end + 4 + length.unwrap_or(0) {
                return Some(request);
            }
        }
        if read == 0 {
            return None;
        }
    }
}

/// Returns the value of a header in the raw bytes of a request.
#[must_use]
pub fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let head = request.split("\r\n\r\n").next()?;
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim_matches(' '))
    })
}

/// Returns the first line of the raw bytes of a request.
#[must_use]
pub fn request_line(request: &str) -> &str {
    request.split("\r\n").next().unwrap_or_default()
}
