//! `impl Debug` with secrets masked: where `debug` asks for it, and wherever there is a secret to leak.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use crate::group::Part;
use crate::params::Field;
use crate::written::Given;

use super::{Expansion, located};

/// The fields of a struct, or of one variant.
pub(crate) struct Shown<'a> {
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) fields: &'a [Field<'a>],
    pub(crate) is_tuple: bool,
}

impl<'a> Shown<'a> {
    pub(crate) fn of_part(part: &'a Part<'a>) -> Self {
        Self { variant: part.variant, fields: &part.fields, is_tuple: part.is_tuple }
    }
}

pub(crate) fn implement(expansion: &Expansion<'_>, shown: &[Shown<'_>]) -> Option<TokenStream> {
    let span = match expansion.written.get("debug") {
        Some(debug) if matches!(debug.value, Given::Off) => None,
        Some(debug) => Some(debug.ident.span()),
        None => fields(shown).find_map(Field::secret).map(Ident::span),
    };
    Some(implementation(expansion, shown, expansion.site.located_at(span?)))
}

fn fields<'s>(shown: &'s [Shown<'_>]) -> impl Iterator<Item = &'s Field<'s>> {
    shown.iter().flat_map(|shown| shown.fields)
}

/// The whole is written at the key that asks for it: that is where rustc reports a second `Debug`.
fn implementation(expansion: &Expansion<'_>, shown: &[Shown<'_>], span: Span) -> TokenStream {
    let ident = &expansion.input.ident;
    let open = fields(shown).filter(|field| field.secret().is_none());
    let bounded = expansion.bounded(open.map(|field| (field.ty, quote!(::core::fmt::Debug))));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let body = match shown {
        [shown @ Shown { variant: None, .. }] => calls(expansion, shown, ident),
        _ => {
            let arms = shown.iter().map(|shown| {
                let variant = shown.variant.unwrap_or(ident);
                let open = shown.fields.iter().filter(|field| field.secret().is_none()).map(|field| {
                    let (member, local) = (&field.member, &field.local);
                    quote!(#member: #local)
                });
                let calls = calls(expansion, shown, variant);
                quote!(Self::#variant { #(#open,)* .. } => #calls,)
            });
            quote!(match self { #(#arms)* })
        }
    };
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ident #ty_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #body
            }
        }
    }
}

fn calls(expansion: &Expansion<'_>, shown: &Shown<'_>, name: &Ident) -> TokenStream {
    let name = name.to_string();
    let name = name.trim_start_matches("r#");
    let builder = if shown.is_tuple { quote!(debug_tuple) } else { quote!(debug_struct) };
    let calls = shown.fields.iter().map(|field| {
        let ty = located(field.ty.span());
        let value = if field.secret().is_some() {
            quote!(&__p::Masked)
        } else {
            // At the field's type, which is what is wrong if it is not `Debug`.
            expansion.borrowed(field, ty)
        };
        let name = (!shown.is_tuple).then(|| {
            let name = &field.name;
            quote!(#name,)
        });
        quote!(.field(#name #value))
    });
    quote!(f.#builder(#name)#(#calls)*.finish())
}
