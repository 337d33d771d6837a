//! What is known of the replies to a request: the statuses that a type lists, and what it reads.

use std::fmt;

use http::StatusCode;

/// What is known of a type that a reply is read as.
#[derive(Clone, Copy)]
pub struct ReplyFact {
    accept: Option<&'static str>,
    declares: fn(StatusCode) -> Option<bool>,
    accepts: fn(StatusCode) -> Option<&'static str>,
}

impl ReplyFact {
    pub(crate) const fn new(
        accept: Option<&'static str>,
        declares: fn(StatusCode) -> Option<bool>,
        accepts: fn(StatusCode) -> Option<&'static str>,
    ) -> Self {
        Self { accept, declares, accepts }
    }

    /// The media types that it reads, separated by commas: its [`ACCEPT`](crate::reply::FromResponse::ACCEPT).
    #[must_use]
    pub const fn accept(&self) -> Option<&'static str> {
        self.accept
    }

    /// The media types that it reads from a reply of this status.
    #[must_use]
    pub fn accepts(&self, status: StatusCode) -> Option<&'static str> {
        (self.accepts)(status)
    }

    /// What it [`declares`](crate::reply::FromResponse::declares) of a status.
    #[must_use]
    pub fn declares(&self, status: StatusCode) -> Option<bool> {
        (self.declares)(status)
    }

    /// The statuses that it lists, from 100 to 599.
    #[must_use]
    pub fn statuses(&self) -> Vec<StatusCode> {
        let all = (100..=599).filter_map(|status| StatusCode::from_u16(status).ok());
        all.filter(|status| self.declares(*status) == Some(true)).collect()
    }
}

impl fmt::Debug for ReplyFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyFact").field("accept", &self.accept).finish_non_exhaustive()
    }
}

/// Who reads a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    Response,
    Error,
    Nobody,
}

/// By what the response and the error declare of its status.
pub(crate) fn reads(status: StatusCode, declared: [Option<bool>; 2]) -> Reads {
    match declared {
        [Some(true), _] => Reads::Response,
        [_, Some(true)] => Reads::Error,
        [None, _] if status.is_success() => Reads::Response,
        [_, None] if !status.is_success() => Reads::Error,
        _ => Reads::Nobody,
    }
}
