//! Describes the responses of a request for an operation, and compares them with a document.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::endpoint::{Endpoint, Reads, ReplyFact, reads};

use super::compare::Comparison;
use super::described::DescribedReply;
use super::difference::{Aspect, Difference, NOTHING};
use super::media;

/// A responses object (OpenAPI 3.1.1, section 4.8.16).
pub(super) fn responses(endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    let facts = endpoint.replies();
    let accept = media::accept(endpoint);
    let success = DefaultReply { key: "2XX", what: "A success", is_success: true };
    success.add(&mut responses, endpoint.response(), facts.map(|[response, _]| response), accept);
    for status in endpoint.absent_list() {
        responses.insert(status.to_string(), json!({ "description": "No content, which counts as a success." }));
    }
    let error = DefaultReply { key: "default", what: "An error", is_success: false };
    error.add(&mut responses, endpoint.error(), facts.map(|[_, error]| error), None);
    responses.into()
}

/// The responses that a type decodes if it declares no statuses.
struct DefaultReply {
    key: &'static str,
    what: &'static str,
    is_success: bool,
}

impl DefaultReply {
    fn add(&self, to: &mut Map<String, Value>, name: &str, fact: Option<ReplyFact>, accept: Option<&str>) {
        let Self { key, what, is_success } = *self;
        let description = if name.is_empty() { format!("{what}.") } else { format!("{what}, read as `{name}`.") };
        let mut keys = fact.map(listed).unwrap_or_default();
        let takes_others = |fact: ReplyFact| {
            let mut others = statuses(200..600).filter(|status| status.is_success() == is_success);
            others.any(|status| fact.declares(status).is_none())
        };
        if fact.is_none_or(takes_others) {
            keys.push(key.to_owned());
        }
        for key in keys {
            let mut reply = json!({ "description": description });
            let read = fact.and_then(|fact| read_from(fact, any_of(&key, fact, key == self.key)?, accept));
            for media_type in read.into_iter().flat_map(media::listed) {
                reply["content"][media_type] = json!({});
            }
            to.entry(key).or_insert(reply);
        }
    }
}

/// The media types that a response is decoded from. An `Accept` that the request declares overrides those of a type that reads the body.
fn read_from(fact: ReplyFact, status: StatusCode, constant: Option<&str>) -> Option<&str> {
    let own = fact.accepts(status);
    constant.filter(|_| own.is_some() || fact.accept().is_none()).or(own)
}

/// Any status that the key covers.
fn any_of(key: &str, fact: ReplyFact, is_default: bool) -> Option<StatusCode> {
    let is_it = |status: &StatusCode| match key.strip_suffix("XX") {
        _ if is_default => status.is_success() == (key != "default") && fact.declares(*status).is_none(),
        Some(class) => status.as_str().starts_with(class),
        None => status.as_str() == key,
    };
    statuses(100..600).find(is_it)
}

fn statuses(of: std::ops::Range<u16>) -> impl Iterator<Item = StatusCode> {
    of.filter_map(|status| StatusCode::from_u16(status).ok())
}

/// The statuses that a type declares, as keys: `200`, or `4XX` for a whole range.
fn listed(fact: ReplyFact) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for class in 1..=5 {
        let declared =
            || statuses(class * 100..class * 100 + 100).filter(|status| fact.declares(*status) == Some(true));
        if declared().count() == 100 {
            keys.push(format!("{class}XX"));
        } else {
            keys.extend(declared().map(|status| status.as_str().to_owned()));
        }
    }
    keys
}

impl Comparison<'_> {
    pub(super) fn compare_replies(&self, found: &mut Vec<Difference>) {
        // A hand-written request may not describe its responses, and neither may a document.
        let Some(facts) = self.endpoint.replies().filter(|_| !self.described.replies.is_empty()) else {
            return;
        };
        found.extend(self.described.replies.iter().filter_map(|reply| self.compare_reply(reply, facts)));
        let absent = self.endpoint.absent_list().iter().map(ToString::to_string);
        let mut keys: Vec<String> = facts.into_iter().flat_map(listed).chain(absent).collect();
        keys.dedup();
        let is_missing = |key: &&String| !self.described.replies.iter().any(|reply| meets(reply.key, key));
        let missing = keys.iter().filter(is_missing);
        found.extend(missing.map(|key| self.conflict((None, key), Aspect::Status, NOTHING, key)));
    }

    /// Compares a response of the document with the type of the request that decodes it.
    fn compare_reply(&self, reply: &DescribedReply<'_>, [response, error]: [ReplyFact; 2]) -> Option<Difference> {
        let at = (None, reply.key);
        // One status represents its whole range. `default` covers no particular status, so it is not compared.
        let status = reply.key.to_ascii_uppercase().replace("XX", "00").parse().ok()?;
        let status = StatusCode::from_u16(status).ok()?;
        if self.endpoint.absent_list().contains(&status.as_u16()) {
            return None;
        }
        let reader = match reads(status, [response.declares(status), error.declares(status)]) {
            Reads::Response => response,
            // If the error type cannot decode the body, the error still has the raw body.
            Reads::Error => return None,
            Reads::Nobody if status.is_success() => {
                return Some(self.conflict(at, Aspect::Status, reply.key, NOTHING));
            }
            Reads::Nobody => return Some(self.narrowing(at, Aspect::Status, reply.key, NOTHING)),
        };
        let accept = read_from(reader, status, media::accept(self.endpoint))?;
        let is_read = |media_type: &&str| media::listed(accept).any(|accepted| media::meet(accepted, media_type));
        if reply.media_types.iter().any(is_read) {
            return None;
        }
        // An empty body decodes as JSON `null`. Only `Deserialize` of the type knows whether it accepts that.
        Some(if reply.media_types.is_empty() {
            self.narrowing(at, Aspect::Reply, "no content", accept)
        } else {
            self.conflict(at, Aspect::Reply, &reply.media_types.join(" or "), accept)
        })
    }
}

/// Whether a key of the document and a type's key may cover one status.
fn meets(of_document: &str, of_type: &str) -> bool {
    let of_document = of_document.to_ascii_uppercase();
    let is_range = of_document.ends_with("XX") || of_type.ends_with("XX");
    of_document == "DEFAULT" || of_document == of_type || is_range && of_document.get(..1) == of_type.get(..1)
}
