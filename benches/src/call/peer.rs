//! The server of whole calls: another process, so that what it does is not counted.

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::Duration;

/// As FusionAuth issues it.
const TOKEN: &str =
    r#"{"token":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE0ODUxNDA5ODR9.pmBDkZjZxBLsXb-NxuOkYVPK5xG7M1cE"}"#;

/// A server that answers every request alike. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Peer {
    process: Child,
    address: String,
}

impl Peer {
    /// Over a socket in the memory of this machine. It takes its time, so that a client always waits for it, and what the client
    /// does then does not depend on who is faster.
    pub(super) fn patient() -> Result<Self, Box<dyn Error>> {
        let path = env::temp_dir().join(format!("api-request-bench-{}", std::process::id()));
        Self::start("unix", path.to_str().ok_or("the directory for temporary files is no text")?)
    }

    /// Over TCP, as fast as it can.
    pub(super) fn quick() -> Result<Self, Box<dyn Error>> {
        Self::start("tcp", "127.0.0.1:0")
    }

    /// Where it listens: the path of a socket, or an address of loopback.
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

/// The peer's own process.
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

/// Answers each request on the connection, and gives back the last of them.
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
