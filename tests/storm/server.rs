//! The server of the storm: it follows the plan, and records what it did for each call.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_request_tests::read_request;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};

use crate::plan::{Act, act};

/// More tries than any call has.
const MOST: usize = 4;

/// A server in a thread of its own, so that the client's runtime has only the client's tasks. Dropping it stops it.
pub(crate) struct Server {
    pub(crate) url: String,
    state: Arc<State>,
    open: watch::Receiver<usize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

struct State {
    /// What the server did with the requests of each call.
    done: Mutex<Vec<[Option<Act>; MOST]>>,
    connections: AtomicUsize,
}

impl Server {
    pub(crate) fn start(calls: usize) -> Self {
        // Allocated at the start, because the memory of the process is measured.
        let done = Mutex::new((0..calls).map(|_| [None; MOST]).collect());
        let state = Arc::new(State { done, connections: AtomicUsize::new(0) });
        let (count, open) = watch::channel(0);
        let (stop, stopped) = oneshot::channel();
        let (address, bound) = std::sync::mpsc::channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                address.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = accept(listener, shared, count) => {}
                    _ = stopped => {}
                }
            });
        });
        let url = format!("http://{}", bound.recv().unwrap());
        Self { url, state, open, stop: Some(stop), thread: Some(thread) }
    }

    /// What the server did with the requests of a call, in order.
    pub(crate) fn done(&self, call: usize) -> Vec<Act> {
        self.state.done.lock().unwrap()[call].iter().copied().flatten().collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// Waits until all connections are closed.
    pub(crate) async fn is_left(&self) {
        self.open.clone().wait_for(|open| *open == 0).await.unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.thread.take().map(std::thread::JoinHandle::join);
    }
}

async fn accept(listener: TcpListener, state: Arc<State>, count: watch::Sender<usize>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::Relaxed);
        count.send_modify(|open| *open += 1);
        let (state, count) = (Arc::clone(&state), count.clone());
        tokio::spawn(async move {
            serve(stream, &state).await;
            count.send_modify(|open| *open -= 1);
        });
    }
}

async fn serve(mut stream: TcpStream, state: &State) {
    while let Some(call) = next(&stream).await {
        let act = state.next(call);
        if act == Act::Refuse {
            state.keep(call, act);
            let _ = stream.set_zero_linger();
            return;
        }
        if read_request(&mut stream).await.is_none() {
            return;
        }
        // Recorded before the answer, which may end the call.
        state.keep(call, act);
        if !answer(&mut stream, call, act).await {
            return;
        }
    }
}

/// Returns the call of the next request without reading it; `None` if the client has disconnected.
async fn next(stream: &TcpStream) -> Option<usize> {
    let mut bytes = [0; 64];
    loop {
        let length = stream.peek(&mut bytes).await.ok().filter(|length| *length > 0)?;
        let line = String::from_utf8_lossy(&bytes[..length]);
        if let Some((number, _)) = line.split_once("/calls/").and_then(|(_, rest)| rest.split_once(' ')) {
            return number.parse().ok();
        }
        // The line is not complete yet.
        tokio::task::yield_now().await;
    }
}

/// Answers, and returns whether the connection stays open. The client may disconnect at any time.
async fn answer(stream: &mut TcpStream, call: usize, act: Act) -> bool {
    let text = call.to_string();
    let reply = |status: u16| format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{text}", text.len());
    let bytes = match act {
        Act::Answer | Act::AnswerAndClose => reply(200),
        Act::Status(status) => reply(status),
        Act::CutHead => "HTTP/1.1 200 OK\r\ncontent-le".to_owned(),
        Act::Garbage => "<html>\r\n\r\n".to_owned(),
        Act::CutBody => "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345".to_owned(),
        Act::CutChunks => "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12345\r\n".to_owned(),
        Act::Refuse | Act::Reset | Act::Close | Act::Stall => String::new(),
    };
    let _ = stream.write_all(bytes.as_bytes()).await;
    match act {
        Act::Reset => drop(stream.set_zero_linger()),
        Act::Stall => while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {},
        _ => {}
    }
    matches!(act, Act::Answer | Act::Status(_))
}

impl State {
    fn next(&self, call: usize) -> Act {
        let nth = self.done.lock().unwrap()[call].iter().flatten().count();
        act(call, nth)
    }

    fn keep(&self, call: usize, act: Act) {
        let mut done = self.done.lock().unwrap();
        let free = done[call].iter_mut().find(|slot| slot.is_none());
        *free.expect("no call has that many tries") = Some(act);
    }
}
