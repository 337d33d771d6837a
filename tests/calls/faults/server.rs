//! A server on loopback that misbehaves by script, and tells what reached it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_request_tests::read_request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What is done to a connection, one step after the other. Behind the last one it is closed.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes in pieces of this size, with a pause before each.
    Trickle(Vec<u8>, usize, Duration),
    /// Sends these bytes again and again until the client goes.
    Endless(Vec<u8>),
    /// Sends nothing until the client goes.
    Stall,
    /// Ends what is sent, and waits for the client to go.
    HalfClose,
    /// Breaks the connection off, so that the client gets a reset and no end.
    Reset,
    /// Reads the next request of the same connection, and goes on with what the script says of it.
    Keep,
    /// Waits until something arrives, and leaves it unread.
    Arrived,
}

/// What the server does with connections.
#[derive(Clone)]
pub(crate) enum Script {
    /// The same to each, without reading a request.
    Unread(Vec<Step>),
    /// By the request's raw bytes, and its number from 0.
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

    /// The raw bytes of each request that was read as a whole.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Whether all connections end, as they must once no call holds one.
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
    // A pause between pieces is one on the wire only if no piece waits for another.
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

/// Takes the steps, and says whether the connection goes on with another request. The client may go at any time, which is for the
/// test to notice.
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
