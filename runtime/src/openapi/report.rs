//! Many requests held against a document at once, with the differences that are known and why.

use std::fmt;

use super::difference::{Aspect, Difference};

/// A difference that is known and has a reason, such as a mistake of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exception {
    operation: &'static str,
    aspect: Aspect,
    name: &'static str,
    reason: &'static str,
}

impl Exception {
    /// Of the request `operation`, as [`Difference::operation`] writes it, the parameter `name` (empty for the operation as a
    /// whole), and why it differs.
    #[must_use]
    pub const fn new(operation: &'static str, aspect: Aspect, name: &'static str, reason: &'static str) -> Self {
        Self { operation, aspect, name, reason }
    }

    /// Why there is the difference.
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

/// What came of holding requests against a document. `Display` lists what has to be looked at.
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

    /// Whether there is neither a conflict nor an exception for nothing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.conflicts().next().is_none() && self.unused.is_empty()
    }

    /// The conflicts for which there is no exception.
    pub fn conflicts(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| difference.is_conflict())
    }

    /// Where the document allows more than the requests can say.
    pub fn narrowings(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| !difference.is_conflict())
    }

    /// The differences that there are for a reason.
    #[must_use]
    pub fn excepted(&self) -> &[(Difference, Exception)] {
        &self.excepted
    }

    /// The exceptions that cover no difference: the document was mended, or the request.
    #[must_use]
    pub fn unused(&self) -> &[Exception] {
        &self.unused
    }
}

/// The conflicts, then the exceptions that cover nothing, a line each.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_clean() {
            return f.write_str("no conflicts\n");
        }
        self.conflicts().try_for_each(|conflict| writeln!(f, "{conflict}"))?;
        self.unused.iter().try_for_each(|exception| writeln!(f, "an exception that covers nothing: {exception}"))
    }
}
