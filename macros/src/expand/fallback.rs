//! Implementations for a declaration with a mistake, so that one mistake is one error. Without them, each use of the type is a further
//! error.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericParam, parse_quote};

use crate::model::salvaged::{SalvagedRequest, TemplateFault, UnfilledPlaceholder};
use crate::tables::messages::PLACEHOLDER_WITHOUT_FIELD;

use super::scope::Scope;
use super::{replies, template};

pub(crate) fn request(scope: &Scope<'_>, request: &SalvagedRequest<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let bounded = scope.bounded(replies::bounds(request.replies));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();
    let (response, error) = replies::types(request.replies);
    let pages = pages(scope, request);
    let check = match &request.fault {
        TemplateFault::None => while_typing(scope, request),
        TemplateFault::Placeholder(placeholder) => check(scope, request, placeholder),
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
        #pages
    }
}

/// Pages that use the item's type. Without them, a use of the pages would be an error too.
fn pages(scope: &Scope<'_>, request: &SalvagedRequest<'_>) -> Option<TokenStream> {
    let pages = request.pages.as_ref()?;
    let ident = &scope.item.ident;
    let mut bounded = scope.bounded(replies::bounds(request.replies));
    if scope.is_generic() {
        let clause = bounded.make_where_clause();
        clause.predicates.push(parse_quote!(Self: ::core::clone::Clone + ::core::marker::Send + 'static));
    }
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = scope.item.generics.split_for_impl();
    let item = pages.item.map_or_else(|| quote!(()), ToTokens::to_token_stream);
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics __p::Paginate for #ident #ty_generics #where_clause {
            type Item = #item;
            fn next(
                &self,
                _: &__p::Reply<Self::Response>,
                _: __p::Progress,
            ) -> ::core::result::Result<__p::Next<Self>, __p::PageError> {
                ::core::unreachable!()
            }
            fn into_items(
                _: Self::Response,
            ) -> impl ::core::iter::IntoIterator<Item = #item, IntoIter: ::core::marker::Send + 'static> {
                ::core::option::Option::<#item>::None
            }
        }
    })
}

/// The template for editors alone: after another mistake, go-to-definition and renaming still work in it.
fn while_typing(scope: &Scope<'_>, request: &SalvagedRequest<'_>) -> TokenStream {
    let template = template(scope, request);
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

/// Passes the template with all fields to rustc, which reports an unknown placeholder.
///
/// rustc also suggests a field. It reports nothing if a constant has the name of the placeholder. For that case the code panics; rustc
/// does not run code in which it found an error.
fn check(scope: &Scope<'_>, request: &SalvagedRequest<'_>, placeholder: &UnfilledPlaceholder) -> TokenStream {
    let template = template(scope, request);
    let message = PLACEHOLDER_WITHOUT_FIELD.fill(&[&placeholder.spelled, &placeholder.field]);
    let panic = quote_spanned!(request.template.span()=> ::core::panic!("{}", #message));
    quote! {
        const _: () = {
            #template
            #panic
        };
    }
}

fn template(scope: &Scope<'_>, request: &SalvagedRequest<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let arguments = scope.item.generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(_) => quote!('_),
        GenericParam::Type(_) | GenericParam::Const(_) => quote!(_),
    });
    let this = quote!(#ident <#(#arguments),*>);
    template::check(&this, request.template, &request.fields)
}

pub(crate) fn group(scope: &Scope<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let (impl_generics, ty_generics, where_clause) = scope.item.generics.split_for_impl();
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

pub(crate) fn reply(scope: &Scope<'_>) -> TokenStream {
    let ident = &scope.item.ident;
    let mut generics = scope.item.generics.clone();
    if !generics.params.is_empty() {
        // The trait requires this, and what the variants hold may not be known.
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
