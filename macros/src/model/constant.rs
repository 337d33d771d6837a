//! A constant: a parameter whose value the declaration fixes.

use syn::Lit;

use super::param::Place;

pub(crate) struct Constant<'a> {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The value as text, for `ENDPOINT`.
    pub(crate) text: String,
    pub(crate) value: ConstantValue<'a>,
}

pub(crate) enum ConstantValue<'a> {
    /// The literal after a name: `query("name" = "value")`.
    Literal(&'a Lit),
    /// `name=value` in the text of the path.
    Pair(&'a str),
}
