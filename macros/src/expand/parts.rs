//! `impl FromResponse` for a struct that takes the parts of one reply.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::parts::{Part, Source};

use super::{Expansion, located};

pub(crate) fn implement(expansion: &Expansion<'_>, parts: &[Part<'_>]) -> TokenStream {
    let ident = &expansion.input.ident;
    let bounds = parts.iter().map(|part| match part.source {
        Source::Status => (part.ty, quote!(::core::convert::From<__p::StatusCode> + ::core::marker::Send + 'static)),
        Source::Header(_) => (part.ty, quote!(__p::FromHeader + ::core::marker::Send + 'static)),
        Source::Body => (part.ty, quote!(__p::FromResponse)),
    });
    let bounded = expansion.bounded(bounds);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let body = parts.iter().find(|part| part.source == Source::Body).map(|part| {
        let ty = part.ty;
        let accept = quote_spanned!(located(ty.span())=> <#ty as __p::FromResponse>::ACCEPT);
        quote! {
            const ACCEPT: ::core::option::Option<&'static str> = #accept;

            fn declares(status: __p::StatusCode) -> ::core::option::Option<bool> {
                <__p::Probe<#ty>>::declares(status)
            }
        }
    });
    let unread = body.is_some().then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::Unread as _;
        }
    });
    let fields = parts.iter().map(|part| {
        let Part { member, ty, source } = part;
        let span = located(ty.span());
        let value = match source {
            Source::Status => {
                quote_spanned!(span=> <#ty as ::core::convert::From<__p::StatusCode>>::from(reply.status()))
            }
            Source::Header(name) => quote_spanned!(span=> <#ty as __p::FromHeader>::from_header(&reply, #name)?),
            Source::Body => quote!(<__p::Probe<#ty>>::read(reply).await?),
        };
        quote!(#member: #value)
    });
    quote! {
        #unread

        #[automatically_derived]
        impl #impl_generics __p::FromResponse for #ident #ty_generics #where_clause {
            #body

            async fn from_response(reply: __p::Incoming) -> ::core::result::Result<Self, __p::DecodeError> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    }
}
