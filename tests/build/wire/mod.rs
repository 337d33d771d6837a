//! The wire: what is declared and set, and the exact bytes that it makes. The page "wire" shows the same table.

mod base;
mod by_hand;
mod coverage;
mod facts;
// The tests read less of the tables than the derives do.
#[allow(dead_code)]
#[path = "../../../macros/src/tables/key_names.rs"]
mod key_names;
#[allow(dead_code)]
#[path = "../../../macros/src/tables/keys.rs"]
mod keys;
mod limits;
#[allow(dead_code)]
#[path = "../../../macros/src/tables/names.rs"]
mod names;
mod page;
mod printed;
mod row;
mod server;
#[allow(dead_code)]
#[path = "../../../macros/src/tables/styles.rs"]
mod styles;
mod table;
#[allow(dead_code)]
#[path = "../../../macros/src/tables/targets.rs"]
mod targets;
#[allow(
    unreachable_pub,
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the page shows them as one writes them"
)]
mod types;

use api_request::{BaseUrl, Client};
use api_request_tests::{Answer, Server, header, request_line};
use row::Shown;
use url::Url;

fn base() -> BaseUrl {
    "https://h.example".parse().unwrap()
}

#[test]
fn each_row_is_what_is_made() {
    let mut wrong = String::new();
    for section in table::sections() {
        for case in &section.cases {
            for row in &case.rows {
                let expected: Vec<&str> = section.begins.iter().chain(row.lines).copied().collect();
                let made = row.request.made(section.shown);
                if made != expected {
                    let (declared, set) = (page::declaration(&section, case), page::set(row));
                    // Some are as long as a URL may be.
                    let made: String = format!("{made:?}").chars().take(500).collect();
                    wrong.push_str(&format!("\n{declared:?} = {set:?}\n  expected {expected:?}\n  made     {made}\n"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A URL parser returns the built URL byte for byte.
#[test]
fn each_url_is_one_that_a_parser_leaves_alone() {
    for row in table::sections().iter().flat_map(|section| &section.cases).flat_map(|case| &case.rows) {
        // What is refused has none.
        if let Some(url) = row.request.url() {
            assert_eq!(Url::parse(&url).unwrap().as_str(), url);
        }
    }
}

/// The client and its transport change nothing of what was built.
#[tokio::test]
async fn each_row_is_what_a_server_receives() {
    let server = Server::always(Answer::reply("204 No Content", &[], "")).await;
    let client = Client::builder(server.url()).build().unwrap();
    for section in table::sections().iter().filter(|section| section.shown == Shown::Request) {
        for row in section.cases.iter().flat_map(|case| &case.rows) {
            row.request.send(&client).await;
            let received = server.requests().pop().unwrap();
            let expected: Vec<&str> = section.begins.iter().chain(row.lines).copied().collect();
            assert_eq!(own_lines(&received), expected);
        }
    }
}

/// The lines of a request, without what the client and the transport add to every one.
fn own_lines(received: &str) -> Vec<String> {
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<String> = head.split("\r\n").map(str::to_owned).collect();
    request_line(received).strip_suffix(" HTTP/1.1").unwrap().clone_into(&mut lines[0]);
    let is_added = |line: &str| {
        let is_length = |length: &str| length != "0" && length == body.len().to_string();
        line.starts_with("host: ")
            || line.starts_with("user-agent: ")
            || line == "accept: */*"
            || line == "accept-encoding: gzip, br, zstd"
            || line.strip_prefix("content-length: ").is_some_and(is_length)
    };
    lines.retain(|line| !is_added(line));
    row::add_body(&mut lines, header(received, "content-type"), body);
    lines
}
