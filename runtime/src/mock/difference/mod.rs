//! How a request differs from an expected one, part by part, with secrets masked.

mod body;
mod json;

use http::HeaderName;

use crate::endpoint::{Endpoint, Param, Place};
use crate::secret::REDACTED;

use super::expected::Expected;
use super::message::{Message, Pairs};
use super::secrets::{Secrets, quoted};
use super::target::param_of_query;
use super::template::{Template, param_of, value_of};

const NOTHING: &str = "nothing";

/// The differences, one line each. Without a template, the path and the query are not compared.
pub(super) fn differences(
    expected: &Expected,
    got: &Message,
    secrets: &Secrets,
    endpoint: &'static Endpoint,
    template: Option<&Template>,
) -> Vec<String> {
    let mut found = Found { expected: &expected.secrets, got: secrets, lines: Vec::new() };
    if let Some(template) = template {
        found.path(&expected.message, got, endpoint, template);
        found.query(expected, got, endpoint);
    }
    found.headers(expected, got, endpoint);
    found.cookies(&expected.message, got, endpoint);
    found.body(&expected.message, got, endpoint);
    found.lines
}

/// How the query of a request differs from that of an expected URL.
pub(super) fn query_differences(
    expected: &Pairs,
    got: &Message,
    secrets: &Secrets,
    endpoint: &'static Endpoint,
) -> Vec<String> {
    let mut found = Found { expected: &Secrets::default(), got: secrets, lines: Vec::new() };
    let theirs = got.own_query.as_ref().unwrap_or(&got.query);
    for name in names(expected, theirs) {
        let is_secret = param_of_query(endpoint, name).is_some_and(Param::is_secret);
        found.values("query", name, is_secret, &all(expected, name), &all(theirs, name));
    }
    found.lines
}

/// The differences found so far.
struct Found<'s> {
    expected: &'s Secrets,
    got: &'s Secrets,
    lines: Vec<String>,
}

impl Found<'_> {
    /// Compares two values. A value is `None` if it was not sent.
    fn value(&mut self, place: &str, name: &str, is_secret: bool, expected: Option<&str>, got: Option<&str>) {
        if expected == got {
            return;
        }
        let is_secret = is_secret || [expected, got].into_iter().flatten().any(|text| self.is_secret(text));
        let what = self.what(place, name);
        let difference = match (expected, got) {
            (Some(_), Some(_)) if is_secret => "the values differ, and are secret".to_owned(),
            (Some(expected), Some(got)) => {
                let (expected, got) = apart(expected, got);
                format!("expected {expected}, got {got}")
            }
            (Some(_), None) if is_secret => format!("expected {REDACTED}, got {NOTHING}"),
            (Some(expected), None) => format!("expected {}, got {NOTHING}", quoted(expected)),
            (None, Some(_)) if is_secret => format!("expected {NOTHING}, got {REDACTED}"),
            (None, Some(_)) if !self.got.is_complete() => format!("expected {NOTHING}, got a value"),
            (None, Some(got)) => format!("expected {NOTHING}, got {}", quoted(got)),
            (None, None) => return,
        };
        self.lines.push(format!("{what}: {difference}"));
    }

    fn is_secret(&self, text: &str) -> bool {
        self.expected.contain(text) || self.got.contain(text)
    }

    fn what(&self, place: &str, name: &str) -> String {
        let name = if self.is_secret(name) { REDACTED.into() } else { self.got.show(name) };
        format!("{place} `{name}`")
    }

    /// Compares the values that have one name. One value is shown as it is, several as a list.
    fn values(&mut self, place: &str, name: &str, is_secret: bool, expected: &[&str], got: &[&str]) {
        match (expected, got) {
            ([] | [_], [] | [_]) => {
                self.value(place, name, is_secret, expected.first().copied(), got.first().copied());
            }
            _ if expected == got => {}
            _ if is_secret || expected.iter().chain(got).any(|text| self.is_secret(text)) => {
                let what = self.what(place, name);
                self.lines.push(format!("{what}: the values differ, and are secret"));
            }
            _ => {
                let list = |values: &[&str]| {
                    let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
                    format!("[{}]", values.join(", "))
                };
                let what = self.what(place, name);
                self.lines.push(format!("{what}: expected {}, got {}", list(expected), list(got)));
            }
        }
    }

    fn path(&mut self, expected: &Message, got: &Message, endpoint: &'static Endpoint, template: &Template) {
        let captures = |path| template.captures(path).unwrap_or_default();
        let (mine, theirs) = (captures(&expected.path), captures(&got.path));
        for ((field, mine), (_, theirs)) in mine.into_iter().zip(theirs) {
            let param = param_of(endpoint, field);
            let decoded = |raw: Option<&str>| raw.map(|raw| value_of(param, raw));
            let (mine, theirs) = (decoded(mine), decoded(theirs));
            let is_secret = param.is_some_and(Param::is_secret);
            self.value("path", field, is_secret, mine.as_deref(), theirs.as_deref());
        }
    }

    fn query(&mut self, expected: &Expected, got: &Message, endpoint: &'static Endpoint) {
        let mine = &expected.message.query;
        let theirs = got.own_query.as_ref().unwrap_or(&got.query);
        let has_map = endpoint.param_list().iter().any(|param| param.place() == Place::Query && param.is_map());
        for name in names(mine, theirs) {
            let (mine, theirs) = (all(mine, name), all(theirs, name));
            let param = param_of_query(endpoint, name);
            // What else a client in another process sends may be its credentials.
            let is_compared = got.own_query.is_some() || !mine.is_empty() || param.is_some() || has_map;
            if is_compared && !is_generated(expected, &mine, &theirs) {
                self.values("query", name, param.is_some_and(Param::is_secret), &mine, &theirs);
            }
        }
    }

    fn headers(&mut self, expected: &Expected, got: &Message, endpoint: &'static Endpoint) {
        let names = expected.message.headers.keys().chain(got.headers.keys()).map(HeaderName::as_str);
        let mut seen = Vec::new();
        for name in names {
            // What the request does not declare comes from the client.
            let Some(param) = param_of_header(endpoint, name).filter(|_| !seen.contains(&name)) else { continue };
            seen.push(name);
            let [mine, theirs] = [&expected.message, got].map(|message| message.header(name).map(without_boundary));
            let (mine, theirs) = (mine.as_deref(), theirs.as_deref());
            if param.is_map() && mine.is_none() && self.is_of_client(param, theirs.unwrap_or_default()) {
                continue;
            }
            if !is_generated(expected, mine.as_slice(), theirs.as_slice()) {
                let name = if param.is_map() { name } else { param.name() };
                self.value("header", name, param.is_secret(), mine, theirs);
            }
        }
    }

    /// Whether a header is more likely one of the client or its credentials. It could also be an entry of a map.
    fn is_of_client(&self, map: &Param, value: &str) -> bool {
        map.name().is_empty() || !self.got.is_complete() || self.got.contain(value)
    }

    fn cookies(&mut self, expected: &Message, got: &Message, endpoint: &'static Endpoint) {
        for name in names(&expected.cookies, &got.cookies) {
            let (mine, theirs) = (all(&expected.cookies, name), all(&got.cookies, name));
            let mut params = endpoint.param_list().iter().filter(|param| param.place() == Place::Cookie);
            let param = params.find(|param| param.name() == name);
            let is_credential = !self.got.is_complete() || theirs.iter().all(|value| self.got.contain(value));
            if !mine.is_empty() || param.is_some() || !is_credential {
                self.values("cookie", name, param.is_some_and(Param::is_secret), &mine, &theirs);
            }
        }
    }
}

/// The parameter that sends a header of this name.
fn param_of_header(endpoint: &Endpoint, name: &str) -> Option<&'static Param> {
    let params = || endpoint.param_list().iter().filter(|param| param.place() == Place::Header);
    let is_of_map = |param: &&Param| {
        let begin = name.get(..param.name().len());
        param.is_map() && begin.is_some_and(|begin| begin.eq_ignore_ascii_case(param.name()))
    };
    let exact = params().find(|param| !param.is_map() && param.name().eq_ignore_ascii_case(name));
    exact.or_else(|| params().find(is_of_map))
}

/// Whether both have an idempotency key, and the expected one was generated for it alone.
fn is_generated(expected: &Expected, mine: &[&str], theirs: &[&str]) -> bool {
    expected.generated_key.as_deref().is_some_and(|key| mine == [key]) && theirs.len() == 1
}

/// Both values as they are shown. Long ones that begin alike are shown from where they differ.
fn apart(expected: &str, got: &str) -> (String, String) {
    let both = (quoted(expected), quoted(got));
    if both.0 != both.1 {
        return both;
    }
    let same = expected.chars().zip(got.chars()).take_while(|(mine, theirs)| mine == theirs).count().saturating_sub(10);
    let tail = |text: &str| format!("…{}", quoted(&text.chars().skip(same).collect::<String>()));
    (tail(expected), tail(got))
}

/// A header without its boundary, which differs in each request.
fn without_boundary(value: String) -> String {
    match value.split_once("; boundary=") {
        Some((kind, _)) if kind.starts_with("multipart/") => kind.to_owned(),
        _ => value,
    }
}

/// The names in both, each once.
fn names<'p>(expected: &'p Pairs, got: &'p Pairs) -> Vec<&'p str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in expected.iter().chain(got) {
        if !names.contains(&&**name) {
            names.push(name);
        }
    }
    names
}

fn all<'p>(pairs: &'p Pairs, name: &str) -> Vec<&'p str> {
    pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| &**value).collect()
}
