//! Many concurrent calls, a tenth of which meet a fault: each must end as expected and leave nothing behind.
//! This is a separate binary, because it counts the sockets of the process and measures its memory.

mod plan;
mod server;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use api_request::client::RetryPolicy;
use api_request::error::Phase;
use api_request::reply::Text;
use api_request::{ApiRequest, Client, Error};

use plan::{Act, FAULTS, act};
use server::Server;

const CALLS: usize = 20_000;
const AT_ONCE: usize = 256;
/// The number of calls after which the memory is measured for the first time.
const EARLY: usize = 5_000;
const TRIES: u32 = 3;

#[derive(ApiRequest)]
#[api(get = "/calls/{call}", response = Text)]
struct Get {
    call: usize,
}

#[derive(ApiRequest)]
#[api(put = "/calls/{call}", response = Text)]
struct Put {
    call: usize,
    text: &'static str,
}

#[derive(ApiRequest)]
#[api(post = "/calls/{call}", response = Text)]
struct Post {
    call: usize,
    text: &'static str,
}

#[derive(ApiRequest)]
#[api(post = "/calls/{call}", response = Text)]
struct PostByKey {
    call: usize,
    text: &'static str,
    #[api(header = "Idempotency-Key", idempotency_key)]
    key: Option<String>,
}

/// Whether the request can be repeated.
fn is_repeatable(call: usize) -> bool {
    !call.is_multiple_of(4)
}

async fn send(client: &Client, call: usize) -> Result<Text, Error> {
    let stalls = act(call, 0) == Act::Stall;
    let deadline = Duration::from_millis(if stalls { 300 } else { 60_000 });
    let text = "a text of some length";
    match call % 4 {
        0 => client.call(&Post { call, text }).timeout(deadline).await,
        1 => client.call(&PostByKey { call, text, key: None }).timeout(deadline).await,
        2 => client.call(&Put { call, text }).timeout(deadline).await,
        _ => client.call(&Get { call }).timeout(deadline).await,
    }
}

/// Whether this fault leads to this error.
fn is_of(error: &Error, act: Act) -> bool {
    let status = error.status().map(|status| status.as_u16());
    match act {
        Act::Answer | Act::AnswerAndClose => false,
        Act::Refuse | Act::Reset | Act::Close | Act::CutHead | Act::Garbage => {
            matches!(error, Error::Transport { .. }) && status.is_none()
        }
        Act::CutBody | Act::CutChunks => {
            matches!(error, Error::Transport { .. }) && status == Some(200) && error.raw().unwrap() == "12345"
        }
        Act::Status(expected) => matches!(error, Error::Status { .. }) && status == Some(expected),
        Act::Stall => matches!(error, Error::Timeout { phase: Phase::Head, .. }),
    }
}

/// Returns how many tries of a call failed on a connection that the server had closed, or what is wrong with the result.
fn judge(call: usize, outcome: &Result<Text, Error>, done: &[Act]) -> Result<usize, &'static str> {
    let read = done.iter().filter(|act| **act != Act::Refuse).count();
    if !is_repeatable(call) && read > 1 {
        return Err("the server has read it twice");
    }
    let error = match outcome {
        Ok(text) if text.0 != call.to_string() => return Err("it has the reply of another call"),
        Ok(_) => match done {
            [.., Act::Answer | Act::AnswerAndClose] => return Ok(0),
            _ => return Err("it has a value that the server did not send"),
        },
        Err(error) => error,
    };
    if act(call, 0) == Act::Stall {
        // The short deadline may pass before the server reads the request.
        let is_expected = matches!(done, [] | [Act::Stall]) && is_of(error, Act::Stall);
        return is_expected.then_some(0).ok_or("it does not end by its deadline");
    }
    if !error.may_have_been_sent() {
        return Err("it may have been sent");
    }
    let is_last = error.tries() == TRIES || !is_repeatable(call) || !error.is_retryable();
    if !is_last {
        return Err("there was another try");
    }
    let lost = (error.tries() as usize).checked_sub(done.len()).ok_or("the server saw more than was tried")?;
    let died_unread = lost > 0 && is_of(error, Act::Reset);
    let is_expected = died_unread || done.last().is_some_and(|last| is_of(error, *last));
    if is_expected { Ok(lost) } else { Err("the last try ended otherwise") }
}

/// The statistics of all calls.
#[derive(Default)]
struct Tally {
    outcomes: BTreeMap<String, usize>,
    lost: usize,
    wrong: Vec<String>,
    early_memory: Option<u64>,
}

impl Tally {
    fn add(&mut self, call: usize, outcome: &Result<Text, Error>, done: &[Act]) {
        let name = match outcome {
            Ok(_) if done.len() > 1 => "a value by another try".to_owned(),
            Ok(_) => "a value".to_owned(),
            Err(Error::Status { status, .. }) => format!("Status {}", status.as_u16()),
            Err(Error::Transport { .. }) => "Transport".to_owned(),
            Err(Error::Timeout { .. }) => "Timeout".to_owned(),
            Err(error) => format!("{error:?}"),
        };
        *self.outcomes.entry(name).or_default() += 1;
        match judge(call, outcome, done) {
            Ok(lost) => self.lost += lost,
            Err(reason) => self.wrong.push(format!("call {call}: {reason}: {outcome:?} of {done:?}")),
        }
    }
}

/// The memory of this process in KiB, if the system reports it.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
}

/// How many sockets this process has open, if the system reports it.
fn sockets() -> Option<usize> {
    let files = std::fs::read_dir("/proc/self/fd").ok()?;
    let targets = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
    Some(targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count())
}

#[test]
fn twenty_thousand_calls_end_as_they_must_and_leave_nothing() {
    let server = Arc::new(Server::start(CALLS));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(storm(&server));
}

async fn storm(server: &Arc<Server>) {
    let metrics = tokio::runtime::Handle::current().metrics();
    let (tasks, open) = (metrics.num_alive_tasks(), sockets());
    let begun = Instant::now();
    let quick = RetryPolicy::default().tries(TRIES).backoff(Duration::from_millis(1), Duration::from_millis(2));
    let client = Client::builder(&server.url).retry(quick).build().unwrap();
    let tally = Arc::new(Mutex::new(Tally::default()));
    let next = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (server, client) = (Arc::clone(server), client.clone());
            let (tally, next) = (Arc::clone(&tally), Arc::clone(&next));
            tokio::spawn(async move {
                loop {
                    let call = next.fetch_add(1, Ordering::Relaxed);
                    if call >= CALLS {
                        return;
                    }
                    if call == EARLY {
                        tally.lock().unwrap().early_memory = memory();
                    }
                    let outcome = send(&client, call).await;
                    tally.lock().unwrap().add(call, &outcome, &server.done(call));
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let took = begun.elapsed();
    let late_memory = memory();
    drop(client);
    let idle = async {
        server.is_left().await;
        while metrics.num_alive_tasks() > tasks {
            tokio::task::yield_now().await;
        }
    };
    let is_idle = tokio::time::timeout(Duration::from_secs(10), idle).await.is_ok();
    let tally = std::mem::take(&mut *tally.lock().unwrap());
    let acts: Vec<Act> = (0..CALLS).flat_map(|call| server.done(call)).collect();
    let count = |act: Act| acts.iter().filter(|done| **done == act).count();
    println!("{CALLS} calls, {AT_ONCE} at once, in {took:.1?}: {:?}", tally.outcomes);
    let faults: Vec<String> = FAULTS.iter().map(|fault| format!("{fault:?} {}", count(*fault))).collect();
    println!("the server: {} requests by {} connections; {}", acts.len(), server.connections(), faults.join(", "));
    println!("tries that died unread with a closed connection: {}", tally.lost);
    println!("left: tasks {} of {tasks}, sockets {:?} of {open:?}", metrics.num_alive_tasks(), sockets());
    println!("memory in KiB: {:?} after {EARLY} calls, {late_memory:?} after {CALLS}", tally.early_memory);

    let some: Vec<&String> = tally.wrong.iter().take(9).collect();
    assert!(some.is_empty(), "{} calls, such as {some:#?}", tally.wrong.len());
    assert!(FAULTS.iter().all(|fault| count(*fault) > 50), "each fault is met: {faults:?}");
    assert!(tally.lost <= count(Act::AnswerAndClose), "more connections died than were closed");
    assert!(is_idle, "tasks or connections are left");
    assert_eq!(sockets(), open, "sockets are left");
    if let (Some(early), Some(late)) = (tally.early_memory, late_memory) {
        assert!(late.saturating_sub(early) < MOST_GROWTH, "memory has grown from {early} to {late} KiB");
    }
}

/// In KiB: what malloc keeps after some thousand calls, plus half a kilobyte for each further call.
const MOST_GROWTH: u64 = 8 << 10;
