//! A rule of a field: a built-in rule with valid operands, or the user's own.

use proc_macro2::{Group, Span, TokenStream};
use syn::{Ident, LitStr, Path};

use crate::tables::rules::Fits;

pub(crate) enum Rule<'a> {
    BuiltIn(BuiltIn<'a>),
    /// `each(uuid)`.
    Each(&'a Ident, Vec<Self>),
    Own(OwnRule<'a>),
}

/// A rule of the user's own.
pub(crate) struct OwnRule<'a> {
    pub(crate) path: &'a Path,
    /// `(3)` in `my::max_words(3)`.
    pub(crate) operands: Option<&'a Group>,
    /// The last segment of the path.
    pub(crate) code: String,
}

/// A rule that is one word.
pub(crate) struct BuiltIn<'a> {
    pub(crate) word: &'a Ident,
    pub(crate) fits: Fits,
    pub(crate) operand: Operand,
}

/// What follows the word in parentheses.
pub(crate) enum Operand {
    Nothing,
    Lengths(Range),
    Numbers(Range),
    Values { tokens: TokenStream, is_literal: bool },
    Pattern(LitStr),
}

pub(crate) struct Range {
    pub(crate) kind: RangeKind,
    pub(crate) tokens: TokenStream,
    pub(crate) is_literal: bool,
    /// Both ends, for rustc to compare. `None` if they are literals, which have been compared.
    pub(crate) ends: Option<Ends>,
}

/// The type of a range in `core::ops`.
#[derive(Clone, Copy)]
pub(crate) enum RangeKind {
    Range,
    RangeFrom,
    RangeInclusive,
    RangeTo,
    RangeToInclusive,
}

/// Two ends of which one is not a literal.
pub(crate) struct Ends {
    pub(crate) start: TokenStream,
    pub(crate) includes_end: bool,
    pub(crate) end: TokenStream,
    /// Where and how an empty range is reported.
    pub(crate) span: Span,
    pub(crate) message: String,
}

impl Rule<'_> {
    /// Whether it is the user's own, or contains one that is.
    pub(crate) fn is_own(&self) -> bool {
        match self {
            Self::BuiltIn(_) => false,
            Self::Each(_, rules) => rules.iter().any(Self::is_own),
            Self::Own(_) => true,
        }
    }
}

impl Operand {
    /// Whether it has no names in it.
    pub(crate) const fn is_literal(&self) -> bool {
        match self {
            Self::Nothing | Self::Pattern(_) => true,
            Self::Lengths(range) | Self::Numbers(range) => range.is_literal,
            Self::Values { is_literal, .. } => *is_literal,
        }
    }
}

impl RangeKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Range => "Range",
            Self::RangeFrom => "RangeFrom",
            Self::RangeInclusive => "RangeInclusive",
            Self::RangeTo => "RangeTo",
            Self::RangeToInclusive => "RangeToInclusive",
        }
    }
}
