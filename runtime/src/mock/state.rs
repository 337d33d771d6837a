//! The declarations and calls of a mock, shared by its clients and its server.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::endpoint::Endpoint;
use crate::error::call_facts::{Note, Sent};

use super::answer::Answer;
use super::declaration::{Declaration, Nearness, Step};
use super::message::Message;
use super::received::Received;
use super::secrets::Secrets;
use super::target;

/// How many differences of one call are listed.
const MAX_LINES: usize = 20;

/// The declarations of a mock and the calls it received.
#[derive(Default)]
pub(super) struct State(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    declarations: Vec<Declaration>,
    received: Vec<Received>,
    /// Each call that was not answered, as it is reported.
    unexpected: Vec<String>,
    /// Each function of the test that panicked.
    panicked: Vec<String>,
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic of a test's function leaves the lists valid.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a declaration, and returns its index.
    pub(super) fn declare(&self, declaration: Declaration) -> usize {
        let mut inner = self.lock();
        inner.declarations.push(declaration);
        inner.declarations.len() - 1
    }

    /// Changes a declaration.
    pub(super) fn change(&self, index: usize, change: impl FnOnce(&mut Declaration)) {
        if let Some(declaration) = self.lock().declarations.get_mut(index) {
            change(declaration);
        }
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }

    /// Chooses the answer to a call.
    ///
    /// `sent` is what a client of this process tells about the call.
    pub(super) fn answer(&self, message: Message, sent: Option<&Sent>, other_origin: Option<&str>) -> Answer {
        let secrets = Secrets::of_call(sent);
        let mut inner = self.lock();
        let best = match other_origin {
            Some(_) => None,
            None => inner.best(&message, &secrets),
        };
        let Some(index) = best else {
            return inner.refuse(message, secrets, sent.map(|sent| sent.endpoint), other_origin);
        };
        let declaration = &mut inner.declarations[index];
        let step = declaration.next();
        let received = Received::new(message, secrets, Some(declaration.endpoint()));
        let (shown, delay) = (declaration.shown(), declaration.delay);
        inner.received.push(received.clone());
        // The function may take long, panic, or use the mock.
        drop(inner);
        let mut answer = match step {
            Step::Answer(answer) => answer,
            Step::Each(each) => {
                let panicking = Panicking { state: self, failure: Some(format!("the function of {shown} panicked")) };
                let answer = each.lock().unwrap_or_else(PoisonError::into_inner)(&received);
                panicking.passed();
                answer
            }
        };
        answer.delay = answer.delay.saturating_add(delay);
        answer
    }

    /// Each call that was not answered, and each that is missing.
    pub(super) fn report(&self) -> Option<String> {
        let inner = self.lock();
        let missing: Vec<String> = inner.declarations.iter().filter_map(Declaration::missing).collect();
        let counts = [
            (inner.unexpected.len(), "unexpected"),
            (missing.len(), "missing"),
            (inner.panicked.len(), "answered by a function that panicked"),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        let counts = counts.collect::<Vec<_>>().join(", ");
        if counts.is_empty() {
            return None;
        }
        let mut report = format!("the calls differ from the mock: {counts}\n");
        for block in inner.unexpected.iter().chain(&missing).chain(&inner.panicked) {
            report.push('\n');
            report.push_str(block);
            report.push('\n');
        }
        Some(report)
    }
}

impl Inner {
    /// The index of the declaration that answers the call.
    fn best(&self, message: &Message, secrets: &Secrets) -> Option<usize> {
        let ranked = self.declarations.iter().enumerate();
        let ranked = ranked.filter_map(|(index, declaration)| Some((declaration.rank(message, secrets)?, index)));
        ranked.max().map(|(_, index)| index)
    }

    /// Answers with 501, and notes why.
    fn refuse(
        &mut self,
        message: Message,
        secrets: Secrets,
        endpoint: Option<&'static Endpoint>,
        other_origin: Option<&str>,
    ) -> Answer {
        let mismatches =
            self.declarations.iter().map(|declaration| (declaration.mismatch(&message, &secrets), declaration));
        let nearest = mismatches.max_by_key(|(mismatch, _)| mismatch.nearness);
        // Without the client's own facts, those of a declaration with the same path tell what is secret.
        let alike = nearest.as_ref().filter(|(mismatch, _)| !matches!(mismatch.nearness, Nearness::Path(_)));
        let endpoint = endpoint.or_else(|| alike.map(|(_, declaration)| declaration.endpoint()));
        let target = target::shown(&message, endpoint, &secrets);
        let (of, mut lines) = match (other_origin, nearest) {
            (Some(origin), _) => (None, vec![format!("origin: expected `{}`, got `{origin}`", super::BASE)]),
            (None, Some((mismatch, declaration))) => (Some(declaration.shown()), mismatch.lines),
            (None, None) => {
                (None, vec!["nothing is declared: call `on` or `expect` before the request is sent".to_owned()])
            }
        };
        if lines.len() > MAX_LINES {
            let more = lines.len() - MAX_LINES;
            lines.truncate(MAX_LINES);
            lines.push(format!("and {more} more"));
        }
        let mut failure = format!("unexpected: {target}");
        if let Some(of) = of {
            failure.push_str(&format!("\n    the nearest is {of}"));
        }
        for line in &lines {
            failure.push_str("\n    ");
            failure.push_str(line);
        }
        let text = format!("the mock has no response to {target}: {}\n{failure}\n", lines.join("; "));
        self.unexpected.push(failure);
        self.received.push(Received::new(message, secrets, endpoint));
        Answer::status(501_u16).text(text).noted(Note::Unexpected)
    }
}

/// Notes that a function of the test panicked, unless it returns.
struct Panicking<'s> {
    state: &'s State,
    failure: Option<String>,
}

impl Panicking<'_> {
    fn passed(mut self) {
        self.failure = None;
    }
}

impl Drop for Panicking<'_> {
    fn drop(&mut self) {
        if let Some(failure) = self.failure.take() {
            self.state.lock().panicked.push(failure);
        }
    }
}

/// The state as its users share it.
pub(super) type Shared = Arc<State>;
