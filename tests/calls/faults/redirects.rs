//! Redirects: which are followed, what is sent there, and that another origin receives nothing.

use super::end::End;
use super::row::{Kind, Row};
use super::server::Step::{Endless, Keep, Reset, Stall};
use super::server::{Script, Step, send};

const METHODS: [Kind; 4] = [Kind::Get, Kind::Head, Kind::Post, Kind::Put];
const ARRIVED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole";

fn to(status: u16, location: Option<&str>) -> [Step; 2] {
    let location = location.map(|location| format!("location: {location}\r\n")).unwrap_or_default();
    reply(&format!("HTTP/1.1 {status} Moved\r\n{location}content-length: 0\r\n\r\n"))
}

/// A response on a connection that stays open.
fn reply(text: &str) -> [Step; 2] {
    [send(text), Keep]
}

/// A redirect of the path that calls use, and steps for all other paths.
fn from(first: [Step; 2], then: impl Into<Vec<Step>>) -> Script {
    let then = then.into();
    Script::by(move |request, _| match request.split_once(' ').is_some_and(|(_, rest)| rest.starts_with("/a")) {
        true => first.to_vec(),
        false if request.starts_with("HEAD") => reply(ARRIVED.strip_suffix("whole").unwrap()).to_vec(),
        false => then.clone(),
    })
}

fn arrives(kind: Kind) -> End {
    End::value(if kind == Kind::Head { "" } else { "whole" }).seen(2)
}

/// All four methods, because only GET and HEAD are followed.
fn refused(row: Row, status: u16) -> Row {
    METHODS.into_iter().fold(row, |row, kind| row.end(kind, End::error("Status", 1).replied(status, 0)))
}

fn followed(row: Row, status: u16) -> Row {
    let end = |kind| match kind {
        Kind::Get | Kind::Head => arrives(kind),
        _ => End::error("Status", 1).replied(status, 0),
    };
    METHODS.into_iter().fold(row.elsewhere(), |row, kind| row.end(kind, end(kind)))
}

pub(crate) fn rows(other: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        let row = |place: &str, location: Option<&str>| {
            Row::new(format!("{status} {place}"), from(to(status, location), reply(ARRIVED)))
        };
        rows.push(followed(row("within the origin", Some("/there?x=1")), status));
        rows.push(refused(row("across origins", Some(&format!("{other}/there"))), status));
        rows.push(refused(row("without `Location`", None), status));
    }
    for status in [300, 304, 305, 306] {
        rows.push(refused(Row::new(format!("{status} within the origin"), from(to(status, Some("/b")), [])), status));
    }
    let authority = other.strip_prefix("http:").unwrap();
    for (what, location) in [
        ("another origin without a scheme", format!("{authority}/there")),
        ("another scheme", format!("https:{authority}/there")),
        ("credentials", format!("http://user@{}/there", &authority[2..])),
        ("no URL", "http://[".to_owned()),
        ("no URL of a server", "data:,x".to_owned()),
    ] {
        let row = Row::new(format!("302 to {what}"), from(to(302, Some(&location)), []));
        rows.push(refused(row, 302));
    }
    let moved = || to(302, Some("/there"));
    let body = |then: Step| {
        let head = "HTTP/1.1 302 Moved\r\nlocation: /there\r\ntransfer-encoding: chunked\r\n\r\n4\r\nabcd\r\n";
        Script::by(move |_, number| if number == 0 { vec![send(head), then.clone()] } else { reply(ARRIVED).to_vec() })
    };
    rows.extend([
        Row::new("redirect loop", Script::always(to(302, Some("/a"))))
            .elsewhere()
            .end(Kind::Get, End::error("Status", 1).replied(302, 0).seen(6)),
        Row::new("redirect to a path that redirects across origins", from(moved(), to(302, Some(other))))
            .elsewhere()
            .end(Kind::Get, End::error("Status", 1).replied(302, 0).seen(2)),
        // Each try begins with the original URL.
        Row::new("redirect to what breaks", from(moved(), []))
            .elsewhere()
            .end(Kind::Get, End::error("Transport", 3).seen(6)),
        Row::new("redirect to what resets", from(moved(), [Reset]))
            .elsewhere()
            .end(Kind::Get, End::error("Transport", 3).seen(6)),
        Row::new("redirect to what stalls", from(moved(), [Stall]))
            .by_deadline()
            .elsewhere()
            .end(Kind::Get, End { is_timeout: true, ..End::error("Timeout(Head)", 1).seen(2) }),
        Row::new("redirect to what is not there", from(moved(), reply("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n")))
            .elsewhere()
            .end(Kind::Get, End::error("Status", 1).replied(404, 0).seen(2)),
        Row::new("redirect whose body stalls", body(Stall)).elsewhere().end(Kind::Get, arrives(Kind::Get)),
        Row::new("redirect whose body is reset", body(Reset)).elsewhere().end(Kind::Get, arrives(Kind::Get)),
        Row::new("redirect whose body has no end", body(Endless(b"4\r\nabcd\r\n".to_vec())))
            .elsewhere()
            .end(Kind::Get, arrives(Kind::Get)),
    ]);
    rows
}
