//! A cross-field rule: which parameters must be set together, and which may not.

use proc_macro2::Span;

pub(crate) struct CrossRule {
    /// The span of the key.
    pub(crate) span: Span,
    pub(crate) relation: Relation,
    pub(crate) members: Vec<CrossMember>,
}

/// How the rule relates its members: only these combinations exist.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    /// A key of this parameter, which relates it to each member.
    OfParam(usize, PairRule),
    /// A key of the struct or the variant, which treats all of its members alike.
    Among(SetRule),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PairRule {
    Requires,
    ConflictsWith,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetRule {
    AtLeastOneOf,
    AtMostOneOf,
    ExactlyOneOf,
    AllOrNone,
}

impl Relation {
    /// The rule's code, which is also the name of the runtime's method.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::OfParam(_, PairRule::Requires) => "requires",
            Self::OfParam(_, PairRule::ConflictsWith) => "conflicts_with",
            Self::Among(SetRule::AtLeastOneOf) => "at_least_one_of",
            Self::Among(SetRule::AtMostOneOf) => "at_most_one_of",
            Self::Among(SetRule::ExactlyOneOf) => "exactly_one_of",
            Self::Among(SetRule::AllOrNone) => "all_or_none",
        }
    }

    /// The parameter that has the rule, if it is a key of one.
    pub(crate) const fn param(self) -> Option<usize> {
        match self {
            Self::OfParam(param, _) => Some(param),
            Self::Among(_) => None,
        }
    }
}

/// A parameter that the rule names.
pub(crate) struct CrossMember {
    pub(crate) param: usize,
    /// The span of its name.
    pub(crate) span: Span,
}
