//! How a call ended, as a row of the table.

use std::fmt;

use api_request::Error;
use api_request::error::Phase;

use super::row::CAP;

/// How a call ends, and what reached the server.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct End {
    /// The variant of the error, or the value.
    pub(crate) outcome: String,
    pub(crate) status: Option<u16>,
    /// Unknown for a successful call: only the server can count its requests.
    pub(crate) tries: Option<u32>,
    /// How many requests the server read.
    pub(crate) seen: usize,
    pub(crate) is_maybe_sent: bool,
    pub(crate) is_timeout: bool,
    /// How many bytes of the body the error holds.
    pub(crate) raw: Option<usize>,
}

impl End {
    pub(crate) fn value(text: &str) -> Self {
        let outcome = if text.len() > 10 { format!("ok {} bytes", text.len()) } else { format!("ok {text:?}") };
        Self { outcome, seen: 1, is_maybe_sent: true, ..Self::default() }
    }

    pub(crate) fn error(variant: &str, tries: u32) -> Self {
        Self {
            outcome: variant.to_owned(),
            tries: Some(tries),
            seen: tries as usize,
            is_maybe_sent: true,
            ..Self::default()
        }
    }

    pub(crate) fn replied(mut self, status: u16, raw: usize) -> Self {
        (self.status, self.raw) = (Some(status), Some(raw));
        self
    }

    pub(crate) fn seen(mut self, seen: usize) -> Self {
        self.seen = seen;
        self
    }

    pub(crate) fn of(outcome: &Result<String, Error>, seen: usize) -> Self {
        let error = match outcome {
            Ok(text) => return Self::value(text).seen(seen),
            Err(error) => error,
        };
        let variant = match error {
            Error::Connect { .. } => "Connect",
            Error::Timeout { phase: Phase::Head, .. } => "Timeout(Head)",
            Error::Timeout { phase: Phase::Body, .. } => "Timeout(Body)",
            Error::Timeout { .. } => "Timeout(Upload)",
            Error::Transport { .. } => "Transport",
            Error::Status { .. } => "Status",
            Error::Decode { .. } => "Decode",
            other => panic!("{other:?}"),
        };
        if let Error::Decode { error, .. } = error {
            assert_eq!(
                error.reason(),
                format!("the body is longer than the cap of {CAP} bytes; raise it with `ClientBuilder::max_reply`")
            );
        }
        Self {
            status: error.status().map(|status| status.as_u16()),
            is_maybe_sent: error.may_have_been_sent(),
            is_timeout: error.is_timeout(),
            raw: error.raw().map(bytes::Bytes::len),
            ..Self::error(variant, error.tries()).seen(seen)
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: Option<u64>| number.map_or("-".to_owned(), |number| number.to_string());
        let (status, tries) = (number(self.status.map(u64::from)), number(self.tries.map(u64::from)));
        let word = |is: bool| if is { "yes" } else { "no" };
        let raw = number(self.raw.map(|raw| raw as u64));
        let Self { outcome, seen, .. } = self;
        let (sent, timeout) = (word(self.is_maybe_sent), word(self.is_timeout));
        write!(f, "{outcome:<14} {status:>6} {tries:>5} {seen:>4} {sent:>4} {timeout:>7} {raw:>5}")
    }
}

/// The headings of the columns that [`End`] shows.
pub(crate) const HEADINGS: &str = "outcome        status tries seen sent timeout bytes";
