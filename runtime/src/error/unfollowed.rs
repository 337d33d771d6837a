//! Why a redirect was not followed, and what to write instead.

use http::StatusCode;

/// Why a redirect was not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfollowed {
    /// The status is 3xx, but not one that leads to another URL.
    Status,
    Method,
    /// The request had a one-shot body.
    OneShot,
    TooMany,
    NoLocation,
    /// The `Location` is not a URL of a server, or contains credentials.
    Location,
    Origin,
    /// From `https` to `http`.
    Downgrade,
    /// Plain `http` would expose the credentials.
    PlainHttp,
}

impl Unfollowed {
    /// The reason, and how to receive the response instead.
    pub(crate) fn hint(self, status: StatusCode) -> String {
        let reason = match self {
            Self::Status => {
                return format!(
                    "neither `response` nor `error` declares this status; to receive it, {}",
                    declare(status)
                );
            }
            Self::Method => "only GET and HEAD requests are redirected",
            Self::OneShot => "the one-shot body of the request cannot be resent",
            Self::TooMany => "the call has already followed 5 redirects",
            Self::NoLocation => "the response has no `Location`",
            Self::Location => "its `Location` is not an `http` or `https` URL without credentials",
            Self::Origin => "its `Location` is on another origin, which `ClientBuilder::trusted_origin` does not name",
            Self::Downgrade => "its `Location` leads from `https` to plain `http`",
            Self::PlainHttp => {
                "plain `http` would expose the credentials on the way to its `Location`; call `allow_plain_http()` if you trust the network"
            }
        };
        format!("the redirect was not followed: {reason}; to receive the `Location`, {}", declare(status))
    }
}

fn declare(status: StatusCode) -> String {
    format!("declare a variant with `status = {}` in the response type", status.as_u16())
}
