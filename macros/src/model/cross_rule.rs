//! A cross-field rule: which parameters must be set together, and which may not.

use proc_macro2::Span;

pub(crate) struct CrossRule {
    /// The key, which is also the rule's code and the name of the runtime's method.
    pub(crate) name: &'static str,
    /// Where the key stands.
    pub(crate) span: Span,
    pub(crate) subject: Subject,
    pub(crate) members: Vec<CrossMember>,
}

/// Whether the rule stands on a field or on the whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// `requires` and `conflicts_with` stand on this parameter.
    Param(usize),
    /// The others are about all their members alike.
    Members,
}

/// A parameter that the rule names.
pub(crate) struct CrossMember {
    pub(crate) param: usize,
    /// Where its name stands.
    pub(crate) span: Span,
}
