//! Bodies that are read from a `std::io::Read`, with both clients.

use std::io::{self, Read};
use std::sync::mpsc;
use std::time::Duration;

use api_request::body::{Part, Stream};
use api_request::{ApiRequest, Client, Error, blocking};
use api_request_tests::{Answer, header};
use tokio::runtime::Builder;

use super::Peer;

#[derive(ApiRequest)]
#[api(put = "/file")]
struct Upload {
    #[api(body)]
    file: Stream,
}

#[derive(ApiRequest)]
#[api(post = "/form", body = multipart)]
struct Form {
    file: Part,
}

/// Returns bytes, then this error, and records the length of each buffer.
struct Failing {
    left: usize,
    end: Option<io::Error>,
    rooms: mpsc::Sender<usize>,
}

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = self.rooms.send(buffer.len());
        if self.left == 0 {
            return self.end.take().map_or(Ok(0), Err);
        }
        let length = buffer.len().min(self.left);
        self.left -= length;
        buffer[..length].fill(b'a');
        Ok(length)
    }
}

fn reader(length: usize, end: Option<io::Error>) -> (Failing, mpsc::Receiver<usize>) {
    let (rooms, seen) = mpsc::channel();
    (Failing { left: length, end, rooms }, seen)
}

fn accepting() -> Peer {
    Peer::always(Answer::reply("204 No Content", &[], ""))
}

/// Both clients send the request.
fn send(peer: &Peer, upload: impl Fn() -> Upload) -> [Result<(), Error>; 2] {
    let client = Client::builder(peer.server.url()).build().unwrap();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let by_blocking = upload().send(&peer.client()).map(drop).map_err(Error::erase);
    [by_blocking, runtime.block_on(upload().send(&client)).map(drop).map_err(Error::erase)]
}

#[test]
fn a_reader_is_sent_in_bounded_pieces() {
    let peer = accepting();
    let (rooms, seen) = mpsc::channel();
    let file = || {
        let rooms = rooms.clone();
        let reader = Failing { left: 300_000, end: Some(io::ErrorKind::Interrupted.into()), rooms };
        Upload { file: Stream::from_read(reader).content_type("text/plain") }
    };
    for sent in send(&peer, file) {
        sent.unwrap();
    }
    for request in peer.server.requests() {
        assert_eq!(header(&request, "transfer-encoding"), Some("chunked"));
        assert_eq!(header(&request, "content-type"), Some("text/plain"));
        assert_eq!(request.split("\r\n\r\n").nth(1).unwrap().matches('a').count() / 10, 30_000);
    }
    assert!(seen.try_iter().all(|room| room <= 64 << 10));
}

#[test]
fn a_length_is_sent_and_checked() {
    let peer = accepting();
    let file = |length| move || Upload { file: Stream::from_read(b"abc".as_slice()).length(length) };
    for sent in send(&peer, file(3)) {
        sent.unwrap();
    }
    for request in peer.server.requests() {
        assert_eq!(header(&request, "content-length"), Some("3"));
        assert!(request.ends_with("\r\n\r\nabc"));
    }
    for length in [2, 4] {
        for sent in send(&peer, file(length)) {
            let error = sent.unwrap_err();
            assert!(matches!(error, Error::Transport { .. }), "{error:?}");
            assert!(error.to_string().ends_with(": the request body has the wrong length"), "{error}");
            let relation = if length == 2 { "longer" } else { "shorter" };
            assert!(std::error::Error::source(&error).unwrap().to_string().contains(relation));
        }
    }
}

#[test]
fn a_reader_that_fails_or_panics_ends_the_call() {
    struct Panics;
    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("the reader panics")
        }
    }
    let peer = accepting();
    let failing = || Upload { file: Stream::from_read(reader(10, Some(io::Error::other("the disk is gone"))).0) };
    for sent in send(&peer, failing) {
        let error = sent.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert!(error.to_string().ends_with(": the request body failed"), "{error}");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the disk is gone");
    }
    for sent in send(&peer, || Upload { file: Stream::from_read(Panics) }) {
        let error = sent.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error:?}");
        assert!(std::error::Error::source(&error).unwrap().to_string().contains("panicked"), "{error:?}");
    }
}

/// The error of the body may contain a value of the caller, so `Display` does not quote it.
#[test]
fn a_part_or_a_file_that_fails_says_so_without_its_values() {
    let peer = accepting();
    let secret = "4111-1111";
    let file = Part::from(Stream::from_read(reader(10, Some(io::Error::other(secret))).0));
    let error = Form { file }.send(&peer.client()).unwrap_err();
    assert_eq!(error.to_string(), "POST /form: the request body failed");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), secret);
    let file = Part::from(Stream::from_read(b"abc".as_slice()).length(4));
    let error = Form { file }.send(&peer.client()).unwrap_err();
    assert_eq!(error.to_string(), "POST /form: the request body has the wrong length");

    // A file that is removed after the request was made, and one that has become shorter.
    let path = std::env::temp_dir().join(format!("api-request-upload-{}", std::process::id()));
    std::fs::write(&path, "abc").unwrap();
    let file = Stream::file(&path).unwrap();
    std::fs::write(&path, "a").unwrap();
    for sent in send(&peer, || Upload { file: file.clone() }) {
        let error = sent.unwrap_err();
        assert!(error.to_string().ends_with(": the request body has the wrong length"), "{error}");
    }
    std::fs::remove_file(&path).unwrap();
    for sent in send(&peer, || Upload { file: file.clone() }) {
        let error = sent.unwrap_err();
        assert!(error.to_string().ends_with(": the request body failed"), "{error}");
    }
}

#[test]
fn a_reader_is_sent_once() {
    let peer = accepting();
    let client: blocking::Client = peer.client();
    let upload = Upload { file: Stream::from_read(b"abc".as_slice()) };
    upload.send(&client).unwrap();
    let error = upload.send(&client).unwrap_err();
    assert!(matches!(error, Error::Encode { .. }), "{error:?}");
}

#[test]
fn a_part_can_be_read_too() {
    let peer = accepting();
    let file = Part::from(Stream::from_read(b"abc".as_slice()).length(3)).file_name("a.txt");
    Form { file }.send(&peer.client()).unwrap();
    let request = peer.server.only_request();
    assert!(request.contains("filename=\"a.txt\"") && request.contains("\r\n\r\nabc\r\n--"), "{request}");
    assert!(header(&request, "content-length").is_some());
}

/// The thread that the reader blocks is not waited for, neither by the call nor by the client.
#[test]
fn a_reader_that_blocks_ends_with_the_deadline() {
    struct Blocks(mpsc::Receiver<()>);
    impl Read for Blocks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Ok(0)
        }
    }
    let peer = accepting();
    let (release, blocked) = mpsc::channel();
    let client = peer.client();
    let blocked = std::sync::Mutex::new(blocked);
    let upload = Upload { file: Stream::from_read(Blocks(blocked.into_inner().unwrap())) };
    let error = client.call(&upload).timeout(Duration::from_millis(100)).send().unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    drop(client);
    drop(release);
}
