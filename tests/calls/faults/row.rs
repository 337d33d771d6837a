//! One fault: the script, and how a call by each method must end.

use std::time::{Duration, Instant};

use api_request::body::Raw;
use api_request::client::{ClientBuilder, RetryPolicy};
use api_request::reply::Text;
use api_request::transport::Reqwest;
use api_request::{ApiRequest, Client, Error, NoContent};

use super::end::End;
use super::server::{Script, Server};

/// Of the calls that end by it or because of it, each of which takes that long.
pub(crate) const DEADLINE: Duration = Duration::from_millis(500);
/// How much longer such a call may take on the wire.
const GRACE: Duration = Duration::from_millis(250);
/// Of all others: none of them ends by the clock of a busy machine.
const LONG: Duration = Duration::from_secs(20);
/// What a reply may have.
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

/// What is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Get,
    Head,
    Post,
    Put,
    /// A POST that no buffer of a socket takes as a whole.
    Upload,
}

impl Kind {
    /// How many tries it has when each fails.
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

/// How a call gets to the server.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Plain,
    Tls,
    /// With a short limit for the connection.
    HastyTls,
    /// Nothing listens where it goes.
    Refused,
}

/// One fault, and its ends.
pub(crate) struct Row {
    pub(crate) name: String,
    script: Script,
    way: Way,
    deadline: Duration,
    /// The server sees the same request in each try, and no other.
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

    /// It ends by the deadline, or at once because it would.
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

    /// The connection breaks before there is a head: GET is tried again.
    pub(crate) fn breaks(self) -> Self {
        self.both(|kind| End::error("Transport", kind.tries()))
    }

    /// The connection breaks behind these bytes of the body.
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

    /// A status that is not tried again.
    pub(crate) fn status(self, status: u16, raw: usize) -> Self {
        self.both(|_| End::error("Status", 1).replied(status, raw))
    }

    /// A status that is tried again where that may be.
    pub(crate) fn passing(self, status: u16, raw: usize) -> Self {
        self.both(|kind| End::error("Status", kind.tries()).replied(status, raw))
    }

    /// No connection comes about, for any method and in each try.
    pub(crate) fn unsent(self, is_timeout: bool) -> Self {
        self.both(|_| End { is_maybe_sent: false, is_timeout, ..End::error("Connect", 3).seen(0) })
    }

    /// Sends the request of this kind, and tells how it went. What only takes too long is measured again, as a machine may be busy
    /// at any time, and is not each time.
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
        // A port that is taken and not listened to refuses, and no other process gets it.
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
        // A connection that may be used again is not the call's.
        if outcome.is_err() && end.outcome != "Status" && !server.is_left().await {
            wrong.push("it leaves a connection open".to_owned());
        }
        Outcome { end, took, is_late, wrong }
    }
}

/// What the calls are made with. To set a transport up takes longer than most of them.
pub(crate) struct Clients {
    transport: Reqwest,
    hasty: Client,
}

impl Clients {
    pub(crate) fn new() -> Self {
        let hasty = builder("https://localhost").connect_timeout(Duration::from_millis(50)).build().unwrap();
        Self { transport: Reqwest::new().unwrap(), hasty }
    }

    /// One with a budget of its own.
    fn plain(&self, url: &str) -> Client {
        builder(url).transport(self.transport.clone()).build().unwrap()
    }
}

fn builder(url: &str) -> ClientBuilder {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(4), Duration::from_millis(8));
    Client::builder(url).retry(quick).max_reply(CAP)
}

/// How a call went.
pub(crate) struct Outcome {
    pub(crate) end: End,
    pub(crate) took: Duration,
    is_late: bool,
    /// What must not be, whatever the end.
    pub(crate) wrong: Vec<String>,
}
