//! `impl FromResponse` for an enum that is chosen by status.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::reply::{ReplyByStatus, Status};

use super::docs;
use super::scope::{Scope, located};

pub(crate) fn implement(scope: &Scope<'_>, reply: &ReplyByStatus<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let types = || reply.variants.iter().filter_map(|variant| variant.ty);
    let bounded = scope.bounded(types().map(|ty| (ty, quote!(__p::FromResponse))));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();

    let accepts = types().map(|ty| quote_spanned!(located(ty.span())=> <#ty as __p::FromResponse>::ACCEPT));
    let declared = reply.variants.iter().map(|variant| variant.status).filter(|status| *status != Status::Default);
    let declared: Vec<TokenStream> = declared.map(pattern).collect();
    let declared = (!declared.is_empty()).then(|| quote!(#(#declared)|* => ::core::option::Option::Some(true),));
    let otherwise = if reply.has_default() {
        quote!(::core::option::Option::None)
    } else {
        quote!(::core::option::Option::Some(false))
    };
    let arms = reply.variants.iter().map(|variant| {
        let (pattern, name) = (pattern(variant.status), variant.ident);
        let read = variant.ty.map(|ty| quote!((<__p::Probe<#ty>>::read(reply).await?)));
        quote!(#pattern => ::core::result::Result::Ok(Self::#name #read),)
    });
    let undeclared = (!reply.has_default()).then(|| quote!(_ => ::core::result::Result::Err(__p::undeclared()),));
    let read_from = reply.variants.iter().map(|variant| {
        let pattern = pattern(variant.status);
        match variant.ty {
            Some(ty) => quote!(#pattern => <__p::Probe<#ty>>::accepts(status),),
            None => quote!(#pattern => ::core::option::Option::None,),
        }
    });
    let read_from = quote!(#(#read_from)*);
    let read_otherwise = (!reply.has_default()).then(|| quote!(_ => ::core::option::Option::None,));
    // At the name of the enum, where rustc reports that the trait is implemented already.
    let span = scope.located_at(ident.span());
    let head = quote_spanned!(span=> impl #impl_generics __p::FromResponse for #ident #ty_generics #where_clause);
    let mut body = Group::new(
        Delimiter::Brace,
        quote! {
            const ACCEPT: ::core::option::Option<&'static str> = __p::first_accept(&[#(#accepts),*]);

            fn declares(status: __p::StatusCode) -> ::core::option::Option<bool> {
                match status.as_u16() {
                    #declared
                    _ => #otherwise,
                }
            }

            fn accepts(status: __p::StatusCode) -> ::core::option::Option<&'static str> {
                match status.as_u16() {
                    #read_from
                    #read_otherwise
                }
            }

            async fn from_response(reply: __p::Incoming) -> ::core::result::Result<Self, __p::DecodeError> {
                match reply.status().as_u16() {
                    #(#arms)*
                    #undeclared
                }
            }
        },
    );
    body.set_span(span);
    let shown = docs::of_reply_by_status(reply);
    quote! {
        #[allow(unused_imports)]
        use __p::Unread as _;

        #shown
        #[automatically_derived]
        #[allow(unused_qualifications)]
        #head #body
    }
}

/// The pattern that a status matches.
fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Exact(status) => quote!(#status),
        Status::Range(digit) => {
            let (first, last) = (digit * 100, digit * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}
