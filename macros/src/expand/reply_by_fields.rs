//! `impl FromResponse` for a struct whose fields take the status, headers and the body.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::reply::{HeadField, ReplyByFields, Source};

use super::docs;
use super::scope::{Scope, located};

pub(crate) fn implement(scope: &Scope<'_>, reply: &ReplyByFields<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let of_head = reply.head.iter().map(|field| match field.source {
        Source::Status => (field.ty, quote!(::core::convert::From<__p::StatusCode> + ::core::marker::Send + 'static)),
        Source::Header(_) => (field.ty, quote!(__p::FromHeader + ::core::marker::Send + 'static)),
    });
    let bounds = of_head.chain(reply.body.map(|field| (field.ty, quote!(__p::FromResponse))));
    let bounded = scope.bounded(bounds);
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();

    let body = reply.body.map(|field| {
        let ty = field.ty;
        let accept = quote_spanned!(located(ty.span())=> <#ty as __p::FromResponse>::ACCEPT);
        quote! {
            const ACCEPT: ::core::option::Option<&'static str> = #accept;

            fn declares(status: __p::StatusCode) -> ::core::option::Option<bool> {
                <__p::Probe<#ty>>::declares(status)
            }
        }
    });
    let unread = reply.body.is_some().then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::Unread as _;
        }
    });
    let head = reply.head.iter().map(|HeadField { member, ty, source, .. }| {
        let span = located(ty.span());
        let value = match source {
            Source::Status => {
                quote_spanned!(span=> <#ty as ::core::convert::From<__p::StatusCode>>::from(reply.status()))
            }
            Source::Header(name) => quote_spanned!(span=> <#ty as __p::FromHeader>::from_header(&reply, #name)?),
        };
        quote!(#member: #value)
    });
    let read = reply.body.map(|field| {
        let (member, ty) = (field.member, field.ty);
        quote!(#member: <__p::Probe<#ty>>::read(reply).await?)
    });
    let fields = head.chain(read);
    let shown = docs::of_reply_by_fields(reply);
    quote! {
        #unread

        #shown
        #[automatically_derived]
        impl #impl_generics __p::FromResponse for #ident #ty_generics #where_clause {
            #body

            async fn from_response(reply: __p::Incoming) -> ::core::result::Result<Self, __p::DecodeError> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    }
}
