//! `Server`, a mock on a loopback port.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::boxed::BoxError;
use crate::message::Body;

use super::answer::Kind;
use super::connection::Connection;
use super::message::{Message, read};
use super::state::{Shared, State};

/// A [`Mock`](super::Mock) on a loopback port.
///
/// It stops when it is dropped.
///
/// It speaks HTTP/1.1 without TLS. Faults act on the connection: a refusal and a reset both reset it.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    url: String,
    task: AbortHandle,
}

impl Server {
    pub(super) async fn start(state: Shared) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(accept(listener, state)).abort_handle();
        Ok(Self { url, task })
    }

    /// The base URL, such as `http://127.0.0.1:49152`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Accepts connections. Dropping the future closes all of them.
async fn accept(listener: TcpListener, state: Shared) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        // A connection that is lost before it is accepted is the client's business.
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, Arc::clone(&state)));
        }
    }
}

async fn serve(stream: tokio::net::TcpStream, state: Shared) {
    let resets = Arc::new(AtomicBool::new(false));
    let connection = Connection::new(stream, Arc::clone(&resets));
    let service = service_fn(|request| respond(request, &state, &resets));
    // An error is a fault of the client, or one that a test has asked for.
    let _ = http1::Builder::new().serve_connection(connection, service).await;
}

/// Responds to one request. An error closes the connection.
async fn respond(request: Request<Incoming>, state: &State, resets: &AtomicBool) -> Result<Response<Body>, BoxError> {
    let (parts, body) = request.into_parts();
    let body = read(Body::wrap(body)).await?;
    let method = parts.method.clone();
    let answer = state.answer(Message::new(parts, "", None, body), None, None);
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    match answer.kind {
        Kind::Response => Ok(answer.into_response(&method)),
        Kind::Refuse | Kind::Reset => {
            resets.store(true, Ordering::Relaxed);
            Err("the mock resets the connection".into())
        }
        Kind::Hang => std::future::pending().await,
    }
}
