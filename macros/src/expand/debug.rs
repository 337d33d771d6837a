//! `impl Debug` with secrets masked.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use crate::model::item::{Debug, DebugBody, Shown};

use super::scope::{Scope, local, located};

/// Implements `Debug`, with the span of the key that asks for it. At that span, rustc reports a second `impl Debug`.
pub(crate) fn implement(scope: &Scope<'_>, debug: &Debug<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let fields = debug.body.fields();
    let open = fields.iter().filter(|field| !field.is_secret);
    let bounded = scope.bounded(open.map(|field| (field.ty, quote!(::core::fmt::Debug))));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();

    let body = match &debug.body {
        DebugBody::Struct(shown) => calls(scope, shown, ident),
        DebugBody::Enum(variants) => {
            let arms = variants.iter().map(|(variant, shown)| {
                let open = shown.fields.iter().filter(|field| !field.is_secret).map(|field| {
                    let (member, local) = (field.member, local(field));
                    quote!(#member: #local)
                });
                let calls = calls(scope, shown, variant);
                quote!(Self::#variant { #(#open,)* .. } => #calls,)
            });
            quote!(match self { #(#arms)* })
        }
    };
    quote_spanned! {scope.located_at(debug.span)=>
        #[automatically_derived]
        impl #impl_generics ::core::fmt::Debug for #ident #ty_generics #where_clause {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #body
            }
        }
    }
}

fn calls(scope: &Scope<'_>, shown: &Shown<'_>, name: &Ident) -> TokenStream {
    let name = name.to_string();
    let name = name.trim_start_matches("r#");
    let builder = if shown.is_tuple { quote!(debug_tuple) } else { quote!(debug_struct) };
    let calls = shown.fields.iter().map(|field| {
        let ty = field.ty;
        let value = if field.is_secret {
            quote!(&__p::Masked)
        } else {
            // At the field's type, where rustc reports that it is not `Debug`.
            let value = scope.borrowed(field, ty.span());
            quote_spanned!(located(ty.span())=> __p::Shown::shown(#value))
        };
        let name = (!shown.is_tuple).then(|| {
            let name = field.name;
            quote!(#name,)
        });
        quote!(.field(#name #value))
    });
    quote!(f.#builder(#name)#(#calls)*.finish())
}
