//! What stands in for an implementation that could not be made, so that one mistake is one error and no use of the type echoes it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, parse_quote};

use crate::messages::PLACEHOLDER_WITHOUT_FIELD;
use crate::params::Field;
use crate::request::{Request, type_or};

use super::{Expansion, request as working};

pub(crate) fn request(expansion: &Expansion<'_>, request: &Request<'_>, fields: &[Field<'_>]) -> TokenStream {
    let ident = &expansion.input.ident;
    let bounded = expansion.bounded(working::reply_bounds(request));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();
    let response = type_or(request.response, quote!(__p::NoContent));
    let error = type_or(request.error, quote!(__p::Raw));
    let check = if request.fills_its_path() {
        while_typing(expansion, request, fields)
    } else {
        check(expansion, request, fields)
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::ApiRequest for #ident #ty_generics #where_clause {
            type Response = #response;
            type Error = #error;
            const ENDPOINT: &'static __p::Endpoint = &__p::Endpoint::new("GET", "/");
            fn encode(&self, _: &mut __p::Encoder<'_>) {
                ::core::unreachable!()
            }
        }
        #check
    }
}

/// The template for editors alone: whoever has another mistake may still go to a field, or rename it.
fn while_typing(expansion: &Expansion<'_>, request: &Request<'_>, fields: &[Field<'_>]) -> TokenStream {
    let template = template(expansion, request, fields);
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            {
                #template
            }
        };
    }
}

/// rustc reports a placeholder that names no field, and suggests the one that may be meant if it sees them all. It does not if a
/// constant has that name, so what holds the template panics besides: rustc does not run what it has found wrong.
fn check(expansion: &Expansion<'_>, request: &Request<'_>, fields: &[Field<'_>]) -> TokenStream {
    let template = template(expansion, request, fields);
    let message = PLACEHOLDER_WITHOUT_FIELD.fill(&[&format!("{{{}}}", request.unfilled.unwrap_or_default())]);
    let panic = quote_spanned!(request.template.literal.span()=> ::core::panic!("{}", #message));
    quote! {
        const _: () = {
            #template
            #panic
        };
    }
}

fn template(expansion: &Expansion<'_>, request: &Request<'_>, fields: &[Field<'_>]) -> TokenStream {
    let ident = &expansion.input.ident;
    let arguments = expansion.input.generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(_) => quote!('_),
        GenericParam::Type(_) | GenericParam::Const(_) => quote!(_),
    });
    let this = quote!(#ident <#(#arguments),*>);
    working::check_template(&this, &request.template.literal, fields.iter())
}

pub(crate) fn group(expansion: &Expansion<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let (impl_generics, ty_generics, where_clause) = expansion.input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::ApiParams for #ident #ty_generics #where_clause {
            const PARAMS: &'static __p::Endpoint = &__p::Endpoint::group(&[]);
            fn encode(&self, _: &mut __p::Encoder<'_>) {
                ::core::unreachable!()
            }
        }
    }
}

pub(crate) fn reply(expansion: &Expansion<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let mut generics = expansion.input.generics.clone();
    if !generics.params.is_empty() {
        // The trait asks for this, and what the variants hold may not be known.
        generics.make_where_clause().predicates.push(parse_quote!(Self: ::core::marker::Send + 'static));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::FromResponse for #ident #ty_generics #where_clause {
            async fn from_response(_: __p::Incoming) -> ::core::result::Result<Self, __p::DecodeError> {
                ::core::unreachable!()
            }
        }
    }
}
