//! Faults on the wire: for each thing that a server may do wrong, how and when a call ends, and what reached the server.

mod bodies;
mod connections;
mod end;
mod heads;
mod redirects;
mod reused;
mod row;
mod server;
mod statuses;

use std::sync::Arc;

use tokio::sync::Semaphore;

use end::HEADINGS;
use row::{Clients, Outcome, Row};
use server::{Script, Server};

/// Few enough calls at once that each ends by its own limit, and not because the machine is busy.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_ends_as_the_table_says() {
    let other = Server::start(Script::always([])).await;
    let rows =
        [connections::rows(), heads::rows(), bodies::rows(), redirects::rows(&other.url("http")), statuses::rows()];
    let rows: Vec<Arc<Row>> = rows.into_iter().flatten().map(Arc::new).collect();
    let (clients, slots) = (Arc::new(Clients::new()), Arc::new(Semaphore::new(AT_ONCE)));
    let calls = rows.iter().flat_map(|row| row.ends.iter().map(move |(kind, end)| (row, *kind, end)));
    let running: Vec<_> = calls
        .map(|(row, kind, end)| {
            let (sent, clients, slots) = (Arc::clone(row), Arc::clone(&clients), Arc::clone(&slots));
            let outcome = tokio::spawn(async move {
                let _slot = slots.acquire().await.unwrap();
                sent.run(kind, &clients).await
            });
            (row, kind, end, outcome)
        })
        .collect();
    println!("{:<64} {:<6} {HEADINGS}    ms", "fault", "call");
    let mut wrong = Vec::new();
    for (row, kind, expected, outcome) in running {
        let Outcome { end, took, wrong: more, .. } = outcome.await.unwrap();
        let (name, kind) = (&row.name, format!("{kind:?}"));
        println!("{name:<64} {kind:<6} {end} {:>5}", took.as_millis());
        if end != *expected {
            wrong.push(format!("{name}, {kind}:\n  {end} instead of\n  {expected}"));
        }
        wrong.extend(more.into_iter().map(|more| format!("{name}, {kind}: {more}")));
    }
    assert!(wrong.is_empty(), "{HEADINGS}\n{}", wrong.join("\n"));
    assert!(other.requests().is_empty(), "another origin saw {:?}", other.requests());
    assert_eq!(other.connections(), 0, "another origin had a connection");
}
