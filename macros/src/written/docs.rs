//! The text of doc comments, and whether documentation shows their item.

use syn::{Attribute, Expr, ExprLit, Ident, Lit, Meta};

/// The text of the doc comments, each line without the space before it.
pub(crate) fn docs(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => match &doc.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

/// Whether `#[doc(hidden)]` keeps the item out of the documentation.
pub(crate) fn is_hidden(attributes: &[Attribute]) -> bool {
    let hidden = |attribute: &Attribute| match &attribute.meta {
        Meta::List(doc) if doc.path.is_ident("doc") => doc.parse_args::<Ident>().is_ok_and(|word| word == "hidden"),
        _ => false,
    };
    attributes.iter().any(hidden)
}
