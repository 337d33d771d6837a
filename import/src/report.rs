//! What an import wrote, what it wrote in a weaker form, and what it skipped.

use std::collections::BTreeSet;
use std::fmt;

/// What became of the operations of a document.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Operations that are written, as `METHOD /path`.
    pub written: Vec<String>,
    /// What is written in a weaker form than the document states.
    pub degraded: Vec<Remark>,
    /// Operations that are not written.
    pub skipped: Vec<Remark>,
    /// Features of `api-request` that the written code needs.
    pub features: BTreeSet<&'static str>,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// `METHOD /path`, or empty if the remark is about a model.
    pub operation: String,
    /// The JSON Pointer of the cause.
    pub pointer: String,
    /// The kind of the reason: the same text for all operations that have it.
    pub reason: String,
}

impl Remark {
    /// A remark about an operation, or about a model if `operation` is empty.
    #[must_use]
    pub fn new(operation: &str, pointer: &str, reason: impl Into<String>) -> Self {
        Self { operation: operation.to_owned(), pointer: pointer.to_owned(), reason: reason.into() }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{} ", self.operation.escape_debug())?;
        }
        write!(f, "(#{}): {}", self.pointer.escape_debug(), self.reason)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, remarks) in [("weaker", &self.degraded), ("skipped", &self.skipped)] {
            for remark in remarks {
                writeln!(f, "{title}: {remark}")?;
            }
        }
        let (written, skipped) = (self.written.len(), self.skipped.len());
        write!(f, "{written} operations written, {} remarks, {skipped} skipped", self.degraded.len())?;
        if !self.features.is_empty() {
            let features: Vec<String> = self.features.iter().map(|feature| format!("\"{feature}\"")).collect();
            write!(f, "\nenable the features {} of `api-request`", features.join(", "))?;
        }
        Ok(())
    }
}
