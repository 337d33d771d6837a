//! `impl ApiRequest`: one erased call for each field.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitStr, Member, Type};

use crate::constants::{Constant, Fixed};
use crate::params::{Field, Param, Place};
use crate::request::{Request, docs as docs_of, type_or};
use crate::rules::Rule;

use super::{Expansion, located, rules};

pub(crate) fn implement(expansion: &Expansion<'_>, request: &Request<'_>) -> TokenStream {
    let ident = &expansion.input.ident;
    let bounds = request.params.iter().filter_map(|param| Some((param.field.ty, bound(param)?)));
    let rules = request.params.iter().flat_map(rules::bounds);
    let bounded = expansion.bounded(bounds.chain(rules).chain(reply_bounds(request)));
    let (impl_generics, _, where_clause) = bounded.split_for_impl();
    let (_, ty_generics, _) = expansion.input.generics.split_for_impl();

    let imports = imports(request);
    let response = type_or(request.response, quote!(__p::NoContent));
    let error = type_or(request.error, quote!(__p::Raw));
    let endpoint = endpoint(request);
    let docs = docs(expansion, request);
    let validate = validate(expansion, request);
    let encode = encode(expansion, request);
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
    }
}

/// What the types of replies have to be, for those that mention a type parameter.
pub(super) fn reply_bounds<'a>(request: &Request<'a>) -> impl Iterator<Item = (&'a Type, TokenStream)> {
    let response = request.response.map(|ty| (ty, quote!(__p::FromResponse)));
    let error = request.error.map(|ty| (ty, quote!(__p::FromResponse + ::core::marker::Sync)));
    response.into_iter().chain(error)
}

/// What a field's type has to be. What its own writer takes, only that writer knows.
fn bound(param: &Param<'_>) -> Option<TokenStream> {
    if param.form.writer.is_some() {
        return None;
    }
    Some(match param.place {
        Place::Path | Place::Query | Place::Header | Place::Cookie if param.form.is_json() => quote!(__p::Property),
        Place::Path | Place::Query | Place::Header | Place::Cookie => quote!(__p::Value),
        Place::Property => quote!(__p::Property),
        Place::Body => quote!(__p::ToBody),
    })
}

/// The traits that calls by method need.
fn imports(request: &Request<'_>) -> TokenStream {
    let probed = (!request.params.is_empty()).then(|| {
        quote!(
            use __p::Probed as _;
        )
    });
    let apply = has_own_rule(request).then(|| {
        quote! {
            #[allow(unused_imports)]
            use __p::{ApplyInOption as _, ApplyToWhole as _};
        }
    });
    quote!(#probed #apply)
}

fn has_own_rule(request: &Request<'_>) -> bool {
    request.params.iter().any(|param| param.rules.iter().any(Rule::is_own))
}

fn endpoint(request: &Request<'_>) -> TokenStream {
    let Request { method, template, .. } = request;
    let path = template.path();
    let params = request.params.iter().map(|param| {
        let Param { field, name, .. } = param;
        let (ty, rust_name) = (field.ty, &field.name);
        let constructor = Ident::new(param.place.word(), Span::call_site());
        let new = if param.place == Place::Body {
            quote!(__p::Param::body(#rust_name))
        } else {
            quote!(__p::Param::#constructor(#rust_name, #name))
        };
        let secret = if field.secret().is_some() { quote!(true) } else { quote!(<__p::Probe<#ty>>::SECRET) };
        let loggable = param.is_loggable.then(|| quote!(.loggable()));
        let style = param.form.style.map(|style| {
            let style = Ident::new(style, Span::call_site());
            quote!(.with_style(__p::Style::#style))
        });
        let explode = param.form.explode.map(|explode| quote!(.with_explode(#explode)));
        let rules = rules::facts(param);
        quote!(#new.required(!<__p::Probe<#ty>>::OPTIONAL).secret(#secret)#loggable #style #explode #rules)
    });
    let constants = request.constants.iter().map(|Constant { place, name, value, .. }| {
        let constructor = Ident::new(place.word(), Span::call_site());
        quote!(__p::Param::#constructor(#name, #name).with_value(#value).loggable())
    });
    let params = params.chain(constants).collect::<Vec<_>>();
    let params = (!params.is_empty()).then(|| quote!(.checked_params(&[#(#params),*])));
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
    let auth = (!request.is_authenticated).then(|| quote!(.without_auth()));
    quote!(&__p::Endpoint::new(#method, #path)#params.types(#response, #error)#absent #message_at #auth)
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

/// The doc comments, where there are any.
fn docs(expansion: &Expansion<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let whole = docs_of(&expansion.input.attrs);
    let params: Vec<&str> = request.params.iter().map(|param| &*param.field.docs).collect();
    let is_documented = !whole.is_empty() || params.iter().any(|docs| !docs.is_empty());
    is_documented.then(|| quote!(const DOCS: &'static __p::Docs = &__p::Docs::new(#whole, &[#(#params),*]);))
}

fn validate(expansion: &Expansion<'_>, request: &Request<'_>) -> Option<TokenStream> {
    let checks: Vec<TokenStream> = request
        .params
        .iter()
        .enumerate()
        .flat_map(|(index, param)| {
            let rules = rules::checks(expansion, index, param);
            let requires = param.requires.iter().map(move |required| {
                let field = expansion.field_at(&param.field.member, required.key.span());
                let other = expansion.field_at(&request.params[required.param].field.member, required.word.span());
                let field = quote_spanned!(required.key.span()=> __p::Unset::is_set(&#field));
                let other = quote_spanned!(required.word.span()=> __p::Unset::is_set(&#other));
                let (index, param) = (Literal::usize_unsuffixed(index), Literal::usize_unsuffixed(required.param));
                quote!(out.requires(#index, #field, #param, #other);)
            });
            std::iter::once(rules).chain(requires).filter(|check| !check.is_empty()).collect::<Vec<_>>()
        })
        .collect();
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

fn encode(expansion: &Expansion<'_>, request: &Request<'_>) -> TokenStream {
    let path = request.template.path();
    let check = (!request.segments.is_empty()).then(|| {
        let fields = request.segments.iter().map(|&index| request.params[index].field);
        check_template(&quote!(Self), &request.template.literal, fields)
    });
    let segments = request.segments.iter().map(|&index| {
        let value = erased(expansion, &request.params[index]);
        let index = Literal::usize_unsuffixed(index);
        quote!(out.segment(#index, #value);)
    });
    let others = request.params.iter().enumerate().filter(|(_, param)| param.place != Place::Path);
    let others = others.map(|(index, param)| {
        let index = Literal::usize_unsuffixed(index);
        if let Some(is_quoted) = param.form.idempotency_key {
            let key = idempotency_key(param.field);
            return quote!(out.idempotency_key(#index, #key, #is_quoted););
        }
        let value = erased(expansion, param);
        let method = Ident::new(param.place.word(), Span::call_site());
        quote!(out.#method(#index, #value);)
    });
    let first = request.params.len();
    let constants = request.constants.iter().zip(first..).map(|(constant, index)| {
        let index = Literal::usize_unsuffixed(index);
        let method = Ident::new(constant.place.word(), Span::call_site());
        match &constant.written {
            Fixed::Literal(written) => {
                let value = &written.value;
                quote!(out.#method(#index, &#value);)
            }
            Fixed::Pair(pair) => quote!(out.pair(#index, #pair);),
        }
    });
    quote! {
        fn encode(&self, out: &mut __p::Encoder<'_>) {
            #check
            out.path(#path);
            #(#segments)*
            #(#constants)*
            #(#others)*
        }
    }
}

/// The call is written on the field's type, so that rustc's error about a missing trait underlines that type and no more.
fn erased(expansion: &Expansion<'_>, param: &Param<'_>) -> TokenStream {
    let Field { ty, member, .. } = param.field;
    let span = located(ty.span());
    if let Some(path) = param.form.writer {
        let by = if param.place == Place::Property || param.form.is_json() {
            quote!(__p::ErasedProperty::by)
        } else {
            quote!(__p::Erased::by)
        };
        let field = expansion.field_at(member, path.span());
        // No field or module is meant by it, whatever the function's path is.
        let to = Ident::new("to", Span::mixed_site());
        let call = quote_spanned!(path.span()=> #path(&#field, #to));
        return quote!(#by(&|#to| #call));
    }
    match param.place {
        Place::Body => quote_spanned!(span=> || <#ty as __p::ToBody>::to_body(&self.#member)),
        Place::Property => quote_spanned!(span=> <#ty as __p::Property>::erase(&self.#member)),
        _ if param.form.is_json() => quote_spanned!(span=> <#ty as __p::Property>::erase(&self.#member)),
        _ => quote_spanned!(span=> <#ty as __p::Value>::erase(&self.#member)),
    }
}

fn idempotency_key(field: &Field<'_>) -> TokenStream {
    let Field { ty, member, .. } = field;
    quote_spanned!(located(ty.span())=> <#ty as __p::Key>::given(&self.#member))
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
