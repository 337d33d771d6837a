//! Static facts about responses: the statuses and media types that a type decodes.

use std::fmt;

use http::StatusCode;

/// The facts of a type that responses are decoded as.
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

    /// The media types that it decodes, separated by commas; [`ACCEPT`](crate::reply::FromResponse::ACCEPT) of the type.
    #[must_use]
    pub const fn accept(&self) -> Option<&'static str> {
        self.accept
    }

    /// The media types that it decodes from a response with this status.
    #[must_use]
    pub fn accepts(&self, status: StatusCode) -> Option<&'static str> {
        (self.accepts)(status)
    }

    /// What the type [`declares`](crate::reply::FromResponse::declares) about a status.
    #[must_use]
    pub fn declares(&self, status: StatusCode) -> Option<bool> {
        (self.declares)(status)
    }

    /// The statuses that it declares, from 100 to 599.
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

/// The type that decodes a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    Response,
    Error,
    Nobody,
}

/// Chooses the type that decodes a status. The response type and the error type declare which statuses they decode.
pub(crate) fn reads(status: StatusCode, declared: [Option<bool>; 2]) -> Reads {
    match declared {
        [Some(true), _] => Reads::Response,
        [_, Some(true)] => Reads::Error,
        [None, _] if status.is_success() => Reads::Response,
        [_, None] if !status.is_success() => Reads::Error,
        _ => Reads::Nobody,
    }
}
