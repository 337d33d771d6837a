//! A cross-field rule: which parameters must be set together, and which may not.

use proc_macro2::Span;

pub(crate) struct CrossRule {
    /// The key, which is also the rule's code and the name of the runtime's method.
    pub(crate) name: &'static str,
    /// The span of the key.
    pub(crate) span: Span,
    pub(crate) subject: Subject,
    pub(crate) members: Vec<CrossMember>,
}

/// Whether the rule is a key of a field, or of the struct or the variant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// `requires` and `conflicts_with` are keys of this parameter.
    Param(usize),
    /// The others treat all of their members alike.
    Members,
}

/// A parameter that the rule names.
pub(crate) struct CrossMember {
    pub(crate) param: usize,
    /// The span of its name.
    pub(crate) span: Span,
}
