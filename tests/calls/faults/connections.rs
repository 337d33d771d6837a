//! Connections that fail, or break before the head of a response.

use super::end::End;
use super::row::{Kind, Row};
use super::server::Step::{Arrived, HalfClose, Reset, Stall};
use super::server::{Script, send};

/// The alert that a TLS server sends when it receives something other than TLS.
const ALERT: &[u8] = &[0x15, 3, 1, 0, 2, 2, 0x46];

pub(crate) fn rows() -> Vec<Row> {
    vec![
        Row::refused("connection refused").unsent(false),
        Row::new("TLS: the server speaks plain HTTP", Script::Unread(vec![Arrived, send("HTTP/1.1 400 Bad\r\n\r\n")]))
            .by_tls()
            .unsent(false),
        Row::new("TLS: the server resets", Script::Unread(vec![Arrived, Reset])).by_tls().unsent(false),
        Row::new("TLS: the server stalls", Script::Unread(vec![Arrived, Stall])).by_hasty_tls().unsent(true),
        // Only the server knows whether it read a byte of the request.
        Row::new("reset before anything is read", Script::Unread(vec![Arrived, Reset]))
            .both(|kind| End::error("Transport", kind.tries()).seen(0)),
        Row::new("reset before the head", Script::always([Reset])).breaks(),
        Row::new("closed before the head", Script::always([])).breaks(),
        Row::new("half-closed before the head", Script::always([HalfClose])).breaks(),
        Row::new("a body that nobody reads", Script::Unread(vec![Stall])).by_deadline().end(Kind::Upload, stalled()),
        Row::new("a reply that comes before the body is read", Script::Unread(vec![Arrived, send(REFUSAL), Stall]))
            .end(Kind::Upload, End::error("Status", 1).replied(413, 4).seen(0)),
        Row::new("plain HTTP to a TLS server", Script::always([send(ALERT)])).breaks(),
        Row::new("another protocol", Script::always([send("220 mail.example ESMTP\r\n")])).breaks(),
        Row::new("bytes of all kinds", Script::always([send((0..=255).collect::<Vec<u8>>())])).breaks(),
    ]
}

const REFUSAL: &str = "HTTP/1.1 413 Large\r\ncontent-length: 4\r\n\r\nmuch";

/// Without a reader, the server receives only what its socket buffers.
fn stalled() -> End {
    End { is_timeout: true, ..End::error("Timeout(Head)", 1).seen(0) }
}
