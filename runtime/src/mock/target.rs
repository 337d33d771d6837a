//! The method and URL of a request as they are shown, with secrets masked.

use std::borrow::Cow;

use crate::endpoint::{Endpoint, Param, Place};
use crate::secret::REDACTED;

use super::message::Message;
use super::secrets::Secrets;
use super::template::{Template, decoded, param_of};

/// How many bytes of a URL are shown.
const MAX_SHOWN: usize = 300;

/// The method, path and query. What is not known to be safe is masked.
pub(super) fn shown(message: &Message, endpoint: Option<&Endpoint>, secrets: &Secrets) -> String {
    let mut out = format!("{} {}", message.method, path(message, endpoint, secrets));
    let own: Vec<&str> = message.own_query.iter().flatten().map(|(name, _)| &**name).collect();
    for (index, (name, value)) in message.query.iter().enumerate() {
        let param = endpoint.and_then(|endpoint| param_of_query(endpoint, name));
        let is_own = param.is_some() || secrets.is_complete() && own.contains(&&**name);
        let is_hidden = !is_own || param.is_some_and(Param::is_secret) || secrets.contain(value);
        let value = if is_hidden { REDACTED.into() } else { encoded(value) };
        let name = if secrets.contain(name) { REDACTED.into() } else { encoded(name) };
        out.push(if index == 0 { '?' } else { '&' });
        out.push_str(&name);
        if !value.is_empty() {
            out.push('=');
            out.push_str(&value);
        }
    }
    if let Some((end, _)) = out.char_indices().nth(MAX_SHOWN) {
        out.truncate(end);
        out.push('…');
    }
    out
}

/// The parameter that sends a query parameter of this name. The keys of an object may be names of their own.
pub(super) fn param_of_query(endpoint: &Endpoint, name: &str) -> Option<&'static Param> {
    let mut params = endpoint.param_list().iter().filter(|param| param.place() == Place::Query && !param.is_map());
    let is_of = |param: &&Param| {
        let rest = name.strip_prefix(param.name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
    };
    params.find(is_of)
}

/// The path, with secrets masked.
pub(super) fn path(message: &Message, endpoint: Option<&Endpoint>, secrets: &Secrets) -> String {
    let show = |value: &str| if secrets.contain(&decoded(value)) { REDACTED.to_owned() } else { value.to_owned() };
    if let Some(endpoint) = endpoint {
        let template = Template::new(endpoint.path());
        if let Some(captures) = template.captures(&message.path) {
            return template.filled(&captures, |field, value| {
                let is_secret = param_of(endpoint, field).is_some_and(Param::is_secret);
                if is_secret { REDACTED.to_owned() } else { show(value) }
            });
        }
    }
    message.path.split('/').map(show).collect::<Vec<_>>().join("/")
}

/// The text without what would end a value in a URL.
fn encoded(text: &str) -> Cow<'_, str> {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20").into()
}
