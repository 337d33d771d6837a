//! What a test has declared about one request, and how well a call matches it.

use std::panic::Location;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Uri;
use serde_json::Value;

use crate::endpoint::{Endpoint, Param, Place};
use crate::error::call_facts::Note;

use super::answer::Answer;
use super::content::Content;
use super::difference::{differences, query_differences};
use super::expected::Expected;
use super::message::Message;
use super::received::Received;
use super::secrets::{Secrets, quoted};
use super::target;
use super::template::{Kind, Template, decoded};

/// What a test has declared about one request.
pub(super) struct Declaration {
    endpoint: &'static Endpoint,
    template: Template,
    constants: Vec<&'static Param>,
    /// The name of the request's type.
    name: String,
    at: &'static Location<'static>,
    /// The request itself; `None` for any request of the type.
    expected: Option<Expected>,
    /// The only URL that it answers, if there is one.
    url: Option<Message>,
    pub(super) times: Option<usize>,
    /// Added to the delay of each answer.
    pub(super) delay: Duration,
    pub(super) calls: usize,
    pub(super) steps: Vec<Step>,
}

/// One step of a sequence of answers.
#[derive(Clone)]
pub(super) enum Step {
    Answer(Answer),
    /// The function is called for each request.
    Each(Each),
}

pub(super) type Each = Arc<Mutex<dyn FnMut(&Received) -> Answer + Send>>;

/// How a call that is answered by a declaration ranks it among others. The highest one answers.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Whether the URL of the call fits, not only its type.
    has_url: bool,
    is_exact: bool,
    fit: Fit,
    kinds: Vec<Kind>,
    constants: usize,
}

/// By what a declaration may answer a call, least specific first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The type of a call that was sent to a given URL.
    Type,
    Template,
    /// The URL of [`at`](super::Expectation::at).
    Url,
}

/// How a call differs from a declaration, and how near it is.
pub(super) struct Mismatch {
    pub(super) nearness: Nearness,
    pub(super) lines: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// Another path. The number of segments at its beginning that are the same.
    Path(usize),
    Method,
    Constants,
    /// Another value. Fewer differences are nearer.
    Values(std::cmp::Reverse<usize>),
    /// It matches, but it has answered all its calls.
    UsedUp,
}

impl Declaration {
    pub(super) fn new(
        endpoint: &'static Endpoint,
        type_name: &str,
        at: &'static Location<'static>,
        expected: Option<Expected>,
    ) -> Self {
        let resolved = endpoint.resolved_params().into_iter();
        let constants = resolved.filter(|listed| listed.is_required() && listed.param().value().is_some());
        Self {
            endpoint,
            template: Template::new(endpoint.path()),
            constants: constants.map(|listed| listed.param()).collect(),
            name: without_modules(type_name),
            at,
            expected,
            url: None,
            times: None,
            delay: Duration::ZERO,
            calls: 0,
            steps: Vec::new(),
        }
    }

    pub(super) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// Answers only calls to this URL.
    pub(super) fn set_url(&mut self, uri: &Uri) {
        self.url = Some(Message::to_url(self.endpoint.method(), uri));
    }

    /// How the path of the call, or its type, fits. The rest may still differ.
    fn fit(&self, message: &Message) -> Option<Fit> {
        if let Some(url) = &self.url {
            return message.has_path(&url.path).then_some(Fit::Url);
        }
        let is_of_type = message.given.is_some_and(|given| is_same(given, self.endpoint));
        let has_template = self.template.captures(&message.path).is_some();
        // A given URL need not contain the constants of the request.
        if has_template && (!is_of_type || self.missing_constants(message, Fit::Template).is_empty()) {
            return Some(Fit::Template);
        }
        is_of_type.then_some(Fit::Type)
    }

    /// How many calls must be received, if that is declared.
    fn at_least(&self) -> Option<usize> {
        self.times.or(self.expected.as_ref().map(|_| 1))
    }

    /// How many calls it answers; `None` for any number.
    fn at_most(&self) -> Option<usize> {
        match self.at_least() {
            // Further answers of a sequence are for retries.
            Some(calls) if calls > 0 => Some(calls.max(self.steps.len())),
            calls => calls,
        }
    }

    /// Whether it answers the call, and its rank among all that do.
    pub(super) fn rank(&self, message: &Message, secrets: &Secrets) -> Option<Rank> {
        let is_used_up = self.at_most().is_some_and(|limit| self.calls >= limit);
        let fit = self.fit(message)?;
        let is_alike =
            message.method.as_str() == self.endpoint.method() && self.missing_constants(message, fit).is_empty();
        if is_used_up || !is_alike || !self.value_differences(message, secrets, fit).is_empty() {
            return None;
        }
        Some(Rank {
            has_url: fit != Fit::Type,
            fit,
            is_exact: self.expected.is_some(),
            kinds: self.template.kinds().to_vec(),
            constants: self.constants.len(),
        })
    }

    /// The step for the next call, which it counts.
    pub(super) fn next(&mut self) -> Step {
        let last = self.steps.len().saturating_sub(1);
        let step = self.steps.get(self.calls.min(last)).cloned();
        self.calls += 1;
        step.unwrap_or_else(|| Step::Answer(Answer::status(200_u16).noted(Note::Unset)))
    }

    fn value_differences(&self, message: &Message, secrets: &Secrets, fit: Fit) -> Vec<String> {
        let mut lines = match &self.url {
            Some(url) => query_differences(&url.query, message, secrets, self.endpoint),
            None => Vec::new(),
        };
        if let Some(expected) = &self.expected {
            let template = (fit == Fit::Template).then_some(&self.template);
            lines.extend(differences(expected, message, secrets, self.endpoint, template));
        }
        lines
    }

    /// How a call that no declaration answers differs from this one.
    pub(super) fn mismatch(&self, message: &Message, secrets: &Secrets) -> Mismatch {
        let (method, path) = (self.endpoint.method(), self.endpoint.path());
        let Some(fit) = self.fit(message) else {
            let (wanted, endpoint) = match &self.url {
                // Both may fit the template, which tells what is secret.
                Some(url) => (target::path(url, Some(self.endpoint), &self.own_secrets()), Some(self.endpoint)),
                None => (path.to_owned(), None),
            };
            let path = self.url.as_ref().map_or(path, |url| &url.path);
            let same = path.split('/').zip(message.path.split('/')).skip(1).take_while(|(mine, theirs)| mine == theirs);
            let nearness = Nearness::Path(same.count());
            let shown = target::path(message, endpoint, secrets);
            return Mismatch { nearness, lines: vec![format!("path: expected `{wanted}`, got `{shown}`")] };
        };
        if message.method.as_str() != method {
            let line = format!("method: expected {method}, got {}", message.method);
            return Mismatch { nearness: Nearness::Method, lines: vec![line] };
        }
        let lines = self.missing_constants(message, fit);
        if !lines.is_empty() {
            return Mismatch { nearness: Nearness::Constants, lines };
        }
        let lines = self.value_differences(message, secrets, fit);
        if !lines.is_empty() {
            return Mismatch { nearness: Nearness::Values(std::cmp::Reverse(lines.len())), lines };
        }
        let limit = self.at_most().unwrap_or_default();
        let line = format!(
            "it answers {}, and this is call {}; allow more with `times({})`",
            counted(limit),
            self.calls + 1,
            self.calls + 1
        );
        Mismatch { nearness: Nearness::UsedUp, lines: vec![line] }
    }

    /// A line for each constant of the declaration that the call lacks.
    fn missing_constants(&self, message: &Message, fit: Fit) -> Vec<String> {
        let mut lines = Vec::new();
        let needs_body = self.constants.iter().any(|param| param.place() == Place::Property);
        let content = if needs_body { Content::of(&message.headers, &message.body) } else { Content::Empty };
        for param in &self.constants {
            let (name, value) = (param.name(), param.value().unwrap_or_default());
            let got: Vec<String> = match param.place() {
                // A given URL replaces the query.
                Place::Query if fit != Fit::Template => continue,
                Place::Query => {
                    // A constant may be declared in its encoded form.
                    let encoded: Vec<_> =
                        url::form_urlencoded::parse(format!("{name}={value}").as_bytes()).into_owned().collect();
                    let is_there = |(key, got): &(String, String)| {
                        key == name && got == value || encoded.iter().any(|(name, value)| key == name && got == value)
                    };
                    if message.query.iter().any(is_there) {
                        continue;
                    }
                    let same_name = message.query.iter().filter(|(key, _)| *key == *decoded(name));
                    same_name.map(|(_, value)| value.clone()).collect()
                }
                Place::Header => message.header(name).into_iter().collect(),
                Place::Cookie => {
                    message.cookies.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
                }
                Place::Property => property(&content, name),
                Place::Path | Place::Body | Place::Request => continue,
            };
            if !got.iter().any(|got| got == value) {
                let got = got.first().map_or("nothing".to_owned(), |got| quoted(got));
                lines.push(format!("{} `{name}`: expected {}, got {got}", param.place(), quoted(value)));
            }
        }
        lines
    }

    /// The declaration as its test wrote it, and where.
    pub(super) fn shown(&self) -> String {
        let method = if self.expected.is_some() { "expect" } else { "on" };
        let (name, path) = (&self.name, self.endpoint.path());
        let url = match &self.url {
            Some(url) => format!(", sent to `{}`,", self.shown_url(url).trim_start_matches(url.method.as_str()).trim()),
            None => String::new(),
        };
        format!("`{method}` of {name} ({} {path}){url} at {}", self.endpoint.method(), self.at)
    }

    fn shown_url(&self, url: &Message) -> String {
        target::shown(url, Some(self.endpoint), &self.own_secrets())
    }

    /// The secrets of the request that is expected.
    fn own_secrets(&self) -> Secrets {
        let expected = self.expected.as_ref().map(|expected| expected.secrets.clone());
        expected.unwrap_or_else(|| Secrets::of_request(Vec::new()))
    }

    /// A line that says how many calls are missing, if any are.
    pub(super) fn missing(&self) -> Option<String> {
        let limit = self.at_least().filter(|limit| self.calls < *limit)?;
        let target = match (&self.url, &self.expected) {
            (Some(url), _) => self.shown_url(url),
            (None, Some(expected)) => target::shown(&expected.message, Some(self.endpoint), &expected.secrets),
            (None, None) => format!("{} {}", self.endpoint.method(), self.endpoint.path()),
        };
        Some(format!("missing: {target}\n    {}\n    expected {}, got {}", self.shown(), counted(limit), self.calls))
    }
}

/// Whether these are the facts of one type. Those of one type may have several addresses.
fn is_same(one: &'static Endpoint, other: &'static Endpoint) -> bool {
    std::ptr::eq(one, other)
        || (one.method(), one.path()) == (other.method(), other.path()) && format!("{one:?}") == format!("{other:?}")
}

pub(super) fn counted(calls: usize) -> String {
    if calls == 1 { "1 call".to_owned() } else { format!("{calls} calls") }
}

/// The values of a property of the top level as text.
fn property(content: &Content, name: &str) -> Vec<String> {
    match content {
        Content::Json(Value::Object(members)) => match members.get(name) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(other) => vec![other.to_string()],
            None => Vec::new(),
        },
        Content::Form(pairs) => pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect(),
        Content::Multipart(parts) => {
            let of_name = parts.iter().filter(|part| part.name == name);
            of_name.map(|part| String::from_utf8_lossy(&part.content).into_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// The name of a type without the modules it is in.
pub(super) fn without_modules(type_name: &str) -> String {
    let mut short = String::new();
    let mut start = 0;
    let is_of_path = |c: char| c.is_alphanumeric() || "_:{}#".contains(c);
    for (at, c) in type_name.char_indices() {
        if !is_of_path(c) {
            short.push_str(last_segment(&type_name[start..at]));
            short.push(c);
            start = at + c.len_utf8();
        }
    }
    short.push_str(last_segment(&type_name[start..]));
    short
}

fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_names_have_no_modules() {
        for (name, expected) in [
            ("tests::users::GetUser", "GetUser"),
            ("a::Sudo<'_, b::c::GetUser>", "Sudo<'_, GetUser>"),
            ("a::b::{{closure}}::C<d::{closure#0}::E>", "C<E>"),
            ("a::B<(c::D, [e::F; 3])>", "B<(D, [F; 3])>"),
        ] {
            assert_eq!(without_modules(name), expected);
        }
    }
}
