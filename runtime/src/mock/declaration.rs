//! What a test has declared about one request, and how well a call matches it.

use std::panic::Location;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::endpoint::{Endpoint, Param, Place};

use super::answer::Answer;
use super::content::Content;
use super::difference::differences;
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
    is_exact: bool,
    kinds: Vec<Kind>,
    constants: usize,
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
            times: None,
            delay: Duration::ZERO,
            calls: 0,
            steps: Vec::new(),
        }
    }

    pub(super) fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
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
        let is_alike = message.method.as_str() == self.endpoint.method()
            && self.template.captures(&message.path).is_some()
            && self.missing_constants(message).is_empty();
        if is_used_up || !is_alike || !self.value_differences(message, secrets).is_empty() {
            return None;
        }
        Some(Rank {
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
        step.unwrap_or_else(|| Step::Answer(Answer::status(200_u16)))
    }

    fn value_differences(&self, message: &Message, secrets: &Secrets) -> Vec<String> {
        match &self.expected {
            Some(expected) => differences(expected, message, secrets, self.endpoint, &self.template),
            None => Vec::new(),
        }
    }

    /// How a call that no declaration answers differs from this one.
    pub(super) fn mismatch(&self, message: &Message, secrets: &Secrets) -> Mismatch {
        let (method, path) = (self.endpoint.method(), self.endpoint.path());
        if self.template.captures(&message.path).is_none() {
            let same = path.split('/').zip(message.path.split('/')).skip(1).take_while(|(mine, theirs)| mine == theirs);
            let nearness = Nearness::Path(same.count());
            let shown = target::path(message, None, secrets);
            return Mismatch { nearness, lines: vec![format!("path: expected `{path}`, got `{shown}`")] };
        }
        if message.method.as_str() != method {
            let line = format!("method: expected {method}, got {}", message.method);
            return Mismatch { nearness: Nearness::Method, lines: vec![line] };
        }
        let lines = self.missing_constants(message);
        if !lines.is_empty() {
            return Mismatch { nearness: Nearness::Constants, lines };
        }
        let lines = self.value_differences(message, secrets);
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
    fn missing_constants(&self, message: &Message) -> Vec<String> {
        let mut lines = Vec::new();
        let needs_body = self.constants.iter().any(|param| param.place() == Place::Property);
        let content = if needs_body { Content::of(&message.headers, &message.body) } else { Content::Empty };
        for param in &self.constants {
            let (name, value) = (param.name(), param.value().unwrap_or_default());
            let got: Vec<String> = match param.place() {
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
        format!("`{method}` of {} ({} {}) at {}", self.name, self.endpoint.method(), self.endpoint.path(), self.at)
    }

    /// A line that says how many calls are missing, if any are.
    pub(super) fn missing(&self) -> Option<String> {
        let limit = self.at_least().filter(|limit| self.calls < *limit)?;
        let target = match &self.expected {
            Some(expected) => target::shown(&expected.message, Some(self.endpoint), &expected.secrets),
            None => format!("{} {}", self.endpoint.method(), self.endpoint.path()),
        };
        Some(format!("missing: {target}\n    {}\n    expected {}, got {}", self.shown(), counted(limit), self.calls))
    }
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
