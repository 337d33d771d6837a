//! A server on loopback that misbehaves by a script, and records what reached it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request_tests::read_request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A step of the script of a connection. After the last step the connection is closed.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes in pieces of this size, with a pause before each.
    Trickle(Vec<u8>, usize, Duration),
    /// Sends these bytes repeatedly until the client disconnects.
    Endless(Vec<u8>),
    /// Sends nothing until the client disconnects.
    Stall,
    /// Closes the sending side, and waits until the client disconnects.
    HalfClose,
    /// Resets the connection, instead of closing it.
    Reset,
    /// Reads the next request on the same connection, and continues with the script for it.
    Keep,
    /// Waits until bytes arrive, and does not read them.
    Arrived,
}

/// The script of the server.
#[derive(Clone)]
pub(crate) enum Script {
    /// These steps for each connection, without reading a request.
    Unread(Vec<Step>),
    /// Steps by the raw bytes of the request, and its number, counted from 0.
    Read(Arc<Answer>),
}

type Answer = dyn Fn(&str, usize) -> Vec<Step> + Send + Sync;

impl Script {
    pub(crate) fn always(steps: impl Into<Vec<Step>>) -> Self {
        let steps = steps.into();
        Self::by(move |_, _| steps.clone())
    }

    pub(crate) fn by(answer: impl Fn(&str, usize) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::Read(Arc::new(answer))
    }
}

/// A server that stops when it is dropped.
pub(crate) struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    open: watch::Receiver<usize>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (count, open) = watch::channel(0);
        let connections = Arc::<AtomicUsize>::default();
        let (recorded, accepted) = (Arc::clone(&requests), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.send_modify(|open| *open += 1);
                accepted.fetch_add(1, Ordering::Relaxed);
                let (script, recorded, count) = (script.clone(), Arc::clone(&recorded), count.clone());
                tokio::spawn(async move {
                    serve(stream, script, &recorded).await;
                    count.send_modify(|open| *open -= 1);
                });
            }
        });
        Self { address, requests, connections, open, task }
    }

    pub(crate) fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }

    /// The raw bytes of each request that was read completely.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// How many connections were opened.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Waits until all connections are closed, as they must be once no call holds one. Returns whether they are.
    pub(crate) async fn is_left(&self) -> bool {
        let mut open = self.open.clone();
        tokio::time::timeout(Duration::from_secs(5), open.wait_for(|open| *open == 0)).await.is_ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Script, recorded: &Mutex<Vec<String>>) {
    // Without this, pieces would be sent together, and the pauses between them would not reach the client.
    let _ = stream.set_nodelay(true);
    let answer = match script {
        Script::Unread(steps) => {
            play(&mut stream, steps).await;
            return;
        }
        Script::Read(answer) => answer,
    };
    while let Some(request) = read_request(&mut stream).await {
        let request = String::from_utf8_lossy(&request).into_owned();
        let number = {
            let mut recorded = recorded.lock().unwrap();
            recorded.push(request.clone());
            recorded.len() - 1
        };
        if !play(&mut stream, answer(&request, number)).await {
            return;
        }
    }
}

/// Runs the steps, and returns whether the connection continues with another request. The client may disconnect at any time; the test
/// notices it.
async fn play(stream: &mut TcpStream, steps: Vec<Step>) -> bool {
    for step in steps {
        match step {
            Step::Send(bytes) => drop(stream.write_all(&bytes).await),
            Step::Trickle(bytes, size, pause) => {
                for piece in bytes.chunks(size) {
                    tokio::time::sleep(pause).await;
                    if stream.write_all(piece).await.is_err() {
                        return false;
                    }
                }
            }
            Step::Endless(bytes) => while stream.write_all(&bytes).await.is_ok() {},
            Step::Stall => gone(stream).await,
            Step::HalfClose => {
                let _ = stream.shutdown().await;
                gone(stream).await;
            }
            Step::Reset => {
                let _ = stream.set_zero_linger();
                return false;
            }
            Step::Keep => return true,
            Step::Arrived => drop(stream.peek(&mut [0; 1]).await),
        }
    }
    false
}

async fn gone(stream: &mut TcpStream) {
    while stream.read(&mut [0; 4096]).await.is_ok_and(|read| read > 0) {}
}

/// Sends this text.
pub(crate) fn send(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into())
}
