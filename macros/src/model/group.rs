//! A group of parameters, of a struct or of one variant of an enum.

use syn::Ident;

use super::field::Field;
use super::params::Params;
use super::rule::OwnRule;

pub(crate) struct Group<'a> {
    pub(crate) params: GroupParams<'a>,
    /// The checks of the whole value.
    pub(crate) checks: Vec<OwnRule<'a>>,
}

pub(crate) enum GroupParams<'a> {
    Struct(Params<'a>),
    Enum(Vec<Alternative<'a>>),
}

/// A variant.
pub(crate) struct Alternative<'a> {
    pub(crate) variant: &'a Ident,
    pub(crate) docs: &'a str,
    pub(crate) is_hidden: bool,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) params: Params<'a>,
}

impl<'a> Group<'a> {
    /// The parameters of each part.
    pub(crate) fn parts(&self) -> Vec<&Params<'a>> {
        match &self.params {
            GroupParams::Struct(params) => vec![params],
            GroupParams::Enum(alternatives) => alternatives.iter().map(|alternative| &alternative.params).collect(),
        }
    }
}
