//! What stands in for an implementation that could not be made, so that one mistake is one error and no use of the type echoes it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::request::{Field, Request, type_or};

use super::{Expansion, request as working};

pub(crate) fn request(expansion: &Expansion<'_>, request: &Request<'_>, fields: &[Field<'_>]) -> TokenStream {
    let ident = &expansion.input.ident;
    let (impl_generics, ty_generics, where_clause) = expansion.input.generics.split_for_impl();
    let response = type_or(request.response, quote!(__p::NoContent));
    let error = type_or(request.error, quote!(__p::Raw));
    // rustc reports a placeholder that names no field; it suggests the one that may be meant if it sees them all.
    let check = (!request.fills_its_path()).then(|| working::check_template(request, fields.iter()));
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::ApiRequest for #ident #ty_generics #where_clause {
            type Response = #response;
            type Error = #error;
            const ENDPOINT: &'static __p::Endpoint = &__p::Endpoint::new("GET", "/");
            fn encode(&self, _: &mut __p::Encoder<'_>) {
                #check
                ::core::unreachable!()
            }
        }
    }
}

pub(crate) fn reply(expansion: &Expansion<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let (impl_generics, ty_generics, where_clause) = expansion.input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __p::FromResponse for #ident #ty_generics #where_clause {
            async fn from_response(_: __p::Incoming) -> ::core::result::Result<Self, __p::DecodeError> {
                ::core::unreachable!()
            }
        }
    }
}
