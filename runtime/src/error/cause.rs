//! Marker errors by which a transport reports that nothing was sent, or a timeout.

use std::fmt;

use crate::boxed::BoxError;

/// A transport's error that guarantees that the server received nothing of the request.
///
/// A [`Transport`](crate::transport::Transport) returns it when the connection fails. The call then fails with
/// [`Error::Connect`](super::Error::Connect), and the client may retry it with any method.
#[derive(Debug)]
pub struct NotSent(BoxError);

impl NotSent {
    /// Wraps the error that prevented sending the request.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(source.into())
    }

    /// Returns the error that prevented sending the request.
    #[must_use]
    pub fn into_source(self) -> BoxError {
        self.0
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// An error that displays as its root cause. The errors around the cause say only where it came from.
///
/// [`Error::source`](std::error::Error::source) of a call's error is the root cause itself.
pub(crate) struct Rooted(BoxError);

impl Rooted {
    #[cfg_attr(not(feature = "reqwest"), expect(dead_code, reason = "only reqwest wraps its causes"))]
    pub(crate) fn new(error: impl Into<BoxError>) -> Self {
        Self(error.into())
    }

    pub(crate) fn root(&self) -> &(dyn std::error::Error + 'static) {
        causes(&*self.0).last().unwrap_or(&*self.0)
    }
}

impl fmt::Debug for Rooted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Rooted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.root(), f)
    }
}

impl std::error::Error for Rooted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.root())
    }
}

/// The error and its causes.
///
/// [`NotSent`] displays as the error inside it, so its `source` skips that error; this does not.
pub(crate) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| match error.downcast_ref::<NotSent>() {
        Some(NotSent(inner)) => Some(&**inner),
        None => match error.downcast_ref::<Rooted>() {
            Some(Rooted(inner)) => Some(&**inner),
            None => error.source(),
        },
    })
}

/// A transport's error that reports a timeout.
///
/// [`Error::is_timeout`](super::Error::is_timeout) is true if it is among the causes of the transport's error.
#[derive(Debug, Default)]
pub struct TimedOut(Option<BoxError>);

impl TimedOut {
    /// Wraps the error that reported the timeout.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(Some(source.into()))
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("timed out")
    }
}

impl std::error::Error for TimedOut {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.as_ref()?;
        Some(&**source)
    }
}

/// Whether a timeout is anywhere among the causes.
pub(crate) fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error).any(|error| {
        error.is::<TimedOut>()
            || error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
    })
}
