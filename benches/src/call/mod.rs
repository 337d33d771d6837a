//! A whole call, from the request to the decoded response: ours with its default transport, and hand-written code with reqwest.

mod by_hand;
mod peer;
pub(crate) mod table;
pub(crate) mod throughput;

use std::hint::black_box;
use std::time::{Duration, Instant};

use api_request::{ApiRequest, Bearer, Client, blocking};
use reqwest::ClientBuilder;
use tokio::runtime;

use crate::rows::{Built, IssueJWTWithIdRequest};
use peer::Peer;
pub(crate) use peer::serve;

const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

/// The code that makes the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Shortest,
    SameJob,
    Ours,
    BlockingByHand,
    BlockingOurs,
}

impl Call {
    pub(crate) const ALL: [Self; 5] =
        [Self::Shortest, Self::SameJob, Self::Ours, Self::BlockingByHand, Self::BlockingOurs];

    /// The two iteration counts; the difference between them is the cost.
    pub(crate) const COUNTS: [u32; 2] = [500, 900];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Shortest => "call-shortest",
            Self::SameJob => "call-same-job",
            Self::Ours => "call-ours",
            Self::BlockingByHand => "call-blocking-by-hand",
            Self::BlockingOurs => "call-blocking-ours",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Shortest => "reqwest by hand, the shortest: no `Accept`, no check, no deadline",
            Self::SameJob => {
                "reqwest by hand, the same job: also `Accept`, `User-Agent`, the checks, a deadline, a cap"
            }
            Self::Ours => "`api-request`: `request.send(&client)`",
            Self::BlockingByHand => "`reqwest::blocking` by hand, the same job",
            Self::BlockingOurs => "`api-request`: `request.send(&client)` with a `blocking::Client`",
        }
    }

    /// Makes the call `count` times over a single connection without a network.
    pub(crate) fn run(self, count: u32) -> Built<()> {
        let peer = Peer::patient()?;
        let builder = reqwest::Client::builder().unix_socket(peer.address());
        self.timed("http://localhost", builder, [0, count]).map(drop)
    }

    /// Measures the time of sequential calls, after some calls for warming up.
    fn timed(self, base: &str, builder: ClientBuilder, counts: [u32; 2]) -> Built<Duration> {
        let request = IssueJWTWithIdRequest::sample();
        match self {
            Self::Shortest => {
                let http = builder.no_proxy().build()?;
                repeat(counts, async || by_hand::shortest(&http, base, black_box(&request)).await)
            }
            Self::SameJob => {
                let http = by_hand::careful_client(builder)?;
                repeat(counts, async || by_hand::same_job(&http, base, black_box(&request)).await)
            }
            Self::Ours => {
                let client = Client::builder(base).reqwest(builder).auth(Bearer::new(TOKEN)).build()?;
                repeat(counts, async || Ok(black_box(&request).send(&client).await?))
            }
            Self::BlockingByHand => {
                let http = by_hand::blocking_client(builder)?;
                repeat_blocking(counts, || by_hand::blocking(&http, base, black_box(&request)))
            }
            Self::BlockingOurs => {
                let client = blocking::Client::builder(base).reqwest(builder).auth(Bearer::new(TOKEN)).build()?;
                repeat_blocking(counts, || Ok(black_box(&request).send(&client)?))
            }
        }
    }
}

fn repeat<T>([unmeasured, measured]: [u32; 2], call: impl AsyncFn() -> Built<T>) -> Built<Duration> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for _ in 0..unmeasured {
            black_box(call().await?);
        }
        let begun = Instant::now();
        for _ in 0..measured {
            black_box(call().await?);
        }
        Ok(begun.elapsed())
    })
}

fn repeat_blocking<T>([unmeasured, measured]: [u32; 2], call: impl Fn() -> Built<T>) -> Built<Duration> {
    for _ in 0..unmeasured {
        black_box(call()?);
    }
    let begun = Instant::now();
    for _ in 0..measured {
        black_box(call()?);
    }
    Ok(begun.elapsed())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// The lines that the call sends, in order.
    fn sent(call: Call) -> Vec<String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || peer::answer(listener.accept().unwrap().0, Duration::ZERO).unwrap());
        call.timed(&base, reqwest::Client::builder(), [1, 1]).unwrap();
        let lines = server.join().unwrap().replace(base.trim_start_matches("http://"), "HOST");
        let mut lines: Vec<String> = lines.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn all_send_the_same_except_what_the_shortest_leaves_out() {
        let ours = sent(Call::Ours);
        assert!(ours[0].is_empty() && ours[1].starts_with("GET /api/jwt/issue?applicationId=3c219e58-"), "{ours:?}");
        assert!(ours.contains(&format!("authorization: Bearer {TOKEN}")), "{ours:?}");
        let without = |name: &str| ours.iter().filter(|line| !line.starts_with(name)).cloned().collect::<Vec<_>>();
        let same_job: Vec<String> =
            sent(Call::SameJob).into_iter().filter(|line| !line.starts_with("user-agent: benches/")).collect();
        assert_eq!(same_job, without("user-agent: api-request/"));
        assert_eq!(sent(Call::BlockingOurs), ours);
        let by_hand: Vec<String> =
            sent(Call::BlockingByHand).into_iter().filter(|line| !line.starts_with("user-agent: benches/")).collect();
        assert_eq!(by_hand, without("user-agent: api-request/"));
        let mut shortest = sent(Call::Shortest);
        let at = shortest.iter().position(|line| line == "accept: */*").unwrap();
        shortest[at] = "accept: application/json".into();
        assert_eq!(shortest, without("user-agent: api-request/"));
    }
}
