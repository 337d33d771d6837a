//! Heads that are cut, late or wrong, and heads that are only old or uncommon.

use std::time::Duration;

use super::end::End;
use super::row::{Kind, Row};
use super::server::Step::{Endless, HalfClose, Reset, Stall, Trickle};
use super::server::{Script, send};

const WHOLE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nwhole";
const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-le";

/// A response with these headers after its status line, and a body.
fn with(headers: &str, body: &str) -> Script {
    Script::always([send(format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}"))])
}

fn text(text: impl Into<Vec<u8>>) -> Script {
    Script::always([send(text)])
}

pub(crate) fn rows() -> Vec<Row> {
    let trickled = |pause| Script::always([Trickle(WHOLE.into(), 4, Duration::from_millis(pause))]);
    let mut rows = vec![
        Row::new("a whole reply", text(WHOLE)).reads("whole"),
        Row::new("head cut", text(HALF)).breaks(),
        Row::new("head cut by a half-close", Script::always([send(HALF), HalfClose])).breaks(),
        Row::new("head reset", Script::always([send(HALF), Reset])).breaks(),
        Row::new("head stalled", Script::always([Stall])).stalls(),
        Row::new("head stalled in the middle", Script::always([send(HALF), Stall])).stalls(),
        Row::new("head trickled, in time", trickled(1)).reads("whole"),
        Row::new("head trickled, too slowly", trickled(100)).stalls(),
        Row::new(
            "head without end, one line",
            Script::always([send("HTTP/1.1 200 OK\r\nx: "), Endless(vec![b'a'; 4096])]),
        )
        .breaks(),
        Row::new(
            "head without end, many lines",
            Script::always([send("HTTP/1.1 200 OK\r\n"), Endless(b"x: y\r\n".repeat(99))]),
        )
        .breaks(),
        Row::new("head with a line that has no colon", with("garbage", "")).breaks(),
        Row::new("head with a space before the colon", with("x : y\r\ncontent-length: 0", "")).breaks(),
        Row::new("status of two digits", text("HTTP/1.1 20 OK\r\n\r\n")).breaks(),
        Row::new("invalid status", text("HTTP/1.1 abc OK\r\n\r\n")).breaks(),
        Row::new("status 999", text("HTTP/1.1 999 Odd\r\ncontent-length: 1\r\n\r\nx")).status(999, 1),
        Row::new("status without words", text("HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nwhole")).reads("whole"),
        Row::new("version 3.0", text("HTTP/3.0 200 OK\r\ncontent-length: 0\r\n\r\n")).breaks(),
        Row::new("lines that end by LF alone", text("HTTP/1.1 200 OK\ncontent-length: 5\n\nwhole")).reads("whole"),
        Row::new("1.0 with a length", text("HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nwhole")).reads("whole"),
        Row::new("1.0 up to the close", text("HTTP/1.0 200 OK\r\n\r\nwhole")).reads("whole"),
        Row::new("1.0 without a body", text("HTTP/1.0 200 OK\r\n\r\n")).reads(""),
        Row::new("1.0 cut", text("HTTP/1.0 200 OK\r\ncontent-length: 9\r\n\r\nwhole")).breaks_behind(5),
        Row::new("1.1 up to the close", text("HTTP/1.1 200 OK\r\n\r\nwhole")).reads("whole"),
        Row::new("Content-Length too short", with("content-length: 3\r\nconnection: close", "whole")).reads("who"),
        Row::new("Content-Length too long", with("content-length: 9", "whole")).breaks_behind(5),
        Row::new("Content-Length twice, alike", with("content-length: 5\r\ncontent-length: 5", "whole")).reads("whole"),
        Row::new(
            "Content-Length and chunked",
            with("content-length: 9\r\ntransfer-encoding: chunked", "5\r\nwhole\r\n0\r\n\r\n"),
        )
        .reads("whole"),
        Row::new("Content-Length of 2^63", with("content-length: 9223372036854775808", "whole")).breaks_behind(5),
        Row::new(
            "Content-Length of 2^63, stalled",
            Script::always([send("HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775808\r\n\r\nwhole"), Stall]),
        )
        .stalls_behind(5),
        Row::new("an encoding that nobody asked for", with("transfer-encoding: gzip", "whole")).reads("whole"),
        Row::new("101 that nobody asked for", text("HTTP/1.1 101 Switch\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"))
            .status(101, 0),
    ];
    rows.extend(["5, 6", "-1", "+5", "five", "", "99999999999999999999", "18446744073709551616"].map(|length| {
        Row::new(format!("Content-Length of `{length}`"), with(&format!("content-length: {length}"), "whole")).breaks()
    }));
    rows.push(
        Row::new("Content-Length twice, unlike", with("content-length: 5\r\ncontent-length: 4", "whole")).breaks(),
    );
    rows.extend(informational());
    rows.extend(without_body());
    rows
}

const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";

fn informational() -> Vec<Row> {
    let before = |informational: &str| text(format!("HTTP/1.1 {informational}\r\n\r\n{WHOLE}"));
    let again = Trickle(CONTINUE.repeat(1000).into(), CONTINUE.len(), Duration::from_millis(1));
    vec![
        Row::new("100 before the head", before("100 Continue")).reads("whole"),
        Row::new("102 before the head", before("102 Processing")).reads("whole"),
        Row::new("103 before the head", before("103 Early Hints\r\nlink: </style.css>; rel=preload")).reads("whole"),
        Row::new("100, 102 and 103 before the head", before("100 C\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E"))
            .reads("whole"),
        Row::new("100 and no more", Script::always([send(CONTINUE), Stall])).stalls(),
        Row::new("100 and the end", text(CONTINUE)).breaks(),
        Row::new("100 again and again", Script::always([again])).stalls(),
    ]
}

/// Responses that have no body even if their headers announce one (RFC 9112, section 6.3).
fn without_body() -> Vec<Row> {
    vec![
        Row::new("204 with a body", text("HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nwhole")).reads(""),
        Row::new("204 with half a body", text("HTTP/1.1 204 No Content\r\ncontent-length: 9\r\n\r\nwhole")).reads(""),
        Row::new("304 with a body", text("HTTP/1.1 304 Same\r\ncontent-length: 5\r\n\r\nwhole")).status(304, 0),
        Row::new("HEAD with a length", text("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n"))
            .end(Kind::Head, End::value("")),
        Row::new("HEAD with a body", text(WHOLE)).end(Kind::Head, End::value("")),
        Row::new("HEAD with an error's body", text("HTTP/1.1 404 No\r\ncontent-length: 5\r\n\r\nwhole"))
            .end(Kind::Head, End::error("Status", 1).replied(404, 0)),
    ]
}
