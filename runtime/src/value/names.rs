//! Wire names that a map must not set, and headers that no request may set.

use http::{HeaderName, header};

use crate::endpoint::{Endpoint, Param, Place, Style};
use crate::refused::Refused;
use crate::shown;

/// The key of an entry of a map or a struct.
#[derive(Clone, Copy)]
pub(crate) struct EntryKey<'k> {
    pub(crate) text: &'k str,
    pub(crate) is_secret: bool,
}

impl<'k> EntryKey<'k> {
    /// The name of a struct field or a variant, which is never a secret.
    pub(crate) const fn of_field(text: &'k str) -> Self {
        Self { text, is_secret: false }
    }
}

/// The names that a key of a map must not have.
///
/// The request declares some of them, and the credentials set the others.
#[derive(Clone, Copy)]
pub(crate) struct UsedNames<'t> {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) claimed: Option<&'t IsClaimed<'t>>,
}

impl UsedNames<'_> {
    pub(crate) const NONE: &'static UsedNames<'static> = &UsedNames { endpoint: &Endpoint::group(&[]), claimed: None };
}

/// Rejects a key that becomes a wire name if that name is already used.
pub(crate) fn refuse_used(used: &UsedNames<'_>, param: &Param, key: &str, is_secret: bool) -> Result<(), Refused> {
    let place = param.place();
    let is_used = |other: &Param| {
        let is_other =
            other.place() == place && !other.is_map() && (other.field(), other.name()) != (param.field(), param.name());
        is_other
            && match (place, key.strip_prefix(other.name())) {
                (Place::Header, _) => key.eq_ignore_ascii_case(other.name()),
                (_, Some(rest)) => rest.is_empty() || other.style() == Style::DeepObject && rest.starts_with('['),
                (_, None) => false,
            }
    };
    let by_whom = if used.endpoint.param_list().iter().any(is_used) {
        "the request declares"
    } else if used.claimed.is_some_and(|is_claimed| is_claimed(place, key)) {
        "the credentials set"
    } else {
        return Ok(());
    };
    let noun = match place {
        Place::Cookie => "a cookie",
        Place::Header => "a header",
        _ => "a query parameter",
    };
    Err(refused_key(param, EntryKey { text: key, is_secret }, &format!("is the name of {noun} that {by_whom}")))
}

/// The error about a key. It quotes the key, unless the key is a secret.
pub(crate) fn refused_key(param: &Param, key: EntryKey<'_>, reason: &str) -> Refused {
    Refused::new(format!("{} {reason}", shown_key(param, key)))
}

/// The key for an error, unless it is a secret.
pub(crate) fn shown_key(param: &Param, key: EntryKey<'_>) -> String {
    let is_hidden = key.is_secret || param.is_secret();
    if is_hidden { "one of the keys".into() } else { format!("the key `{}`", shown::escaped(key.text.into())) }
}

/// The headers that only the client, its credentials and the transport may set.
///
/// Any other value could break the framing or the routing of the message, or override the credentials.
static RESERVED: [HeaderName; 13] = [
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::COOKIE,
    header::EXPECT,
    header::HOST,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

pub(crate) fn is_reserved(name: &HeaderName) -> bool {
    RESERVED.contains(name)
}

/// The reason why a request must not set a reserved header.
pub(crate) const RESERVED_REASON: &str = "the client sets this header itself; pass credentials to `auth`";

/// Whether the credentials set the parameter of this name in this place.
pub(crate) type IsClaimed<'c> = dyn Fn(Place, &str) -> bool + Sync + 'c;
