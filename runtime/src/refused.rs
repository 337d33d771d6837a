//! Why a value cannot be sent, before it is known which field it is from. It never quotes the value.

use std::borrow::Cow;
use std::fmt;

use serde::ser;

/// Why a value cannot be sent.
#[derive(Debug)]
pub struct Refused(Box<Reason>);

pub(crate) struct Reason {
    /// Safe to print, because it never quotes the value.
    pub(crate) text: Cow<'static, str>,
    /// The error of the value's `Serialize` implementation, which may quote the value.
    pub(crate) detail: Option<Box<str>>,
}

/// Leaves out `detail`, which may quote the value.
impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reason").field("text", &self.text).finish_non_exhaustive()
    }
}

impl Refused {
    #[cold]
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Reason { text: text.into(), detail: None }))
    }

    #[cold]
    pub(crate) fn with_detail(text: &'static str, detail: &dyn fmt::Display) -> Self {
        Self(Box::new(Reason { text: Cow::Borrowed(text), detail: Some(detail.to_string().into()) }))
    }

    /// Adds which of several values the reason is about.
    pub(crate) fn about(mut self, which: &str) -> Self {
        self.0.text = format!("{which}: {}", self.0.text).into();
        self
    }

    pub(crate) fn into_reason(self) -> Reason {
        *self.0
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::with_detail("the `Serialize` implementation of the value failed", &words)
    }
}
