//! `Mock`, a server for tests of your own code, described by your request types.

mod answer;
mod connection;
mod content;
mod declaration;
mod difference;
mod expectation;
mod expected;
mod message;
mod pieces;
mod received;
mod secrets;
mod server;
mod state;
mod target;
mod template;
mod transport;

use std::any::type_name;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;

use crate::client::{Client, ClientBuilder};
use crate::request::ApiRequest;

pub use answer::Answer;
use declaration::Declaration;
pub use expectation::{Expectation, Replies};
use expected::Expected;
pub use received::Received;
pub use server::Server;
use state::Shared;
pub use transport::MockTransport;

/// The base URL of a mock's clients.
const BASE: &str = "https://mock.invalid";

/// A server for tests of your own code, in memory or on a loopback port.
///
/// You declare which requests it answers, with the types that your code sends. Everything above the transport is real: validation,
/// encoding, credentials, retries, redirects, decompression and decoding. The chapter [testing](crate::guide::testing) has more
/// examples.
///
/// ```
/// use api_request::ApiRequest;
/// use api_request::mock::Mock;
/// use serde::Deserialize;
/// use serde_json::json;
///
/// #[derive(ApiRequest)]
/// #[api(get = "/users/{id}", response = User)]
/// struct GetUser {
///     id: u64,
/// }
///
/// #[derive(Deserialize)]
/// struct User {
///     name: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = Mock::new();
/// mock.on::<GetUser>().json(200, json!({ "name": "Ada" }));
/// mock.expect(&GetUser { id: 8 }).json(404, json!({ "message": "no such user" }));
///
/// let client = mock.client();
/// assert_eq!(GetUser { id: 7 }.send(&client).await?.name, "Ada");
/// assert_eq!(GetUser { id: 8 }.send(&client).await.err().and_then(|error| error.status()), Some(http::StatusCode::NOT_FOUND));
/// mock.verify();
/// # Ok(())
/// # }
/// ```
///
/// # Which declaration answers
///
/// A declaration matches by method, path template, and the constants of the request type. Among those that match:
///
/// 1. `expect` precedes `on`.
/// 2. A literal segment of the path precedes a placeholder: `/users/search` precedes `/users/{id}`.
/// 3. More constants precede fewer.
/// 4. A later declaration precedes an earlier one.
///
/// A call that is sent to a given URL, such as the link to the next page, matches in the same way. [`at`](Expectation::at) restricts a
/// declaration to one URL, and then precedes the template. If the URL fits no declaration, the call is matched by the type of its request:
/// [`on`](Self::on) answers it, and [`expect`](Self::expect) compares its headers and body only. On a port, the type is not known.
///
/// A declaration that has answered all its calls no longer matches. A request that nothing matches is answered with 501.
///
/// # When it verifies
///
/// [`verify`](Self::verify) panics if a request was not declared, or if an expected one is missing. If you never call it, the mock does so
/// when it is dropped, unless the thread panics already. Clones share the declarations, and the last one verifies.
/// A clone in a function of [`each`](Expectation::each) is never dropped: call `verify` in such a test.
#[derive(Clone)]
pub struct Mock(Arc<Owner>);

/// Verifies the calls when the last clone of a mock is dropped.
struct Owner {
    state: Shared,
    is_verified: AtomicBool,
}

impl Mock {
    /// Creates a mock that has no declarations.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Owner { state: Shared::default(), is_verified: AtomicBool::new(false) }))
    }

    /// Declares an answer to every request of this type.
    ///
    /// The request may be received any number of times, or never, unless you set [`times`](Expectation::times).
    #[track_caller]
    pub fn on<R: ApiRequest>(&self) -> Expectation {
        self.declare::<R>(None)
    }

    /// Declares an answer to exactly this request, which must be received.
    ///
    /// Its values are compared one by one: the path, the query, declared headers, cookies and the body. JSON is compared by value. An
    /// idempotency key that is generated and the boundary of a multipart body do not count.
    ///
    /// A stream is read now, for the comparison. A one-shot body is then spent: send an equal request with a body of its own.
    ///
    /// Without [`times`](Expectation::times), it must be received once. If there are more answers, the others are for retries.
    ///
    /// # Panics
    ///
    /// Panics if the request cannot be sent, because it is invalid for example, or if its body is a stream that is not ready within 5 s.
    #[track_caller]
    pub fn expect<R: ApiRequest>(&self, request: &R) -> Expectation {
        let expected = match BASE.parse() {
            Ok(base) => Expected::new(&request, R::ENDPOINT, &base),
            Err(error) => Err(error.into()),
        };
        match expected {
            Ok(expected) => self.declare::<R>(Some(expected)),
            Err(error) => panic!("{} cannot be expected: {error}", declaration::without_modules(type_name::<R>())),
        }
    }

    #[track_caller]
    fn declare<R: ApiRequest>(&self, expected: Option<Expected>) -> Expectation {
        let declaration = Declaration::new(R::ENDPOINT, type_name::<R>(), Location::caller(), expected);
        let index = self.0.state.declare(declaration);
        Expectation::new(Arc::clone(&self.0.state), index)
    }

    /// Creates a client of this mock, with default options.
    #[must_use]
    pub fn client(&self) -> Client {
        match self.builder().build() {
            Ok(client) => client,
            Err(error) => unreachable!("the default options of a client are valid: {error}"),
        }
    }

    /// Creates a builder for a client of this mock, to set options such as credentials.
    ///
    /// The base URL is `https://mock.invalid`.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder(BASE).transport(self.transport())
    }

    /// Creates the transport of this mock, for a client that your own code builds.
    ///
    /// The base URL of that client must be on `https://mock.invalid`. It may have a path, which is removed before matching.
    #[must_use]
    pub fn transport(&self) -> MockTransport {
        MockTransport::new(Arc::clone(&self.0.state))
    }

    /// Serves the same answers on a loopback port, for clients in other processes.
    ///
    /// The port is free, and chosen by the system. The server stops when the returned value is dropped.
    ///
    /// # Panics
    ///
    /// Panics if no port can be opened, or outside of a tokio runtime with I/O enabled.
    pub async fn serve(&self) -> Server {
        match Server::start(Arc::clone(&self.0.state)).await {
            Ok(server) => server,
            Err(error) => panic!("the mock cannot open a port: {error}"),
        }
    }

    /// Every request that the mock received so far, including those that it did not answer.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.0.state.received()
    }

    /// Checks that every request was declared, and that every expected one was received.
    ///
    /// # Panics
    ///
    /// Panics otherwise. The message lists each unexpected request with the nearest declaration and how they differ, and each missing
    /// one. It masks secrets and credentials.
    #[track_caller]
    pub fn verify(&self) {
        self.0.is_verified.store(true, Ordering::Relaxed);
        if let Some(report) = self.0.state.report() {
            panic!("{report}");
        }
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("base", &BASE).finish_non_exhaustive()
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let is_open = !self.is_verified.load(Ordering::Relaxed) && !std::thread::panicking();
        if let Some(report) = is_open.then(|| self.state.report()).flatten() {
            panic!("{report}");
        }
    }
}

/// Begins a response with this status and an empty body.
///
/// # Panics
///
/// Panics if the status is not between 200 and 999.
#[track_caller]
pub fn reply(status: impl TryInto<StatusCode>) -> Answer {
    Answer::status(status)
}
