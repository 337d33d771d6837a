//! Checks a header that is set on the client or on a call.

use http::{HeaderName, HeaderValue};

use crate::value::header::check;
use crate::value::names::{RESERVED_REASON, is_reserved};

/// Why a header cannot be sent.
pub(super) struct RefusedHeader<'n> {
    /// The name, unless it is invalid. An invalid name may be a credential, passed in the wrong order.
    pub(super) name: Option<&'n str>,
    pub(super) reason: String,
}

/// Parses and checks a header that is set on the client or on a call. `number` counts the headers that are set there, from 1.
pub(super) fn parse<'n>(
    name: &'n str,
    value: &str,
    number: usize,
) -> Result<(HeaderName, HeaderValue), RefusedHeader<'n>> {
    let Ok(parsed) = HeaderName::try_from(name) else {
        let reason = format!(
            "the name of header number {number} is not a valid header name; it is not shown, because it may be a credential"
        );
        return Err(RefusedHeader { name: None, reason });
    };
    let refuse = |reason: String| RefusedHeader { name: Some(name), reason };
    if is_reserved(&parsed) {
        return Err(refuse(RESERVED_REASON.to_owned()));
    }
    check(value, false).map_err(|refused| refuse(refused.to_string()))?;
    let value = HeaderValue::try_from(value).map_err(|_| refuse("its value is not a valid header value".to_owned()))?;
    Ok((parsed, value))
}
