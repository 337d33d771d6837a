//! Bodies that are cut, late, wrong, too large or endless, of successes and of errors.

use std::time::Duration;

use super::end::End;
use super::row::{CAP, Row};
use super::server::Step::{Endless, HalfClose, Reset, Stall, Trickle};
use super::server::{Script, Step, send};

const LENGTH: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";

/// Sends the head and then these steps.
fn behind(head: &str, then: impl Into<Vec<Step>>) -> Script {
    Script::always([vec![send(head)], then.into()].concat())
}

fn chunks(body: &str) -> Script {
    behind(CHUNKED, [send(body)])
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = vec![
        Row::new("body cut", behind(LENGTH, [send("abc")])).breaks_behind(3),
        Row::new("body cut before it begins", behind(LENGTH, [])).breaks_behind(0),
        Row::new("body cut by a half-close", behind(LENGTH, [send("abc"), HalfClose])).breaks_behind(3),
        Row::new("body reset", behind(LENGTH, [send("abc"), Reset])).breaks_behind(3),
        Row::new("body stalled", behind(LENGTH, [send("abc"), Stall])).stalls_behind(3),
        Row::new("body stalled before it begins", behind(LENGTH, [Stall])).stalls_behind(0),
        Row::new("body trickled, in time", behind(LENGTH, trickle("0123456789", 1))).reads("0123456789"),
        Row::new("body trickled, too slowly", behind(LENGTH, slowly("0123456789"))).stalls_behind(4),
        Row::new("body up to the close, reset", behind("HTTP/1.1 200 OK\r\n\r\n", [send("abc"), Reset]))
            .breaks_behind(3),
        Row::new("body up to the close, stalled", behind("HTTP/1.1 200 OK\r\n\r\n", [send("abc"), Stall]))
            .stalls_behind(3),
        Row::new("body of the cap's length", whole(200, CAP)).reads(&"a".repeat(CAP)),
        Row::new("body too large, with a length", whole(200, CAP + 1)).too_large(),
        Row::new("body too large, up to the close", behind("HTTP/1.1 200 OK\r\n\r\n", [send("a".repeat(CAP + 1))]))
            .too_large(),
        Row::new("body without end, up to the close", behind("HTTP/1.1 200 OK\r\n\r\n", [Endless(b"abcd".to_vec())]))
            .too_large(),
        Row::new(
            "body without end, with a length of 2^63",
            behind("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775808\r\n\r\n", [Endless(b"abcd".to_vec())]),
        )
        .too_large(),
    ];
    rows.extend(chunked());
    rows.extend(of_errors());
    rows
}

/// Sends pieces of one byte.
fn trickle(bytes: &str, pause: u64) -> [Step; 1] {
    [Trickle(bytes.into(), 1, Duration::from_millis(pause))]
}

/// Sends four bytes at once, and the others only after the deadline.
fn slowly(bytes: &str) -> Vec<Step> {
    let (begin, rest) = bytes.split_at(4);
    vec![send(begin), Trickle(rest.into(), 1, 2 * super::row::DEADLINE)]
}

fn whole(status: u16, length: usize) -> Script {
    let body = "a".repeat(length);
    Script::always([send(format!(
        "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    ))])
}

fn chunked() -> Vec<Row> {
    vec![
        Row::new("chunks", chunks("3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\ntrailer: x\r\n\r\n")).reads("abcde"),
        Row::new("chunks trickled, in time", behind(CHUNKED, trickle("3\r\nabc\r\n0\r\n\r\n", 1))).reads("abc"),
        Row::new(
            "chunks trickled, too slowly",
            behind(CHUNKED, [vec![send("1\r\na\r\n")], slowly("4\r\nbcde\r\n")].concat()),
        )
        .stalls_behind(2),
        Row::new("chunks cut", chunks("3\r\nabc\r\n")).breaks_behind(3),
        Row::new("chunks cut within one", chunks("3\r\nabc\r\n5\r\nde")).breaks_behind(5),
        Row::new("chunks cut by a half-close", behind(CHUNKED, [send("3\r\nabc\r\n"), HalfClose])).breaks_behind(3),
        Row::new("chunks cut within the trailer", chunks("3\r\nabc\r\n0\r\ntrai")).breaks_behind(3),
        Row::new("chunks reset", behind(CHUNKED, [send("3\r\nabc\r\n"), Reset])).breaks_behind(3),
        Row::new("chunks stalled", behind(CHUNKED, [send("3\r\nabc\r\n"), Stall])).stalls_behind(3),
        Row::new("chunk with an invalid length", chunks("3\r\nabc\r\nxyz\r\nabc\r\n")).breaks_behind(3),
        Row::new("chunk of a negative length", chunks("-3\r\nabc\r\n")).breaks_behind(0),
        Row::new("chunk of 2^64", chunks("3\r\nabc\r\n10000000000000000\r\n")).breaks_behind(3),
        Row::new("chunk without a line end behind it", chunks("3\r\nabcde\r\n0\r\n\r\n")).breaks_behind(3),
        Row::new("chunk without a line end behind its length", chunks("3xyz\r\n0\r\n\r\n")).breaks_behind(0),
        Row::new("chunk longer than its length", chunks("3\r\nabcd\r\n0\r\n\r\n")).breaks_behind(3),
        Row::new("no chunk but text", chunks("<html></html>")).breaks_behind(0),
        Row::new("chunks too large", chunks(&format!("{:x}\r\n{}\r\n0\r\n\r\n", CAP + 1, "a".repeat(CAP + 1))))
            .too_large(),
        Row::new("chunks without end", behind(CHUNKED, [Endless(b"4\r\nabcd\r\n".to_vec())])).too_large(),
        Row::new("chunk extension without end", behind(CHUNKED, [send("3;"), Endless(vec![b'a'; 999])]))
            .breaks_behind(0),
    ]
}

/// An error status is reported as such, with the bytes that arrived.
fn of_errors() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [400, 503] {
        let length = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: 10\r\n\r\n");
        let chunked = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n");
        let row = |what: &str, script: Script| Row::new(format!("{status}: {what}"), script);
        // A call that reached its deadline is not retried.
        let stalled = |row: Row, raw| row.by_deadline().both(|_| End::error("Status", 1).replied(status, raw));
        let ends = |row: Row, raw| if status == 400 { row.status(status, raw) } else { row.passing(status, raw) };
        rows.extend([
            ends(row("whole body", whole(status, 10)), 10),
            ends(row("body cut", behind(&length, [send("abc")])), 3),
            ends(row("body reset", behind(&length, [send("abc"), Reset])), 3),
            ends(row("no chunk but text", behind(&chunked, [send("3\r\nabc\r\n<html>")])), 3),
            ends(row("body too large", whole(status, CAP + 1)), CAP),
            ends(row("chunks without end", behind(&chunked, [Endless(b"4\r\nabcd\r\n".to_vec())])), CAP),
            stalled(row("body stalled", behind(&length, [send("abc"), Stall])), 3),
            stalled(row("body trickled, too slowly", behind(&length, slowly("0123456789"))), 4),
        ]);
    }
    rows
}
