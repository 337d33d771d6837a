//! `impl ApiRequest`: one erased call for each field.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Member, Type};

use crate::messages::{OPTION_IN_PATH, PLACEHOLDER_NOT_OPTION};
use crate::params::{Field, Place, docs as docs_of};
use crate::request::{Credentials, Request, type_or};

use super::{Expansion, located, sent, without_lifetimes};

pub(crate) fn implement(expansion: &Expansion<'_>, request: &Request<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let bounded = expansion.bounded(sent::bounds(&request.sent).chain(reply_bounds(request)));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let imports = sent::imports(&[&request.sent]);
    let response = type_or(request.response, quote!(__p::NoContent));
    let error = type_or(request.error, quote!(__p::Raw));
    let endpoint = endpoint(request);
    let docs = sent::docs(&docs_of(&expansion.input.attrs), &request.sent);
    let docs = docs.map(|docs| quote!(const DOCS: &'static __p::Docs = #docs;));
    let validate = validate(expansion, request);
    let this = expansion.self_type();
    let clashes = sent::clashes(&request.sent, &quote!(<#this as __p::ApiRequest>::ENDPOINT));
    let (mut within, mut beside) = if expansion.is_generic() { (clashes, Vec::new()) } else { (Vec::new(), clashes) };
    for (index, check) in options(request) {
        let ty = request.sent.params[index].field.ty;
        if expansion.depends(ty.to_token_stream()) { &mut within } else { &mut beside }.push(check);
    }
    let encode = encode(expansion, request, &quote!(#(const { #within })*));
    quote! {
        #imports

        #[automatically_derived]
        impl #impl_generics __p::ApiRequest for #ident #ty_generics #where_clause {
            type Response = #response;
            type Error = #error;
            const ENDPOINT: &'static __p::Endpoint = #endpoint;
            #docs
            #validate
            #encode
        }

        #(const _: () = #beside;)*
    }
}

/// Whether each field of the path may be `None`, as its placeholder has it.
fn options(request: &Request<'_>) -> impl Iterator<Item = (usize, TokenStream)> {
    // What a function of the user's own makes of `None` only that knows.
    let plain = request.segments.iter().filter(|&&index| request.sent.params[index].form.writer.is_none());
    plain.map(|&index| {
        let Field { name, ty, .. } = request.sent.params[index].field;
        let is_optional = request.template.optional.as_ref() == Some(name);
        let (message, not) =
            if is_optional { (&PLACEHOLDER_NOT_OPTION, quote!(!)) } else { (&OPTION_IN_PATH, quote!()) };
        let message = message.fill(&[name]);
        let spelled = without_lifetimes(ty.to_token_stream());
        // As the user's own token, so that rustc does not speak of the derive.
        let panic = quote_spanned!(ty.span()=> ::core::panic!("{}", #message));
        (index, quote!(if #not <__p::Probe<#spelled>>::OPTIONAL { #panic }))
    })
}

/// What the types of replies have to be, for those that mention a type parameter.
pub(super) fn reply_bounds<'a>(request: &Request<'a>) -> impl Iterator<Item = (&'a Type, TokenStream)> {
    let response = request.response.map(|ty| (ty, quote!(__p::FromResponse)));
    let error = request.error.map(|ty| (ty, quote!(__p::FromResponse + ::core::marker::Sync)));
    response.into_iter().chain(error)
}

fn endpoint(request: &Request<'_>) -> TokenStream {
    let Request { method, template, .. } = request;
    let path = template.path();
    let facts = sent::facts(&request.sent, &request.checks, request.is_usually_in_body);
    let (response, error) = (name_of(request.response, "NoContent"), name_of(request.error, "Raw"));
    let absent = &request.absent;
    let absent = request.response.filter(|_| !absent.is_empty()).map(|ty| {
        let check = quote_spanned!(located(ty.span())=> <#ty as __p::Absent>::CHECK);
        quote!(.absent({
            let () = #check;
            &[#(#absent),*]
        }))
    });
    let message_at = request.message_at.map(|pointer| quote!(.with_message_at(#pointer)));
    let (reply, refusal) =
        (type_or(request.response, quote!(__p::NoContent)), type_or(request.error, quote!(__p::Raw)));
    let replies = quote!(.with_replies(__p::replies!(#reply, #refusal)));
    let idempotent = request.is_idempotent.then(|| quote!(.idempotent()));
    let auth = match request.credentials {
        Credentials::Usual => None,
        Credentials::Named(name) => Some(quote!(.with_auth(#name))),
        Credentials::None => Some(quote!(.without_auth())),
    };
    quote!(&__p::Endpoint::new(#method, #path)#facts.types(#response, #error)#replies #absent #message_at #auth #idempotent)
}

/// The type as one writes it.
fn name_of(ty: Option<&Type>, otherwise: &str) -> String {
    let Some(ty) = ty else {
        return otherwise.to_owned();
    };
    let tokens = ty.to_token_stream().to_string();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut name = String::new();
    let mut rest = tokens.chars().peekable();
    while let Some(c) = rest.next() {
        let keeps = is_word(name.chars().last()) && is_word(rest.peek().copied()) || name.ends_with(',');
        if c != ' ' || keeps {
            name.push(c);
        }
    }
    name
}

fn validate(expansion: &Expansion<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let mut checks = sent::checks(expansion, &request.sent);
    checks.extend(sent::checks_of_whole(expansion, &request.checks));
    (!checks.is_empty()).then(|| {
        let this = expansion.this();
        // Rules are written at the user's own words, where lints see them, and by paths: the module may have shorter names.
        quote! {
            #[allow(unused_qualifications)]
            fn validate_into(&#this, out: &mut __p::Violations) {
                #(#checks)*
            }
        }
    })
}

fn encode(expansion: &Expansion<'_>, request: &Request<'_>, within: &TokenStream) -> TokenStream {
    let path = request.template.path();
    let params = &request.sent.params;
    let check = (!request.segments.is_empty()).then(|| {
        let fields = request.segments.iter().map(|&index| params[index].field);
        check_template(&quote!(Self), &request.template.literal, fields)
    });
    let segments = request.segments.iter().map(|&index| {
        let value = sent::erased(expansion, &params[index], Place::Path);
        let index = Literal::usize_unsuffixed(index);
        quote!(out.segment(#index, #value);)
    });
    let writes = sent::writes(expansion, &request.sent);
    let this = expansion.this();
    quote! {
        fn encode(&#this, out: &mut __p::Encoder<'_>) {
            #within
            #check
            out.path(#path);
            #(#segments)*
            #writes
        }
    }
}

/// The user's own literal as a format string, in code that never runs: rustc and editors see which field a placeholder means.
pub(super) fn check_template<'f>(
    this: &TokenStream,
    literal: &LitStr,
    fields: impl Iterator<Item = &'f Field<'f>>,
) -> TokenStream {
    // No field is meant by it, whatever the fields are called.
    let value = Ident::new("value", Span::mixed_site());
    let fields: Vec<_> = fields.collect();
    // The lint has been told of the fields themselves.
    let is_snake = |field: &&Field<'_>| !field.name.contains(char::is_uppercase);
    let allow = (!fields.iter().all(is_snake)).then(|| quote!(#[allow(non_snake_case)]));
    let bindings = fields.into_iter().filter_map(|field| match &field.member {
        Member::Named(ident) => {
            let span = ident.span().resolved_at(literal.span());
            let is_raw = ident.to_string().starts_with("r#");
            let local = if is_raw { Ident::new_raw(&field.name, span) } else { Ident::new(&field.name, span) };
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
