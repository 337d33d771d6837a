//! A request that a test expects, encoded as it would be sent.

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use tokio::runtime::{self, Handle};

use crate::base::BaseUrl;
use crate::boxed::BoxError;
use crate::encode::{self, Encoder};
use crate::endpoint::Endpoint;
use crate::error::BuildError;
use crate::message::Body;
use crate::request::{self, ErasedRequest};

use super::message::{Message, read};
use super::secrets::Secrets;

/// How long the body of an expected request may take to be read.
const LONGEST_READ: Duration = Duration::from_secs(5);

const NOT_READY: &str = "its body is a stream that is not ready: use `on`, and check `Received::body`";

/// A request that a test expects.
pub(super) struct Expected {
    pub(super) message: Message,
    pub(super) secrets: Secrets,
    /// The idempotency key that is generated for each call. `None` if it is a part of the value.
    pub(super) generated_key: Option<Arc<str>>,
}

impl Expected {
    /// Encodes the request.
    ///
    /// # Errors
    ///
    /// Fails if the request cannot be sent, or if its body is a stream that fails or that is not ready within 5 s.
    pub(super) fn new(
        request: &dyn ErasedRequest,
        endpoint: &'static Endpoint,
        base: &BaseUrl,
    ) -> Result<Self, BoxError> {
        let mut texts = Vec::new();
        let encoded = encode(request, endpoint, base, &mut texts)?;
        let key = encode::idempotency_key(&encoded);
        let generated_key = key.filter(|key| {
            // A one-shot body cannot be encoded a second time. Then a key in the form of the generated ones counts as one.
            let second = encode(request, endpoint, base, &mut Vec::new()).ok();
            match second.and_then(|second| encode::idempotency_key(&second)) {
                Some(second) => second != *key,
                None => uuid::Uuid::try_parse(key.trim_matches('"')).is_ok_and(|id| id.get_version_num() == 4),
            }
        });
        let (parts, body) = encoded.into_parts();
        let body = read_now(body)?;
        let message = Message::new(parts, "", None, body);
        Ok(Self { message, secrets: Secrets::of_request(texts), generated_key })
    }
}

fn encode(
    request: &dyn ErasedRequest,
    endpoint: &'static Endpoint,
    base: &BaseUrl,
    secrets: &mut Vec<Box<str>>,
) -> Result<Request<Body>, BuildError> {
    let mut encoder = Encoder::new(base, endpoint);
    encoder.collecting(secrets);
    request::build(request, &mut encoder)
}

/// Wakes a parked thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Reads the body on this thread, in a new runtime if none is running.
fn read_now(body: Body) -> Result<Bytes, BoxError> {
    if Handle::try_current().is_ok() {
        return block_on(body);
    }
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let bytes = runtime.block_on(async { tokio::time::timeout(LONGEST_READ, read(body)).await });
    // A reader that is blocked must not block the test.
    runtime.shutdown_background();
    bytes.unwrap_or_else(|_| Err(NOT_READY.into()))
}

/// Reads the body on this thread. Nearly all bodies are ready at once; one from a file is not.
fn block_on(body: Body) -> Result<Bytes, BoxError> {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut reading = std::pin::pin!(read(body));
    let end = Instant::now() + LONGEST_READ;
    loop {
        if let Poll::Ready(bytes) = reading.as_mut().poll(&mut context) {
            return bytes;
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(NOT_READY.into());
        }
        thread::park_timeout(left);
    }
}
