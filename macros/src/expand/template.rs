//! The user's own path template as a format string. rustc checks its placeholders, and editors find the fields in it.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, LitStr, Member};

use crate::model::field::Field;

/// The template as a format string, in code that never runs.
pub(crate) fn check(this: &TokenStream, literal: &LitStr, fields: &[Field<'_>]) -> TokenStream {
    // Hygiene keeps this name apart from those of the fields.
    let value = Ident::new("value", Span::mixed_site());
    // The lint has already reported the fields themselves.
    let is_snake = |field: &Field<'_>| !field.name.contains(char::is_uppercase);
    let allow = (!fields.iter().all(is_snake)).then(|| quote!(#[allow(non_snake_case)]));
    let bindings = fields.iter().filter_map(|field| match field.member {
        Member::Named(ident) => {
            let span = ident.span().resolved_at(literal.span());
            let is_raw = ident.to_string().starts_with("r#");
            let local = if is_raw { Ident::new_raw(field.name, span) } else { Ident::new(field.name, span) };
            Some(quote!(let #local = __p::placeholder(&#value.#ident);))
        }
        Member::Unnamed(_) => None,
    });
    quote! {
        #allow
        let _ = |#value: &#this| {
            #(#bindings)*
            let _ = ::core::format_args!(#literal);
        };
    }
}
