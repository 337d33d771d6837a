//! Names that the language reserves.

use proc_macro2::{Ident, Span};

/// Names that cannot be written as `r#name`.
const NEVER: [&str; 4] = ["crate", "self", "super", "Self"];

/// An identifier with this name. A keyword becomes `r#name`, or `name_` where the language does not allow that.
///
/// The name must be what [`snake`](super::snake) or [`camel`](super::camel) returned.
#[must_use]
pub(crate) fn ident(name: &str) -> Ident {
    if NEVER.contains(&name) {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    // `syn` knows the keywords of all editions.
    syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}
