//! The background thread: its name, who shares it, and when it ends.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use api_request::body::Body;
use api_request::reply::ByteStream;
use api_request::transport::{Attempt, BoxError, BoxFuture, Reqwest, Transport};
use api_request::{ApiRequest, Error, blocking};
use api_request_tests::Answer;
use http::{Request, Response};

use super::{Bytes, Get, HEAD, Peer, chunked};

/// Sends with reqwest, and reports which thread drives the runtime.
struct Watched {
    inner: Reqwest,
    driver: mpsc::Sender<PathBuf>,
}

impl Transport for Watched {
    fn call<'a>(
        &'a self,
        request: Request<Body>,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Response<Body>, BoxError>> {
        Box::pin(async move {
            let link = tokio::spawn(async { std::fs::read_link("/proc/thread-self").unwrap() }).await?;
            self.driver.send(PathBuf::from("/proc").join(link))?;
            self.inner.call(request, attempt).await
        })
    }
}

/// A client, and the folders of the threads that drive its calls.
fn watched(peer: &Peer) -> (blocking::Client, mpsc::Receiver<PathBuf>) {
    let (driver, drivers) = mpsc::channel();
    let transport = Watched { inner: Reqwest::new().unwrap(), driver };
    let client = blocking::Client::builder(peer.server.url()).transport(transport).build().unwrap();
    (client, drivers)
}

/// Whether the thread ends soon. The kernel removes its folder shortly after it has ended.
fn ends(thread: &Path) -> bool {
    let begun = Instant::now();
    while thread.exists() {
        if begun.elapsed() > Duration::from_secs(5) {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

#[test]
fn clones_share_one_thread_which_ends_with_the_last() {
    let peer = Peer::always(Answer::reply("200 OK", &[], "text"));
    let (client, drivers) = watched(&peer);
    Get.send(&client).unwrap();
    let driver = drivers.recv().unwrap();
    assert_eq!(std::fs::read_to_string(driver.join("comm")).unwrap(), "api-request\n");
    let clones = [client.clone(), client.with_base(peer.server.url()).unwrap()];
    for clone in &clones {
        Get.send(clone).unwrap();
        assert_eq!(drivers.recv().unwrap(), driver);
    }
    drop(client);
    let [first, last] = clones;
    drop(first);
    Get.send(&last).unwrap();
    assert_eq!(drivers.recv().unwrap(), driver);
    drop(last);
    assert!(ends(&driver));
    let (other, drivers) = watched(&peer);
    Get.send(&other).unwrap();
    assert_ne!(drivers.recv().unwrap(), driver);
}

#[test]
fn a_stream_keeps_the_thread_until_it_is_dropped() {
    let answer = Answer::Endless(HEAD.to_vec(), b"3\r\nabc\r\n".to_vec());
    let peer = Peer::always(answer);
    type Pieces = Box<dyn Iterator<Item = Vec<u8>>>;
    let streams: [fn(ByteStream) -> Pieces; 3] = [
        |stream| Box::new(stream.into_iter().map(|piece| piece.unwrap().to_vec())),
        |stream| Box::new(std::io::BufRead::split(stream.into_read(), b'c').map(Result::unwrap)),
        |stream| Box::new(std::io::BufRead::split(stream.into_body().into_read(), b'c').map(Result::unwrap)),
    ];
    for open in streams {
        let (client, drivers) = watched(&peer);
        let stream = Bytes.send(&client).unwrap();
        let driver = drivers.recv().unwrap();
        drop(client);
        let mut pieces = open(stream);
        for _ in 0..3 {
            assert!(pieces.next().unwrap().starts_with(b"ab"));
        }
        assert!(driver.exists());
        drop(pieces);
        assert!(ends(&driver));
    }
}

#[test]
fn a_client_that_is_dropped_while_another_thread_calls_lets_the_call_end() {
    let peer = Peer::always(Answer::Stall(Vec::new()));
    let (client, drivers) = watched(&peer);
    let clone = client.clone();
    let calling = thread::spawn(move || clone.call(&Get).timeout(Duration::from_millis(300)).send());
    let driver = drivers.recv().unwrap();
    drop(client);
    let error = calling.join().unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert!(ends(&driver));
}

#[test]
fn a_body_that_is_sent_on_can_be_the_last_owner() {
    #[derive(ApiRequest)]
    #[api(put = "/copy")]
    struct Copy {
        #[api(body)]
        body: api_request::body::Stream,
    }
    let source = Peer::always(Answer::Bytes([&*chunked(&["abc", "def"]), b"0\r\n\r\n"].concat()));
    let target = Peer::always(Answer::reply("204 No Content", &[], ""));
    let (client, drivers) = watched(&source);
    let body = Bytes.send(&client).unwrap().into_body();
    let driver = drivers.recv().unwrap();
    drop(client);
    // The other client reads it and drops it, on its own thread.
    let copying = target.client();
    Copy { body: api_request::body::Stream::new(body) }.send(&copying).unwrap();
    assert!(ends(&driver));
    assert!(target.server.only_request().contains("abc"));
}

#[test]
fn many_threads_call_at_once() {
    let peer = Peer::start(|request| Answer::reply("200 OK", &[], request.split(' ').nth(1).unwrap()));
    #[derive(ApiRequest)]
    #[api(get = "/{thread}/{call}", response = api_request::reply::Text)]
    struct Numbered {
        thread: usize,
        call: usize,
    }
    let client = peer.client();
    thread::scope(|threads| {
        for thread in 0..64 {
            let client = &client;
            threads.spawn(move || {
                for call in 0..5 {
                    assert_eq!(Numbered { thread, call }.send(client).unwrap().0, format!("/{thread}/{call}"));
                }
            });
        }
    });
    assert_eq!(peer.server.requests().len(), 64 * 5);
}

/// A call may begin just before the connection of the call before has returned to the pool. So there may be two.
#[test]
fn calls_in_a_row_share_a_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                let mut read = [0; 4096];
                while stream.read(&mut read).is_ok_and(|length| length > 0) {
                    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx").unwrap();
                }
            });
        }
    });
    let client = blocking::Client::builder(&url).build().unwrap();
    for _ in 0..300 {
        assert_eq!(Get.send(&client).unwrap().0, "x");
    }
    let connections = count.load(Ordering::SeqCst);
    assert!(connections <= 2, "{connections} connections for calls one after the other");
}
