//! `impl Debug` with secrets masked: where `debug` asks for it, and wherever there is a secret to leak.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, Fields, Member};

use crate::params::Field;
use crate::written::Given;

use super::{Expansion, located};

pub(crate) fn implement(expansion: &Expansion<'_>, fields: &[Field<'_>]) -> Option<TokenStream> {
    let span = match expansion.written.get("debug") {
        Some(debug) if matches!(debug.value, Given::Off) => None,
        Some(debug) => Some(debug.ident.span()),
        None => fields.iter().find_map(Field::secret).map(proc_macro2::Ident::span),
    };
    Some(implementation(expansion, fields, expansion.site.located_at(span?)))
}

/// The whole is written at the key that asks for it: that is where rustc reports a second `Debug`.
fn implementation(expansion: &Expansion<'_>, fields: &[Field<'_>], span: Span) -> TokenStream {
    let ident = &expansion.input.ident;
    let shown = fields.iter().filter(|field| field.secret().is_none());
    let bounded = expansion.bounded(shown.map(|field| (field.ty, quote!(::core::fmt::Debug))));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let name = ident.to_string();
    let name = name.trim_start_matches("r#");
    let is_tuple = matches!(&expansion.input.data, Data::Struct(data) if matches!(data.fields, Fields::Unnamed(_)));
    let builder = if is_tuple { quote!(debug_tuple) } else { quote!(debug_struct) };
    let calls = fields.iter().map(|field| {
        let member = &field.member;
        let value =
            if field.secret().is_some() { quote!(__p::Masked) } else { expansion.field_at(member, field.ty.span()) };
        let name = matches!(member, Member::Named(_)).then(|| {
            let name = &field.name;
            quote!(#name,)
        });
        // At the field's type, which is what is wrong if it is not `Debug`.
        let value = quote_spanned!(located(field.ty.span())=> &#value);
        quote!(.field(#name #value))
    });
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ident #ty_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.#builder(#name)#(#calls)*.finish()
            }
        }
    }
}
