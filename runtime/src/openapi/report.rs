//! The result of comparing many requests with a document, with the differences that are accepted.

use std::fmt;

use super::difference::{Aspect, Difference};

/// A difference that you accept for a reason, such as a mistake in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    operation: &'static str,
    aspect: Aspect,
    name: &'static str,
    reason: &'static str,
}

impl Exception {
    /// Accepts one difference.
    ///
    /// - `operation`: method and path, as in [`Difference::operation`].
    /// - `name`: the wire name of the parameter or the status, as in [`Difference::name`]; empty for the whole operation.
    /// - `reason`: why the request differs.
    #[must_use]
    pub const fn new(operation: &'static str, aspect: Aspect, name: &'static str, reason: &'static str) -> Self {
        Self { operation, aspect, name, reason }
    }

    /// Why the request differs.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }

    fn covers(&self, difference: &Difference) -> bool {
        let is_name = self.name == difference.name;
        is_name && self.aspect == difference.aspect && self.operation == difference.operation
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, aspect, name, reason } = self;
        write!(f, "{operation}: {aspect:?} `{name}`: {reason}")
    }
}

/// The result of comparing requests with a document.
///
/// `Display` lists the conflicts and the unused exceptions, one on each line.
#[derive(Clone, Debug, Default)]
pub struct Report {
    differences: Vec<Difference>,
    excepted: Vec<(Difference, Exception)>,
    unused: Vec<Exception>,
}

impl Report {
    pub(super) fn new(differences: Vec<Difference>, exceptions: &[Exception]) -> Self {
        let mut report = Self::default();
        for difference in differences {
            match exceptions.iter().find(|exception| exception.covers(&difference)) {
                Some(exception) => report.excepted.push((difference, *exception)),
                None => report.differences.push(difference),
            }
        }
        let is_used = |exception: &Exception| report.excepted.iter().any(|(_, used)| used == exception);
        report.unused = exceptions.iter().filter(|exception| !is_used(exception)).copied().collect();
        report
    }

    /// Whether there are no conflicts and no unused exceptions.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.conflicts().next().is_none() && self.unused.is_empty()
    }

    /// Returns the conflicts that no exception accepts.
    pub fn conflicts(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.is_conflict())
    }

    /// Returns the narrowings: the document allows more than the requests can send.
    pub fn narrowings(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| !difference.is_conflict())
    }

    /// The accepted differences, each with its exception.
    #[must_use]
    pub fn excepted(&self) -> &[(Difference, Exception)] {
        &self.excepted
    }

    /// The exceptions that match no difference, because the document or the request was corrected.
    #[must_use]
    pub fn unused(&self) -> &[Exception] {
        &self.unused
    }
}

/// Writes the conflicts, then the unused exceptions, one on each line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_clean() {
            return f.write_str("no conflicts\n");
        }
        self.conflicts().try_for_each(|conflict| writeln!(f, "{conflict}"))?;
        self.unused.iter().try_for_each(|exception| writeln!(f, "unused exception: {exception}"))
    }
}
