//! `Expectation`, a request that a test declares, and `Replies`, the answers to it.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, Uri};
use serde::Serialize;

use super::BASE;
use super::answer::Answer;
use super::declaration::Step;
use super::received::Received;
use super::state::Shared;

/// A request that [`on`](super::Mock::on) or [`expect`](super::Mock::expect) has declared.
///
/// Its methods set the first answer. Until then, the answer is an empty 200.
pub struct Expectation {
    state: Shared,
    index: usize,
}

/// The answers to a declared request.
///
/// Each `then_…` adds an answer. The answers are given in order, and the last one is repeated. The other methods change the answer
/// that was added last.
pub struct Replies {
    state: Shared,
    index: usize,
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "each call itself is a declaration")]
impl Expectation {
    pub(super) fn new(state: Shared, index: usize) -> Self {
        Self { state, index }
    }

    /// Sets how often the request must be received.
    ///
    /// Each try of a call counts.
    ///
    /// Without it, `on` answers any number of calls, and `expect` means once. If there are more answers, the others are for retries.
    pub fn times(self, calls: usize) -> Self {
        self.state.change(self.index, |declaration| declaration.times = Some(calls));
        self
    }

    /// Answers only calls that are sent to this URL, such as a server's link.
    ///
    /// The path and the query are compared, decoded. The order of query parameters with different names does not count. The URL begins
    /// with `/`, or is on `https://mock.invalid`. The path template of the request and its `query` fields are not compared.
    ///
    /// What credentials add to the query is ignored in memory. On a port, it is compared like the rest.
    ///
    /// ```
    /// use api_request::mock::Mock;
    /// use api_request::{ApiRequest, reply::Text};
    ///
    /// #[derive(ApiRequest)]
    /// #[api(get = "/orgs/{org}/repos", response = Text)]
    /// struct Repos {
    ///     org: &'static str,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::new();
    /// mock.on::<Repos>().at("/organizations/5/repos?page=2").text(200, "page 2");
    /// let next = mock.client().call(&Repos { org: "x" }).url("/organizations/5/repos?page=2").await?;
    /// assert_eq!(next.0, "page 2");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the URL is not valid or on another origin.
    #[track_caller]
    pub fn at(self, url: impl AsRef<str>) -> Self {
        let Some(uri) = given_uri(url.as_ref()) else {
            panic!("`at` needs a path with or without a query, such as `/users?page=2`, or a URL on {BASE}");
        };
        self.state.change(self.index, |declaration| declaration.set_url(&uri));
        self
    }

    /// Delays every answer.
    ///
    /// A paused tokio clock skips the wait.
    pub fn delay(self, delay: Duration) -> Self {
        self.state.change(self.index, |declaration| declaration.delay = delay);
        self
    }

    /// Answers with this status and the value as JSON.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999, or if the value cannot be serialised.
    #[track_caller]
    pub fn json(self, status: impl TryInto<StatusCode>, value: impl Serialize) -> Replies {
        self.replies().then_json(status, value)
    }

    /// Answers with this status and an empty body.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn status(self, status: impl TryInto<StatusCode>) -> Replies {
        self.replies().then_status(status)
    }

    /// Answers with this status and text.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn text(self, status: impl TryInto<StatusCode>, text: impl Into<String>) -> Replies {
        self.replies().then_text(status, text)
    }

    /// Answers with this status and bytes.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn bytes(self, status: impl TryInto<StatusCode>, bytes: impl Into<Bytes>) -> Replies {
        self.replies().then_bytes(status, bytes)
    }

    /// Answers with 200 and a stream of server-sent events with this data.
    pub fn events<D: AsRef<str>>(self, data: impl IntoIterator<Item = D>) -> Replies {
        self.replies().then_events(data)
    }

    /// Answers with 200 and a stream of JSON lines.
    ///
    /// # Panics
    ///
    /// Panics if a value cannot be serialised.
    #[track_caller]
    pub fn json_lines<T: Serialize>(self, values: impl IntoIterator<Item = T>) -> Replies {
        self.replies().then_json_lines(values)
    }

    /// Answers with any [`Answer`], such as `reply(200).chunks(["a", "b"])`.
    pub fn answer(self, answer: Answer) -> Replies {
        self.replies().then_answer(answer)
    }

    /// Answers each request with what the function returns.
    ///
    /// A panic of the function reaches the caller in memory, and is reported by [`verify`](super::Mock::verify).
    ///
    /// A function that owns a clone of the mock keeps the mock alive. Then call `verify`: the mock is never dropped.
    pub fn each(self, answer: impl FnMut(&Received) -> Answer + Send + 'static) -> Replies {
        self.replies().then_each(answer)
    }

    /// Refuses the connection; see [`Answer::refuse`].
    pub fn refuse(self) -> Replies {
        self.replies().then_refuse()
    }

    /// Resets the connection; see [`Answer::reset`].
    pub fn reset(self) -> Replies {
        self.replies().then_reset()
    }

    /// Never responds; see [`Answer::hang`].
    pub fn hang(self) -> Replies {
        self.replies().then_hang()
    }

    fn replies(self) -> Replies {
        Replies { state: self.state, index: self.index }
    }
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "each call itself is a declaration")]
impl Replies {
    /// Sets how often the request must be received.
    ///
    /// Each try of a call counts.
    ///
    /// Without it, `on` answers any number of calls, and `expect` means once. If there are more answers, the others are for retries.
    pub fn times(self, calls: usize) -> Self {
        self.state.change(self.index, |declaration| declaration.times = Some(calls));
        self
    }

    /// Then answers with this status and the value as JSON.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999, or if the value cannot be serialised.
    #[track_caller]
    pub fn then_json(self, status: impl TryInto<StatusCode>, value: impl Serialize) -> Self {
        self.then_answer(Answer::status(status).json(value))
    }

    /// Then answers with this status and an empty body.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn then_status(self, status: impl TryInto<StatusCode>) -> Self {
        self.then_answer(Answer::status(status))
    }

    /// Then answers with this status and text.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn then_text(self, status: impl TryInto<StatusCode>, text: impl Into<String>) -> Self {
        self.then_answer(Answer::status(status).text(text))
    }

    /// Then answers with this status and bytes.
    ///
    /// # Panics
    ///
    /// Panics if the status is not between 200 and 999.
    #[track_caller]
    pub fn then_bytes(self, status: impl TryInto<StatusCode>, bytes: impl Into<Bytes>) -> Self {
        self.then_answer(Answer::status(status).bytes(bytes))
    }

    /// Then answers with 200 and a stream of server-sent events with this data.
    pub fn then_events<D: AsRef<str>>(self, data: impl IntoIterator<Item = D>) -> Self {
        self.then_answer(Answer::status(StatusCode::OK).events(data))
    }

    /// Then answers with 200 and a stream of JSON lines.
    ///
    /// # Panics
    ///
    /// Panics if a value cannot be serialised.
    #[track_caller]
    pub fn then_json_lines<T: Serialize>(self, values: impl IntoIterator<Item = T>) -> Self {
        self.then_answer(Answer::status(StatusCode::OK).json_lines(values))
    }

    /// Then answers with any [`Answer`].
    pub fn then_answer(self, answer: Answer) -> Self {
        self.then(Step::Answer(answer))
    }

    /// Then answers with what the function returns.
    pub fn then_each(self, answer: impl FnMut(&Received) -> Answer + Send + 'static) -> Self {
        self.then(Step::Each(Arc::new(Mutex::new(answer))))
    }

    /// Then refuses the connection; see [`Answer::refuse`].
    pub fn then_refuse(self) -> Self {
        self.then_answer(Answer::refuse())
    }

    /// Then resets the connection; see [`Answer::reset`].
    pub fn then_reset(self) -> Self {
        self.then_answer(Answer::reset())
    }

    /// Then never responds; see [`Answer::hang`].
    pub fn then_hang(self) -> Self {
        self.then_answer(Answer::hang())
    }

    /// Adds a header to the last answer.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid, or if the last answer is a fault or a function.
    #[track_caller]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.change(|answer| answer.header(name, value))
    }

    /// Sets `Retry-After` of the last answer, in seconds.
    ///
    /// # Panics
    ///
    /// Panics if the last answer is a fault or a function.
    #[track_caller]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.change(|answer| answer.retry_after(seconds))
    }

    /// Delays the last answer.
    ///
    /// A paused tokio clock skips the wait.
    ///
    /// # Panics
    ///
    /// Panics if the last answer is a function.
    #[track_caller]
    pub fn delay(self, delay: Duration) -> Self {
        self.change(|answer| answer.delay(delay))
    }

    /// Loses the connection after this number of bytes of the body of the last answer.
    ///
    /// # Panics
    ///
    /// Panics if the last answer is a fault or a function.
    #[track_caller]
    pub fn cut(self, bytes: usize) -> Self {
        self.change(|answer| answer.cut(bytes))
    }

    /// Sends this number of bytes of the last answer's body, and then nothing.
    ///
    /// See [`Answer::stall`].
    ///
    /// # Panics
    ///
    /// Panics if the last answer is a fault or a function.
    #[track_caller]
    pub fn stall(self, bytes: usize) -> Self {
        self.change(|answer| answer.stall(bytes))
    }

    fn then(self, step: Step) -> Self {
        self.state.change(self.index, |declaration| declaration.steps.push(step));
        self
    }

    #[track_caller]
    fn change(self, change: impl FnOnce(Answer) -> Answer) -> Self {
        let mut last = None;
        self.state.change(self.index, |declaration| last = declaration.steps.pop());
        match last {
            Some(Step::Answer(answer)) => self.then_answer(change(answer)),
            _ => panic!("the last answer is a function: change the `Answer` that it returns"),
        }
    }
}

/// The path and query of a URL on the mock; `None` for any other text.
fn given_uri(url: &str) -> Option<Uri> {
    let path = url.strip_prefix(BASE).unwrap_or(url);
    // Two slashes begin another host.
    let is_path = path.starts_with('/') && !path.starts_with("//");
    let base = url::Url::parse(BASE).ok().filter(|_| is_path)?;
    let joined = base.join(path).ok()?;
    joined[url::Position::BeforePath..url::Position::AfterQuery].parse().ok()
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation").finish_non_exhaustive()
    }
}

impl fmt::Debug for Replies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replies").finish_non_exhaustive()
    }
}
