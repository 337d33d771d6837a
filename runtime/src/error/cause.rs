//! What the causes of an error tell: that nothing was sent, or that a limit of time passed.

use std::fmt;

use crate::boxed::BoxError;

/// A transport's promise that the server has seen nothing of the request: no connection came about.
#[derive(Debug)]
pub struct NotSent(BoxError);

impl NotSent {
    /// Wraps the error that kept the request from being sent.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(source.into())
    }

    /// The error that kept the request from being sent.
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

/// The error and what caused it. A [`NotSent`] speaks with the words of the error in it, so its `source` leaves that out.
pub(crate) fn causes<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| match error.downcast_ref::<NotSent>() {
        Some(NotSent(inner)) => Some(&**inner),
        None => error.source(),
    })
}

/// A limit of time that passed: as a cause within a transport's error it makes `Error::is_timeout` true.
#[derive(Debug, Default)]
pub struct TimedOut(Option<BoxError>);

impl TimedOut {
    /// Wraps the error that tells of the limit.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(Some(source.into()))
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it took too long")
    }
}

impl std::error::Error for TimedOut {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.as_ref()?;
        Some(&**source)
    }
}

/// Whether a limit of time is anywhere among the causes.
pub(crate) fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    causes(error).any(|error| {
        error.is::<TimedOut>()
            || error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
    })
}
