//! One fault: the script of the server, and how a call with each method must end.

use std::time::{Duration, Instant};

use api_request::body::Raw;
use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::reply::Text;
use api_request::transport::Reqwest;
use api_request::{ApiRequest, Client, Error, NoContent};

use super::end::End;
use super::server::{Script, Server};

/// The deadline of calls that end because of it. Each of them takes this long.
pub(crate) const DEADLINE: Duration = Duration::from_millis(500);
/// How much longer such a call may take on the wire.
const GRACE: Duration = Duration::from_millis(250);
/// The deadline of all other calls. It is long, so that none of them ends because the machine is busy.
const LONG: Duration = Duration::from_secs(20);
/// The largest response that the client accepts, in bytes.
pub(crate) const CAP: usize = 1000;

#[derive(ApiRequest)]
#[api(get = "/a", response = Text)]
struct Get {
    q: u8,
}

#[derive(ApiRequest)]
#[api(head = "/a", response = NoContent)]
struct Head;

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Post<'a> {
    text: &'a str,
}

#[derive(ApiRequest)]
#[api(post = "/a", response = Text)]
struct Upload {
    #[api(body)]
    body: Raw,
}

#[derive(ApiRequest)]
#[api(put = "/a", response = Text)]
struct Put {
    n: u8,
}

/// The kind of request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Get,
    Head,
    Post,
    Put,
    /// A POST whose body is larger than any socket buffer.
    Upload,
}

impl Kind {
    /// How many tries the request gets if each try fails.
    pub(crate) fn tries(self) -> u32 {
        if matches!(self, Self::Post | Self::Upload) { 1 } else { 3 }
    }

    async fn send(self, client: &Client, deadline: Duration) -> Result<String, Error> {
        let body = || Raw::from(vec![b'a'; 16 << 20]);
        match self {
            Self::Get => client.call(&Get { q: 1 }).timeout(deadline).await.map(|text| text.0),
            Self::Head => client.call(&Head).timeout(deadline).await.map(|NoContent| String::new()),
            Self::Post => client.call(&Post { text: "a" }).timeout(deadline).await.map(|text| text.0),
            Self::Put => client.call(&Put { n: 1 }).timeout(deadline).await.map(|text| text.0),
            Self::Upload => client.call(&Upload { body: body() }).timeout(deadline).await.map(|text| text.0),
        }
    }
}

/// How a call reaches the server.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Plain,
    Tls,
    /// TLS with a short connect timeout.
    HastyTls,
    /// A port on which nothing listens.
    Refused,
}

/// One fault, and how calls end with it.
pub(crate) struct Row {
    pub(crate) name: String,
    script: Script,
    way: Way,
    deadline: Duration,
    /// Whether the server receives the same request in each try, and no other.
    is_same: bool,
    pub(crate) ends: Vec<(Kind, End)>,
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, script: Script) -> Self {
        Self { name: name.into(), script, way: Way::Plain, deadline: LONG, is_same: true, ends: Vec::new() }
    }

    pub(crate) fn refused(name: &str) -> Self {
        Self { way: Way::Refused, ..Self::new(name, Script::Unread(Vec::new())) }
    }

    pub(crate) fn by_tls(mut self) -> Self {
        self.way = Way::Tls;
        self
    }

    pub(crate) fn by_hasty_tls(mut self) -> Self {
        self.way = Way::HastyTls;
        self
    }

    /// The call ends at its deadline, or at once because a wait would exceed it.
    pub(crate) fn by_deadline(mut self) -> Self {
        self.deadline = DEADLINE;
        self
    }

    pub(crate) fn elsewhere(mut self) -> Self {
        self.is_same = false;
        self
    }

    pub(crate) fn end(mut self, kind: Kind, end: End) -> Self {
        self.ends.push((kind, end));
        self
    }

    pub(crate) fn both(self, end: impl Fn(Kind) -> End) -> Self {
        let (get, post) = (end(Kind::Get), end(Kind::Post));
        self.end(Kind::Get, get).end(Kind::Post, post)
    }

    pub(crate) fn reads(self, text: &str) -> Self {
        self.both(|_| End::value(text))
    }

    /// The connection breaks before the head. GET is retried.
    pub(crate) fn breaks(self) -> Self {
        self.both(|kind| End::error("Transport", kind.tries()))
    }

    /// The connection breaks after this many bytes of the body.
    pub(crate) fn breaks_behind(self, raw: usize) -> Self {
        self.both(|kind| End::error("Transport", kind.tries()).replied(200, raw))
    }

    pub(crate) fn stalls(self) -> Self {
        self.by_deadline().both(|_| End { is_timeout: true, ..End::error("Timeout(Head)", 1) })
    }

    pub(crate) fn stalls_behind(self, raw: usize) -> Self {
        self.by_deadline().both(|_| End { is_timeout: true, ..End::error("Timeout(Body)", 1) }.replied(200, raw))
    }

    pub(crate) fn too_large(self) -> Self {
        self.both(|_| End::error("Decode", 1).replied(200, CAP))
    }

    /// A status that is not retried.
    pub(crate) fn status(self, status: u16, raw: usize) -> Self {
        self.both(|_| End::error("Status", 1).replied(status, raw))
    }

    /// A status that is retried if the request can be repeated.
    pub(crate) fn passing(self, status: u16, raw: usize) -> Self {
        self.both(|kind| End::error("Status", kind.tries()).replied(status, raw))
    }

    /// No connection can be opened, with any method and in each try.
    pub(crate) fn unsent(self, is_timeout: bool) -> Self {
        self.both(|_| End { is_maybe_sent: false, is_timeout, ..End::error("Connect", 3).seen(0) })
    }

    /// Sends a request of this kind, and returns how it ended. A call that only takes too long is measured again, because the machine may
    /// be busy for a moment.
    pub(crate) async fn run(&self, kind: Kind, clients: &Clients) -> Outcome {
        for _ in 0..3 {
            let outcome = self.run_once(kind, clients).await;
            if !outcome.is_late {
                return outcome;
            }
        }
        self.run_once(kind, clients).await
    }

    async fn run_once(&self, kind: Kind, clients: &Clients) -> Outcome {
        let server = Server::start(self.script.clone()).await;
        // A port that is bound but not listened to refuses connections, and no other process can get it.
        let silent = tokio::net::TcpSocket::new_v4().unwrap();
        silent.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let client = match self.way {
            Way::Plain => clients.plain(&server.url("http")),
            Way::Tls => clients.plain(&server.url("https")),
            Way::HastyTls => clients.hasty.with_base(&server.url("https")).unwrap(),
            Way::Refused => clients.plain(&format!("http://{}", silent.local_addr().unwrap())),
        };
        let begun = Instant::now();
        let outcome = kind.send(&client, self.deadline).await;
        let took = begun.elapsed();
        let requests = server.requests();
        let end = End::of(&outcome, requests.len());
        let mut wrong = Vec::new();
        if end.outcome.starts_with("Timeout") && took < self.deadline {
            wrong.push("it ends too early".to_owned());
        }
        let is_late = took > self.deadline + GRACE;
        if is_late {
            wrong.push(format!("it took {took:?}"));
        }
        if self.is_same && requests.windows(2).any(|pair| pair[0] != pair[1]) {
            wrong.push(format!("the server saw {requests:#?}"));
        }
        // A connection that can be reused does not belong to the call.
        if outcome.is_err() && end.outcome != "Status" && !server.is_left().await {
            wrong.push("it leaves a connection open".to_owned());
        }
        Outcome { end, took, is_late, wrong }
    }
}

/// The parts that calls share, because setting up a transport takes longer than most calls.
pub(crate) struct Clients {
    transport: Reqwest,
    hasty: Client,
}

impl Clients {
    pub(crate) fn new() -> Self {
        let hasty = builder("https://localhost").connect_timeout(Duration::from_millis(50)).build().unwrap();
        Self { transport: Reqwest::new().unwrap(), hasty }
    }

    /// A client with a budget of its own.
    fn plain(&self, url: &str) -> Client {
        builder(url).transport(self.transport.clone()).build().unwrap()
    }
}

fn builder(url: &str) -> ClientBuilder {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(4), Duration::from_millis(8));
    Client::builder(url).retry(quick).max_reply(CAP)
}

/// How a call ended.
pub(crate) struct Outcome {
    pub(crate) end: End,
    pub(crate) took: Duration,
    is_late: bool,
    /// What must never happen, with any end.
    pub(crate) wrong: Vec<String>,
}
