//! The server for whole calls, in a separate process so that its work is not counted.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::Duration;

/// A response in FusionAuth's format.
const TOKEN: &str =
    r#"{"token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE0ODUxNDA5ODR9.pmBDkZjZxBLsXb-NxuOkYVPK5xG7M1cE"}"#;

/// A server that sends the same response to every request. Dropping it stops it.
#[derive(Debug)]
pub(super) struct Peer {
    process: Child,
    address: String,
}

impl Peer {
    /// Listens on a Unix socket. It delays each response, so that the client always has to wait and always does the same work.
    pub(super) fn patient() -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("api-request-bench-{}", std::process::id()));
        Self::start("unix", path.to_str().ok_or("the path of the temporary directory is not valid UTF-8")?)
    }

    /// Listens on TCP, and responds without delay.
    pub(super) fn quick() -> Result<Self, Box<dyn Error>> {
        Self::start("tcp", "127.0.0.1:0")
    }

    /// The address: the path of a socket, or a loopback address.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    fn start(kind: &str, address: &str) -> Result<Self, Box<dyn Error>> {
        let mut process =
            Command::new(env::current_exe()?).args(["peer", kind, address]).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take().ok_or("the peer has no output")?).read_line(&mut address)?;
        Ok(Self { process, address: address.trim_end().to_owned() })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.address);
    }
}

/// Runs the server. This is the entry point of its process.
pub(crate) fn serve(kind: &str, address: &str) -> Result<(), Box<dyn Error>> {
    if kind == "unix" {
        let listener = UnixListener::bind(address)?;
        println!("{address}");
        for stream in listener.incoming() {
            answer(stream?, Duration::from_millis(2))?;
        }
    } else {
        let listener = TcpListener::bind(address)?;
        println!("{}", listener.local_addr()?);
        for stream in listener.incoming() {
            let stream = stream?;
            stream.set_nodelay(true)?;
            thread::spawn(|| answer(stream, Duration::ZERO));
        }
    }
    Ok(())
}

/// Responds to each request on the connection, and returns the last request.
pub(super) fn answer(mut stream: impl Read + Write, delay: Duration) -> io::Result<String> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ndate: Tue, 15 Nov 1994 08:12:31 GMT\r\n";
    let reply = format!("{head}content-length: {}\r\n\r\n{TOKEN}", TOKEN.len());
    let (mut last, mut request, mut piece) = (Vec::new(), Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece)?;
        if read == 0 {
            return Ok(String::from_utf8_lossy(&last).into_owned());
        }
        request.extend_from_slice(&piece[..read]);
        if request.ends_with(b"\r\n\r\n") {
            last = std::mem::take(&mut request);
            if !delay.is_zero() {
                sleep(delay);
            }
            stream.write_all(reply.as_bytes())?;
        }
    }
}
