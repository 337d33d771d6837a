//! The struct or the enum itself, as each derive needs it, also after a mistake.

use proc_macro2::{Span, TokenStream};
use syn::{Generics, Ident};

use crate::tables::keys::Target;

use super::field::Field;

/// The struct or the enum.
pub(crate) struct Item<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) docs: String,
    /// The path of the crate `api-request`.
    pub(crate) runtime: TokenStream,
    /// The span of `struct` or `enum`.
    ///
    /// Names at this span resolve as those of the item do, and an error there has no note about the derive.
    pub(crate) site: Span,
    /// Whether something in the item is deprecated, or the user allows deprecated things there.
    pub(crate) has_deprecated: bool,
    pub(crate) debug: Option<Debug<'a>>,
    /// Each word in the position of a key, with its target.
    pub(crate) words: Vec<(Target, &'a Ident)>,
}

/// `impl Debug`, with secrets masked.
pub(crate) struct Debug<'a> {
    /// The key that asks for it. rustc reports a second `impl Debug` there.
    pub(crate) span: Span,
    pub(crate) body: DebugBody<'a>,
}

pub(crate) enum DebugBody<'a> {
    Struct(Shown<'a>),
    Enum(Vec<(&'a Ident, Shown<'a>)>),
}

/// The fields of a struct or of a variant.
pub(crate) struct Shown<'a> {
    pub(crate) is_tuple: bool,
    pub(crate) fields: Vec<Field<'a>>,
}

impl<'a> DebugBody<'a> {
    pub(crate) fn fields(&self) -> Vec<&Field<'a>> {
        match self {
            Self::Struct(shown) => shown.fields.iter().collect(),
            Self::Enum(variants) => variants.iter().flat_map(|(_, shown)| &shown.fields).collect(),
        }
    }
}
